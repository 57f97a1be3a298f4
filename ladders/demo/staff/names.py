"""Names of the demo's many: hand-written lists of several cultures, put together by turns."""

from __future__ import annotations

import random
from pathlib import Path

from ladders.core.own_files import read_yaml
from ladders.insights.domain.pay_gap.people import Sex


def names_of(sexes: list[Sex], seed: random.Random) -> list[str]:
    """A name for each, no two alike."""
    content: dict[str, str] = read_yaml(Path(__file__).with_name("names.yaml"))
    women, men, families = (content[name].split() for name in ("women", "men", "families"))
    lists = {Sex.WOMAN: women, Sex.MAN: men}
    lists |= {sex: [*women, *men] for sex in (Sex.NEITHER, Sex.NOT_STATED)}
    for each in (*lists.values(), families):
        seed.shuffle(each)
    found: list[str] = []
    taken: set[str] = set()
    for place, sex in enumerate(sexes):
        firsts = lists[sex]
        family, turn = families[place % len(families)], place
        while (name := f"{firsts[turn % len(firsts)]} {family}") in taken:
            turn += 1
        taken.add(name)
        found.append(name)
    return found
