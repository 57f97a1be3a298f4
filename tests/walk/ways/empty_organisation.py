"""An organisation that has nothing yet: set up step by step, in a demo of its own that begins empty."""

from __future__ import annotations

from tests.browser.setup_steps import STEPS

from ..demo import running
from ..people import Walk

ADDRESS, NAME = "saoirse.halloran@quillmere.example", "Saoirse Halloran"
EMPTY = (("prepare",), ("make_hr_admin", ADDRESS, "--name", NAME))


def walk(walk: Walk) -> str:
    """Saoirse, alone in an empty organisation, goes from the factor plan to invitations by the steps of the set-up."""
    with running(before=EMPTY) as (url, _log):
        empty = Walk(walk.browser, url)
        saoirse = empty.stranger(NAME)
        page = walk.at = saoirse.open("/sign-in/")
        saoirse.press(NAME)
        page.wait_for_url("**/set-up/")
        for step in STEPS:
            step(page)
        walk.broken += empty.broken
        saoirse.context.close()
    return (
        "Saoirse finds nothing, brings a framework and 3 people, grades, publishes, and invites the 2 with an address"
    )
