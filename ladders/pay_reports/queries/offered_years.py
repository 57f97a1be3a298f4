"""Of which years and employers a report can be started: only where something was brought in, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from ladders.insights.models import PaidYear
from ladders.insights.queries.paid_people import years_paid


@dataclass(frozen=True, slots=True)
class OfferedYear:
    """One employer and year: how many people were paid, and how many of them the person who asks may see."""

    year: int
    legal_entity: str
    people: int
    reached: int

    @property
    def whole(self) -> bool:
        """True where a report can be made: nobody who was paid lies outside the reach of the role."""
        return self.reached == self.people > 0

    @property
    def key(self) -> str:
        """What stands for it in a form."""
        return f"{self.year} {self.legal_entity}"


def offered_years(user: Any) -> list[OfferedYear]:
    """All years with something paid, the latest first; those of which the user reaches nobody are not in it. 2 queries."""
    seen = PaidYear.objects.visible_to(user).order_by().values("year", "legal_entity").annotate(reached=Count("pk"))
    reached = {(row["year"], row["legal_entity"]): row["reached"] for row in seen}
    return [
        OfferedYear(year, entity, people, reached[year, entity])
        for year, entity, people in years_paid()
        if (year, entity) in reached
    ]
