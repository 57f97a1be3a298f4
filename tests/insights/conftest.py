"""Two tracks of one grade, and ten people on them."""

from __future__ import annotations

from accounts.models import Employee
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Version
from ladders.insights.actions.pay_equity import record_sexes
from ladders.insights.domain.pay_gap.people import Sex
from tests.compensation.payroll import level, somebody
from tests.factories import draft_framework, hr_admin
from tests.shared_rows import shared_rows


@shared_rows
def research(plan: object) -> Version:
    made = draft_framework(by=hr_admin())
    return publish(version=made, seen=made.revision, by=hr_admin())


@shared_rows
def team(research: Version) -> list[Employee]:
    """At One, grade 5: five women at 48,000 on the specialist track, five men at 50,000 on the management track."""
    people = [somebody(level(research, "S5"), 48_000, legal_entity="One", country="FR") for _each in range(5)]
    people += [somebody(level(research, "M5"), 50_000, legal_entity="One", country="FR") for _each in range(5)]
    sexes = {person.pk: Sex.WOMAN if place < 5 else Sex.MAN for place, person in enumerate(people)}
    record_sexes(sexes=sexes, by=None, source="test")
    return people
