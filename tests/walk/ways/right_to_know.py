"""An employee asks what women and men of her category are paid; HR checks the draft and sends it; she reads it."""

from __future__ import annotations

import re

from ..people import Walk


def walk(walk: Walk) -> str:
    """Margarida asks, Saoirse answers."""
    margarida = walk.person("Margarida Pestana")
    margarida.open("/pay/")
    margarida.follow(re.compile("Right to know"), "**/information/")
    margarida.press("Ask HR")
    margarida.sees(re.compile("due by"))
    saoirse = walk.person("Saoirse Halloran")
    saoirse.open("/pay/")
    saoirse.follow("Requests to answer", "**/requests/")
    saoirse.page.get_by_role("link", name="Margarida Pestana").first.click()
    saoirse.sees("Women and men in the category")
    saoirse.press("Send the answer")
    margarida.open("/pay/")
    margarida.follow(re.compile("Right to know"), "**/information/")
    margarida.page.get_by_role("link", name=re.compile("Read the answer")).first.click()
    margarida.sees("Women and men in the category", re.compile("answered by Saoirse Halloran"))
    averages = margarida.page.get_by_role("row", name=re.compile("Women")).first.inner_text()
    assert "€" in averages, averages
    return "Margarida asks what women and men of her category are paid, Saoirse sends the answer, Margarida reads it"
