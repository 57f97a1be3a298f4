"""Who works where on which level, and how they came there: the demo's many as a table, with its planted unfairness.

Two gaps and one unfair track are planted here, and nothing else is: in every other group women and men have the same places
in their bands, the same hours, years and moves. The guide says where to look (`docs/guide/proving-it.md`); a test finds
them by the product's own methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ladders.insights.domain.pay_gap.people import Sex

GERMANY: Final = "Quillmere Instruments GmbH"
IRELAND: Final = "Quillmere Ireland Ltd"


@dataclass(frozen=True, slots=True)
class Site:
    """Where people work, for whom, on how many hours, in which departments; `factor` is that of its zone's bands."""

    location: str
    country: str
    entity: str
    hours: Decimal
    factor: Decimal
    departments: tuple[str, ...]


LUEBECK: Final = Site(
    "Lübeck",
    "DE",
    GERMANY,
    Decimal(40),
    Decimal(1),
    ("River systems", "Harbour systems", "Drinking water", "Laboratory"),
)
CORK: Final = Site("Cork", "IE", IRELAND, Decimal(39), Decimal("1.06"), ("Field engineering",))
PORTO: Final = Site("Porto", "PT", IRELAND, Decimal(40), Decimal("0.62"), ("Software",))
SITES: Final = (LUEBECK, CORK, PORTO)
FULL_TIME: Final = {site.location: site.hours for site in SITES}  # hours a week
CONTROLLING: Final = "Controlling"  # of everybody in finance

# Framework, level, then women and men in Lübeck, Cork and Porto.
HEADCOUNT: Final = (
    ("Engineering", "E2", (7, 7), (1, 1), (1, 1)),
    ("Engineering", "E3", (13, 14), (4, 4), (3, 3)),
    ("Engineering", "E4", (20, 21), (6, 6), (4, 4)),
    ("Engineering", "S5", (14, 16), (5, 5), (3, 5)),
    ("Engineering", "P5", (3, 3), (1, 1), (1, 1)),
    ("Engineering", "I5", (3, 3), (1, 1), (1, 1)),
    ("Engineering", "M5", (6, 6), (2, 2), (1, 1)),
    ("Engineering", "S6", (8, 9), (4, 4), (2, 2)),
    ("Engineering", "P6", (3, 3), (1, 1), (1, 1)),
    ("Engineering", "I6", (2, 2), (1, 1), (0, 1)),
    ("Engineering", "M6", (8, 9), (3, 3), (1, 1)),
    ("Engineering", "S7", (4, 4), (1, 1), (1, 1)),
    ("Engineering", "P7", (2, 2), (0, 0), (0, 0)),
    ("Engineering", "I7", (1, 1), (0, 0), (0, 0)),
    ("Engineering", "M7", (4, 4), (1, 1), (0, 0)),
    ("Engineering", "S8", (1, 2), (0, 0), (0, 0)),
    ("Engineering", "M8", (2, 2), (0, 0), (0, 0)),
    ("Finance", "F2", (4, 2), (1, 1), (0, 0)),
    ("Finance", "F3", (6, 4), (1, 1), (1, 1)),
    ("Finance", "F4", (8, 5), (2, 2), (1, 1)),
    ("Finance", "S5", (8, 4), (2, 2), (0, 0)),
    ("Finance", "M5", (1, 1), (1, 1), (0, 0)),
    ("Finance", "S6", (2, 2), (0, 0), (0, 0)),
    ("Finance", "M6", (1, 1), (1, 0), (0, 0)),
)

# Recorded as neither, or not stated; all in Lübeck.
OTHERS: Final = (
    ("Engineering", "E3", Sex.NEITHER),
    ("Engineering", "E4", Sex.NOT_STATED),
    ("Engineering", "S5", Sex.NEITHER),
    ("Engineering", "S6", Sex.NOT_STATED),
)

# Who has left within the three years: framework, level, as many women as men, in Lübeck.
LEFT: Final = (
    ("Engineering", "E3", 3),
    ("Engineering", "E4", 5),
    ("Engineering", "S5", 4),
    ("Engineering", "M5", 1),
    ("Engineering", "S6", 1),
)

# How many of a level came there within the three years from which levels before, the oldest first; all others were hired
# onto it or have held it for longer. The unfair track is here: of about 60 senior engineers (S5) six rose to S6 in three
# years, of about 35 team leads (M5) sixteen rose to M6.
ARRIVED: Final[dict[tuple[str, str], tuple[tuple[int, tuple[str, ...]], ...]]] = {
    ("Engineering", "E3"): ((12, ("E2",)),),
    ("Engineering", "E4"): ((22, ("E3",)),),
    ("Engineering", "S5"): ((12, ("E4",)), (4, ("M5",)), (6, ("M6",))),
    ("Engineering", "P5"): ((4, ("E4",)), (2, ("S5",))),
    ("Engineering", "I5"): ((4, ("E4",)), (2, ("M5",))),
    ("Engineering", "M5"): ((8, ("E4",)), (4, ("S5",))),
    ("Engineering", "S6"): ((6, ("S5",)), (6, ("M6",)), (2, ("P6",)), (4, ("S6", "M6"))),
    ("Engineering", "P6"): ((4, ("P5",)), (2, ("S5",)), (2, ("I5",))),
    ("Engineering", "I6"): ((2, ("I5",)), (2, ("P5",))),
    ("Engineering", "M6"): ((16, ("M5",)), (6, ("M6", "S5")), (2, ("P5",))),
    ("Engineering", "S7"): ((2, ("S6",)),),
    ("Engineering", "P7"): ((2, ("P6",)),),
    ("Engineering", "M7"): ((6, ("M6",)),),
    ("Engineering", "M8"): ((2, ("M7",)),),
    ("Finance", "F3"): ((4, ("F2",)),),
    ("Finance", "F4"): ((6, ("F3",)),),
    ("Finance", "S5"): ((4, ("F4",)),),
    ("Finance", "S6"): ((2, ("S5",)),),
    ("Finance", "M5"): ((2, ("F4",)),),
}

# The first planted gap: women of grade 4 in Lübeck have so much less basic pay, one, two and three years ago, and today.
GRADE_4_GAP: Final = {3: Decimal("0.01"), 2: Decimal("0.06"), 1: Decimal("0.08"), 0: Decimal("0.08")}
# The second: the yearly bonus on grade 6 of the Irish company, in percent of basic pay; everybody else's is BONUS.
BONUS: Final = Decimal("0.08")
IRISH_BONUS: Final = {Sex.WOMAN: Decimal("0.07"), Sex.MAN: Decimal("0.14")}
# Part of the unfair track: specialists' pay beside that of other tracks on the same grade.
SPECIALISTS: Final = Decimal("0.955")
