"""A small company for tests of requests: a person, their manager, the receiving manager, who is above, and HR."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.compensation.models import PayZone
from ladders.frameworks.models import Level, Version
from ladders.moves.actions import answers, dates, drafts
from ladders.moves.models import MoveRequest, Step
from ladders.reporting.models import ReportingLine
from tests.compensation.payroll import band, level, pay, place, zone
from tests.factories import EmployeeFactory, UserFactory
from tests.frameworks.published import published

TODAY = dt.date(2026, 3, 9)  # a Monday
LONG_AGO = dt.date(2024, 1, 1)
EVIDENCE = ("Led the move to the new method.", "I meet what the level expects.")


def reports(person: Employee, manager: Employee, starts_on: dt.date = LONG_AGO, **fields: Any) -> ReportingLine:
    """A reporting line."""
    return ReportingLine.objects.create(employee=person, manager=manager, starts_on=starts_on, **fields)


def user_of(person: Employee) -> User:
    """Their account."""
    assert person.user is not None
    return person.user


@dataclass
class Company:
    """Pia (grade 6, S6, 110,000) reports to Mia, Mia to Greta; Otto, who reports to Greta, leads the holders of S5 and P6.

    Hana is HR's lead, for everybody; Henry looks after the department Lab, in which they all are, or, with `whole` reach,
    for everybody, too, and for longer than Hana, so that he is the one in charge.
    """

    version: Version
    pia: Employee
    mia: Employee
    otto: Employee
    greta: Employee
    peer: Employee
    hana: Employee
    henry: Employee
    zone: PayZone

    def level(self, code: str) -> Level:
        """A level by its code."""
        return level(self.version, code)

    def user(self, name: str) -> User:
        """The account of one of them."""
        return user_of(getattr(self, name))

    def draft(self, code: str = "S5", today: dt.date = TODAY, **wishes: Any) -> MoveRequest:
        """Pia's draft, complete."""
        row = drafts.draft(person=self.pia, level=self.level(code), by=self.user("pia"), today=today, **wishes)
        fields = {"wished_on": row.wished_on, "first_ear": row.first_ear, "evidence": EVIDENCE} | wishes
        return drafts.change_draft(request=row, by=self.user("pia"), today=today, **fields)

    def asked(self, code: str = "S5", today: dt.date = TODAY, **wishes: Any) -> MoveRequest:
        """Pia's request, sent."""
        return drafts.submit(request=self.draft(code, today, **wishes), by=self.user("pia"), today=today)

    def scheduled(self, code: str = "S5", on: dt.date = dt.date(2026, 4, 1), today: dt.date = TODAY) -> MoveRequest:
        """Pia's request with a yes from everybody, for a day."""
        row = self.asked(code, today)
        while (step := open_step(row)) is not None:
            answer(step, on, today)
        return fresh(row)


def fresh(row: MoveRequest) -> MoveRequest:
    """The row as it is now."""
    return MoveRequest.objects.get(pk=row.pk)


def open_step(row: MoveRequest) -> Step | None:
    """The open step, if there is one."""
    return Step.objects.filter(request=row, opened_on__isnull=False, answered_at=None).select_related("decider").first()


def now_open(row: MoveRequest) -> Step:
    """The open step."""
    step = open_step(row)
    assert step is not None
    return step


def answer(step: Step, on: dt.date, today: dt.date = TODAY, by: User | None = None) -> MoveRequest:
    """The yes that the step asks for."""
    by = by or step.decider
    if step.deed == "approve":
        return answers.approve(step=step, by=by, today=today)
    said = answers.release if step.deed == "release" else answers.confirm
    return with_their_yes(said(step=step, on=on, by=by, today=today), today)


def with_their_yes(row: MoveRequest, today: dt.date = TODAY) -> MoveRequest:
    """The person agrees to the day that the company has offered, if it has."""
    if row.offered_on is None or row.offered_by_id == row.person.user_id:
        return row
    return dates.accept_day(request=row, by=user_of(row.person), today=today)


def company(hr: User) -> Company:
    """Everybody, with levels, lines, bands and Pia's salary."""
    version = published(by=hr)
    where = zone("DE", "EUR")
    band(where, "5", 71_000, 85_000, 99_000)
    band(where, "6", 85_000, 101_500, 118_000)

    def somebody(name: str, **fields: Any) -> Employee:
        defaults = {"department": "Lab", "legal_entity": "GmbH", "country": "DE", "location": "DE"}
        return EmployeeFactory.create(name=name, **defaults | fields)

    greta, mia, otto = somebody("Greta Top"), somebody("Mia Nager"), somebody("Otto Ther")
    pia, peer = somebody("Pia Person"), somebody("Peer Colleague")
    hana = somebody("Hana Lead", user=UserFactory.create(name="Hana Lead", roles=[Role.HR_ADMIN]))
    henry = somebody("Henry Lab", user=UserFactory.create(name="Henry Lab", roles=[Role.HR_ADMIN]))
    user_of(henry).grants.update(departments=["Lab"])
    hr.grants.all().delete()  # who made the framework is nobody here
    for person, manager in ((mia, greta), (otto, greta), (pia, mia), (peer, otto), (hana, greta), (henry, hana)):
        reports(person, manager)
    for person, code in ((pia, "S6"), (peer, "S5"), (mia, "M5"), (otto, "M6")):
        place(person, level(version, code))
    pay(pia, 110_000)
    return Company(version, pia, mia, otto, greta, peer, hana, henry, where)


def reach_everybody(firm: Company) -> None:
    """All of HR reaches the whole organisation."""
    user_of(firm.henry).grants.update(departments=[], granted_at=timezone.now() - dt.timedelta(days=1))
