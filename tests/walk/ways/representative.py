"""A representative asks for somebody of a small group, who agrees first; HR hands the figures over, and everybody is told
of the right."""

from __future__ import annotations

import re

from ..people import Walk

WHOM = "Bronagh Mendes"


def walk(walk: Walk) -> str:
    """Ole asks for Bronagh, Saoirse answers; the next day everybody is told of the right."""
    ole, bronagh, saoirse = map(walk.person, ("Ole Christiansen", WHOM, "Saoirse Halloran"))
    page = ole.open("/information/for-others/")
    page.get_by_label("For whom").fill(WHOM)
    ole.press("Ask the person to agree")
    ole.sees(re.compile("nobody else hears of it"))
    assert WHOM not in saoirse.open("/information/requests/").locator("main").inner_text()
    bronagh.open("/information/")
    bronagh.sees(re.compile("Ole Christiansen reads the answer, your pay included"))
    bronagh.press("Agree, and send it to HR")
    bronagh.sees(re.compile("HR has the request and answers by"))
    saoirse.open("/information/requests/").get_by_role("link", name=WHOM).first.click()
    saoirse.sees(re.compile("Ole Christiansen, an employees’ representative, reads it, too"))
    saoirse.sees(re.compile("There are so few women or men in this category"))
    saoirse.page.get_by_label("The figures were handed to").fill("Equality body, Dublin")
    saoirse.press("Send the answer")
    saoirse.sees(re.compile("The answer is sent"))
    for reader, path in ((ole, "/information/for-others/"), (bronagh, "/information/")):
        reader.open(path).get_by_role("link", name=re.compile("Read the answer")).first.click()
        reader.sees("Level and pay", re.compile("answered by Saoirse Halloran"), re.compile("Equality body, Dublin"))
        assert "Average of the year" not in reader.reads()  # four women and three men
    walk.next()
    saoirse.open("/information/requests/")
    told = re.search(r"([\d,]+) people were told of this right", saoirse.reads())
    assert told, saoirse.reads()[-300:]
    bronagh.open("/moves/notices/")
    bronagh.sees("What you may ask for, once a year")
    return f"Ole asks for Bronagh, who agrees; the averages go to the equality body; {told[1]} people are told of the right"
