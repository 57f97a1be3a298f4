"""An organisation with one of everything, for the test that walks all addresses."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import Employee, RoleGrant, User
from accounts.open_sessions import open_sessions
from accounts.roles import Role
from accounts.session_store import SessionStore
from ladders.compensation.models import BandChange, BandException, MarketSupplement
from ladders.core.jobs import enqueue
from ladders.core.lists.files import rights_of
from ladders.core.lists.models import ListFile, SavedFilter
from ladders.core.models import Approval, Batch
from ladders.dates.actions.addresses import make_address
from ladders.exchange.models import BandUpload, GradeFile, PaidUpload, PeopleUpload, SalaryUpload, Upload, UploadState
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.publication import publish, record_consultation
from ladders.frameworks.models import Framework, Level
from ladders.impact.actions.plan import start_draft as start_plan
from ladders.impact.library import install_default_plan
from ladders.insights.actions.paid_years import write_paid_years
from ladders.insights.actions.pay_equity import record_sexes, say_kind
from ladders.insights.domain.paid_kinds import Treatment
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.models import CountryRules
from ladders.moves.models import Absence, DeciderGroup
from ladders.pay_reports.actions.drafts import start_report
from ladders.pay_reports.models import Report, ReportCategory
from ladders.privacy.models import PersonalCopy
from ladders.privacy.queries.personal_data import everything_about
from ladders.reason_files.actions.files import make_for_person
from ladders.reporting.models import ReportingLine
from tests.careers.belongings import belongings
from tests.compensation.money_data import SIX, START, bands, zone
from tests.compensation.payroll import pay, protected
from tests.factories import EmployeeFactory, account, draft_framework, small_shape
from tests.growth.rows import plan_and_talk
from tests.moves.rows import one_of_each, told_of_change
from tests.pay_information.questions import questions
from tests.remedies.rows import one_case
from tests.route_kinds import (
    ANALYST,
    EDITOR,
    EMPLOYEE,
    HR,
    LOCAL_HR,
    OTHER_OWNER,
    OWNER,
    PAY_EQUITY,
    REPRESENTATIVE,
    SIGNED_IN,
    STRANGER,
    SYSTEM,
)
from tests.sessions import session_of

ROLES = {
    EDITOR: Role.FRAMEWORK_EDITOR,
    HR: Role.HR_ADMIN,
    LOCAL_HR: Role.HR_ADMIN,
    ANALYST: Role.COMPENSATION_ANALYST,
    PAY_EQUITY: Role.PAY_EQUITY_ANALYST,
    REPRESENTATIVE: Role.EMPLOYEE_REPRESENTATIVE,
    SYSTEM: Role.SYSTEM_ADMINISTRATOR,
}
# What EMPLOYEE earns and was paid: no other figure reads like these, so that a test finds them wherever they stand.
SALARY, PAID = 51_739, Decimal("47391.53")
# What a virtual authenticator answered when it made a passkey.
PASSKEY = {
    "id": "Myl67D8b2bYpJo7bZ5Vos3wMis4iaYXaJhSBJG3BWqg",
    "rawId": "Myl67D8b2bYpJo7bZ5Vos3wMis4iaYXaJhSBJG3BWqg",
    "type": "public-key",
    "response": {
        "transports": ["internal"],
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiY1lvYk4wbkNKYW56d3ZONmloaHp0MDV4SWxWR3ljNU82Wlpz"
        "X0d3b1VMayIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6NTE3MTkiLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
        "attestationObject": ""
        "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQECAwQFBgcI"
        "AQIDBAUGBwgAIDMpeuw_G9m2KSaO22eVaLN8DIrOImmF2iYUgSRtwVqopQECAyYgASFYIP--tqkej8aDjW6HAtNoC2wcOfh_6LUO"
        "NM4INKwPoYZMIlggQOpXYABFHxf9i6cXGwxEk4jnyzqtG9T9nBqL3Tlsy_c",
    },
    "clientExtensionResults": {"credProps": {"rk": True}},
    "authenticatorAttachment": "platform",
}
NOBODYS = {str: "nothing", int: 987654321, uuid.UUID: uuid.UUID(int=1)}  # ids of nothing, by their type


@dataclass
class World:
    """People by what they are, and what stands in addresses.

    `ids[name]` is a value, or `{person: value}` for what belongs to people. `hidden` is the slug of a framework of which
    there is only a draft, owned by nobody of the people.
    """

    people: dict[str, User]
    ids: dict[str, Any] = field(default_factory=dict)
    hidden: str = ""
    traces: int = 0  # audit entries and jobs before anybody did anything
    sessions: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A fresh browser of theirs, in one session per person."""
        client = Client()
        if who == STRANGER:
            return client
        if who not in self.sessions:
            self.sessions[who] = session_of(self.people[who], ahead=3600)
        client.cookies["sessionid"] = self.sessions[who]
        return client

    def args(self, names: tuple[str, ...], who: str, **instead: Any) -> list[Any]:
        """What stands in the address for this person; `instead` replaces single ids."""
        found = self.ids | instead
        return [value.get(who, value[HR]) if isinstance(value := found[name], dict) else value for name in names]


def build() -> World:
    """One of everything, in the database."""
    cache.clear()
    employees: dict[str, Employee] = {
        who: EmployeeFactory.create(name=who.title(), user__roles=[ROLES[who]] if who in ROLES else [])
        for who in sorted(SIGNED_IN)
    }
    people = {who: employee.user for who, employee in employees.items() if employee.user}
    RoleGrant.objects.filter(user=people[LOCAL_HR]).update(departments=["Elsewhere"])
    hr = people[HR]
    install_default_plan()
    version = draft_framework(by=hr, name="Research", owner=employees[OWNER])
    publish(version=version, seen=version.revision, by=hr)
    framework = Framework.objects.get(slug="research")
    draft = start_draft(framework=framework, by=hr)
    draft_framework(by=hr, name="Other", owner=employees[OTHER_OWNER])
    hidden = draft_framework(by=hr, name="Hidden", owner=EmployeeFactory.create())
    plan = start_plan(by=hr)
    shape = small_shape(plan, name="Research")
    levels = {level.code: level.key for track in shape.tracks for level in track.levels}
    consultation = record_consultation(
        version=draft, body="Works council", held_on=dt.date(2026, 1, 1), outcome="Agreed", by=hr
    )
    where = zone(currency="EUR")
    bands(where, {"6": SIX})
    approval = Approval.objects.create(
        kind="organisation",
        key="second_publisher",
        subject="A second person confirms a publication",
        payload={"second_publisher": False},
        reason="Too slow",
        asked_by=account(user__roles=[Role.SYSTEM_ADMINISTRATOR]),
        expires_at=timezone.now() + dt.timedelta(days=14),
    )
    change = BandChange.objects.create(zone=where, starts_on=dt.date(2040, 1, 1))
    supplement = MarketSupplement.objects.create(
        framework=framework, zone=where, starts_on=START, percent=5, evidence="A survey", review_on=dt.date(2040, 1, 1)
    )
    exception = BandException.objects.create(
        framework=framework,
        level_key=levels["S5"],
        level_code="S5",
        level_title="Specialist 5",
        zone=where,
        starts_on=START,
        ends_on=dt.date(2025, 12, 31),
        minimum=SIX.minimum,
        midpoint=SIX.midpoint,
        maximum=SIX.maximum,
        reason="Few people can do it",
    )
    ReportingLine.objects.create(employee=employees[EMPLOYEE], manager=employees[OWNER], starts_on=dt.date(2020, 1, 1))
    _pay_equity(employees)
    for user in people.values():
        TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(user)
    week = {"starts_on": dt.date(2099, 1, 1), "ends_on": dt.date(2099, 1, 7)}
    absences = {who: Absence.objects.create(employee=each, **week).pk for who, each in employees.items() if each.user}
    world = World(
        people,
        {
            "slug": "research",
            "number": version.number,
            "code": "S5",
            "level": levels["S5"],
            "track": shape.tracks[1].key,
            "group": shape.groups[0].key,
            "competency": shape.competencies[0].key,
            "event": 987654320,  # nothing was restored yet
            "consultation": consultation.pk,
            "grading": 1,
            "plan": plan.number - 1,
            "factor": plan.factors.all()[0].key,
            "grade": plan.ranges.all()[0].grade.code,
            "person": people[EMPLOYEE].pk,
            "employee": employees[EMPLOYEE].pk,
            "salary": pay(employees[EMPLOYEE], SALARY).pk,
            "protection": protected(employees[EMPLOYEE]).pk,
            "analyst": people[ANALYST].pk,
            "role": Role.COMPENSATION_ANALYST.value,
            "how to place": "place",
            "zone": where.code,
            "how to adjust": "adjust",
            "band change": change.pk,
            "approval": approval.pk,
            "step": "people",
            "letter": "pay",
            "page of the guide": "people",
            "invitation key": "0" * 64,
            "supplement": supplement.pk,
            "kind of pay": say_kind(name="Bonus", treatment=Treatment.VARIABLE, by=None).pk,
            "country rules": CountryRules.objects.get(country="").pk,
            "exception": exception.pk,
            "reset link": "abc",
            "reset key": "d1-234",
            "kind of move": "lateral",
            "decider group": DeciderGroup.objects.create(name="Committee").pk,
            "absence": absences[EMPLOYEE],
            "own absence": absences,
            "own batch": {
                who: Batch.objects.create(made_by=user, kind="placements.placed").pk for who, user in people.items()
            },
            "own notice": told_of_change(draft, people),
            **belongings(people),
            "reason file": make_for_person(person=employees[EMPLOYEE], by=hr).pk,
            **questions(people, employees[EMPLOYEE], people[REPRESENTATIVE], hr),
            **one_of_each(employees[EMPLOYEE], version),
            **plan_and_talk(employees[EMPLOYEE], employees[OWNER], Level.objects.get(version=version, code="I6")),
            **one_case("One GmbH", employees[EMPLOYEE], SALARY, hr),
            **_reports(hr),
            "own copy": {
                who: PersonalCopy.objects.create(owner=each.user, employee=each, content=_copy(each, who)).pk
                for who, each in employees.items()
                if each.user
            },
            "own job": {who: enqueue("tests", title="J", by=user, args={}).pk for who, user in people.items()},
            "list": "people",
            "own filter": {
                who: SavedFilter.objects.create(owner=user, list="people", name="Mine", query="state=left").pk
                for who, user in people.items()
            },
            "own list file": {who: _list_file(user).pk for who, user in people.items()},
            "own upload": {
                who: Upload.objects.create(owner=user, name="U", state=UploadState.REFUSED).pk
                for who, user in people.items()
            },
            "own grade file": {
                who: GradeFile.objects.create(owner=user, framework=draft.framework, name="U").pk
                for who, user in people.items()
            },
            "own band upload": {
                who: BandUpload.objects.create(
                    owner=user, name="U", content=b"a,b", state=UploadState.REFUSED, zone=where, starts_on=START
                ).pk
                for who, user in people.items()
            },
            "own people upload": {
                who: PeopleUpload.objects.create(owner=user, name="U", content=b"", state=UploadState.REFUSED).pk
                for who, user in people.items()
            },
            "own paid upload": {
                who: PaidUpload.objects.create(
                    owner=user, name="U", content=b"", state=UploadState.REFUSED, year=2026
                ).pk
                for who, user in people.items()
            },
            "own salary upload": {
                who: SalaryUpload.objects.create(owner=user, name="U", content=b"", state=UploadState.REFUSED).pk
                for who, user in people.items()
            },
            "own passkey": {
                who: Authenticator.objects.create(
                    user=user, type="webauthn", data={"name": "K", "credential": PASSKEY}
                ).pk
                for who, user in people.items()
            },
        },
        hidden.framework.slug,
    )
    for who in people:
        world.client(who)  # their sessions are part of the world
    world.ids["calendar key"] = make_address(by=people[EMPLOYEE])  # it would end with a new second factor
    world.ids["own session"] = {who: _mark_of(user) for who, user in people.items()}
    return world


def _copy(employee: Employee, who: str) -> str:
    """What is kept about EMPLOYEE, in whose file there is something to find; of others nothing, which is quickly made."""
    return json.dumps(everything_about(employee) if who == EMPLOYEE else {})


def _mark_of(user: User) -> str:
    """What stands for the session of somebody in an address."""
    return open_sessions(user, SessionStore())[0].mark


def _pay_equity(employees: dict[str, Employee]) -> None:
    """Everybody's recorded sex, and what EMPLOYEE was paid in 2026."""
    say_kind(name="Base", treatment=Treatment.BASIC, by=None)
    sexes = {employee.pk: Sex.MAN for employee in employees.values()} | {employees[EMPLOYEE].pk: Sex.WOMAN}
    record_sexes(sexes=sexes, by=None, source="people.csv")
    line = (employees[EMPLOYEE].pk, "One GmbH", "EUR", Decimal(1700), {"base": PAID})
    write_paid_years(year=2026, gone=[], rows=[line])


def _reports(hr: User) -> dict[str, Any]:
    """A draft of what was paid in 2026, with a category, and one of the year before that representatives are asked about."""
    report = start_report(year=2026, legal_entity="One GmbH", by=hr)
    category = ReportCategory.objects.create(report=report, place=0, name="5", women=6, men=6, reached=True)
    asked = Report.objects.create(
        year=2025,
        legal_entity="One GmbH",
        day=dt.date(2025, 12, 31),
        made_by=hr,
        computed_at=timezone.now(),
        consulted_at=timezone.now(),
        consulted_by=hr,
    )
    return {"pay report": report.pk, "pay category": category.pk, "asked report": asked.pk}


def _list_file(user: User) -> ListFile:
    """A list of people that they took as a workbook."""
    work = enqueue("tests", title="L", by=user, args={})
    return ListFile.objects.create(
        owner=user, list="people", name="people.xlsx", content=b"x", rights=rights_of(user), job=work
    )
