"""A small organisation: somebody with a manager, a former one, HR of two departments, a colleague."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.test import Client
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.roles import Role
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, draft_framework, hr_admin
from tests.shared_rows import shared_rows

PEOPLE = ("ada", "manager", "former", "above", "colleague", "hr", "hr_elsewhere")
TODAY = timezone.localdate()


@dataclass
class Firm:
    """Ada works in Research on a level S5 since 2023, before that on the shared start; her manager changed this year."""

    people: dict[str, Employee]
    published: Version | None = None

    @property
    def version(self) -> Version:
        """The framework's published version; only `firm` has one."""
        assert self.published is not None
        return self.published

    def __getitem__(self, who: str) -> Employee:
        return self.people[who]

    def user(self, who: str) -> User:
        """Their account."""
        user = self.people[who].user
        assert user is not None
        return user

    def client(self, who: str) -> Client:
        """A browser of theirs; "stranger" is signed out."""
        return Client() if who == "stranger" else signed_in(self.user(who))

    def level(self, code: str) -> Level:
        """A level of the framework."""
        return Level.objects.get(version=self.version, code=code)

    def place(self, who: str, code: str, first: dt.date, last: dt.date | None = None, *, share: int = 100) -> Placement:
        """They hold a level, as second one with a share below 100."""
        level = self.level(code)
        return Placement.objects.create(
            employee=self[who],
            framework=self.version.framework,
            version=self.version,
            level=level,
            level_key=level.key,
            starts_on=first,
            ends_on=last,
            primary=share == 100,
            share=share,
        )


@shared_rows
def staff() -> Firm:
    """Its people alone, quickly made: they hold no levels."""
    people = {who: EmployeeFactory.create(name=f"{who.title()} Person", department="Research") for who in PEOPLE}
    for who, department in (("hr", "Research"), ("hr_elsewhere", "Sales")):
        user = people[who].user
        assert user is not None
        RoleGrant.objects.create(user=user, role=Role.HR_ADMIN, departments=[department])
    change = TODAY - dt.timedelta(days=60)
    for employee, manager, first, last in (
        ("ada", "former", dt.date(2020, 1, 1), change),
        ("ada", "manager", change + dt.timedelta(days=1), None),
        ("manager", "above", dt.date(2020, 1, 1), None),
    ):
        ReportingLine.objects.create(employee=people[employee], manager=people[manager], starts_on=first, ends_on=last)
    return Firm(people)


@shared_rows
def firm(staff: Firm, plan: FactorPlan) -> Firm:
    """The organisation with its framework, in which Ada holds levels."""
    draft = draft_framework(by=hr_admin())
    publish(version=draft, seen=draft.revision, by=hr_admin())
    staff.published = Version.objects.get(pk=draft.pk)
    staff.place("ada", "E3", dt.date(2020, 1, 1), dt.date(2022, 12, 31))
    staff.place("ada", "S5", dt.date(2023, 1, 1))
    return staff
