"""What Home counts and the world of all addresses has none of: one of each."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Employee, User
from ladders.careers.models import Seat
from ladders.compensation.models import BandException, MarketSupplement, PayProtection
from ladders.core.models import Approval, Job, JobState
from ladders.exchange.models import BandUpload, PaidUpload, PeopleUpload, SalaryUpload, Upload
from ladders.frameworks.actions.draft_checks import check_drafts
from ladders.frameworks.models import Framework, Level, ParityReason, Version
from ladders.growth.models import Goal, GrowthPolicy
from ladders.impact.models import FactorPlan
from ladders.moves.models import Message, MoveRequest, Step
from ladders.pay_reports.models import OwedReport
from ladders.placements.actions.placements import place
from ladders.placements.actions.try_outs import try_out
from ladders.remedies.models import RemedyCase
from ladders.reporting.models import ReportingLine
from tests.factories import EmployeeFactory
from tests.route_kinds import EDITOR, EMPLOYEE, HR, OWNER
from tests.world import World


def fill(world: World) -> None:
    """One of each that is not there yet."""
    today = timezone.localdate()
    hr, owner = world.people[HR], world.people[OWNER]
    Job.objects.create(kind="tests", title="Stopped", owner=hr, state=JobState.FAILED, finished_at=timezone.now())
    _moves(world, today, hr, owner)
    newcomer = EmployeeFactory.create(name="New Comer")
    line = {"manager": owner.employee, "starts_on": today - dt.timedelta(days=10)}
    ReportingLine.objects.create(employee=newcomer, **line)
    _frameworks(world, today, hr)
    _pay(world, today, hr)
    _day(world, today, hr, owner)
    RemedyCase.objects.filter(pk=world.ids["remedy"]).update(state="joint")


def _moves(world: World, today: dt.date, hr: User, owner: User) -> None:
    asked = MoveRequest.objects.get(pk=world.ids["move"])
    MoveRequest.objects.filter(pk=asked.pk).update(due_on=today - dt.timedelta(days=3))
    Message.objects.create(request=asked, kind="question", by=owner, to=world.people[EMPLOYEE], text="Why now?")
    likewise(asked, stopped_at=timezone.now(), stopped_why="The level is gone.")
    someone = EmployeeFactory.create()
    offered = {"offered_on": today + dt.timedelta(days=40), "offered_at": timezone.now(), "offered_by": someone.user}
    likewise(asked, someone, owner=hr, **offered)
    other = Level.objects.filter(version=asked.from_level.version, code="M6").get()
    MoveRequest.objects.create(
        person=asked.person,
        proposer=owner,
        owner=owner,
        kind="lateral",
        framework=asked.framework,
        from_level=asked.from_level,
        from_key=asked.from_key,
        to_level=other,
        to_key=other.key,
        due_on=today + dt.timedelta(days=9),
    )
    _try_out(owner.employee, asked, other, today, hr)


def _try_out(person: Employee, asked: MoveRequest, level: Level, today: dt.date, hr: User) -> None:
    """One that runs, of somebody who has asked for nothing else."""
    assert person.user is not None
    began = dt.date.fromisoformat(asked.terms["on"]) if asked.terms else today
    last = began + dt.timedelta(days=60)
    place(employee=person, level=asked.from_level, starts_on=today, by=hr)
    row = MoveRequest.objects.create(
        person=person,
        owner=person.user,
        kind="try_out",
        framework=asked.framework,
        from_level=asked.from_level,
        from_key=asked.from_key,
        to_level=level,
        to_key=level.key,
        due_on=today,
        months=2,
        share=20,
    )
    sent = ("submitted_at", "submitted_by_id", "policy", "terms", "hr_hears_at")
    ways: tuple[tuple[str, dict[str, Any]], ...] = (
        ("submitted", {name: getattr(asked, name) for name in sent}),
        ("approved", {}),
        ("scheduled", {"agreed_on": began, "agreed_at": timezone.now(), "agreed_by": person.user}),
        ("in_effect", {"closed_at": timezone.now(), "due_on": None}),
    )
    for state, more in ways:
        if state == "approved":
            answered = {"outcome": "approved", "answered_at": timezone.now(), "answered_by": hr, "decider": hr}
            step = {"position": 10, "deed": "approve", "who": "manager", "days": 5, "opened_on": today, "due_on": today}
            Step.objects.create(request=row, **step, **answered)
        if state == "in_effect":
            more["placement"] = try_out(employee=person, level=level, share=20, starts_on=began, ends_on=last, by=hr)
        MoveRequest.objects.filter(pk=row.pk).update(state=state, **more)


def likewise(asked: MoveRequest, person: Employee | None = None, **more: Any) -> MoveRequest:
    """The same request of somebody else, of which HR may hear."""
    same = ("kind", "framework_id", "from_level_id", "from_key", "to_level_id", "to_key", "owner_id", "due_on")
    row = MoveRequest.objects.create(
        person=person or EmployeeFactory.create(), **{name: getattr(asked, name) for name in same}
    )
    sent = ("submitted_at", "submitted_by_id", "policy", "terms", "hr_hears_at")
    MoveRequest.objects.filter(pk=row.pk).update(state="submitted", **{name: getattr(asked, name) for name in sent})
    MoveRequest.objects.filter(pk=row.pk).update(**{"due_on": timezone.localdate() + dt.timedelta(days=5)} | more)
    return MoveRequest.objects.get(pk=row.pk)


def _day(world: World, today: dt.date, hr: User, owner: User) -> None:
    """Files that were read, a change of bands for a second person, a goal suggested, a talk and a report that are due."""
    uploads: dict[Any, dict[str, Any]] = {
        Upload: {},
        PeopleUpload: {},
        SalaryUpload: {},
        PaidUpload: {"year": 2024},
        BandUpload: {"zone_id": BandException.objects.get(pk=world.ids["exception"]).zone_id, "starts_on": today},
    }
    for model, more in uploads.items():
        content = {} if model is Upload else {"content": b""}
        for state in ("ready", "refused"):
            model.objects.create(owner=hr, name=f"{state}.csv", state=state, **content, **more)
    Approval.objects.create(
        kind="zone",
        key="zone-home",
        subject="Zone",
        reason="R",
        asked_by=hr,
        expires_at=timezone.now() + dt.timedelta(days=1),
    )
    Goal.objects.create(
        target_id=world.ids["target"], what="Lead a review", suggested_by=owner.employee, taken_up_on=None
    )
    GrowthPolicy.objects.create(pk=1, talks="yearly", since=today - dt.timedelta(days=800))
    OwedReport.objects.create(
        legal_entity="Example GmbH",
        employees=300,
        year=today.year - 1,
        due_on=today + dt.timedelta(days=30),
        certain=True,
    )


def _frameworks(world: World, today: dt.date, hr: User) -> None:
    """A reason to look at again, a framework of nobody, one that waits for a second person, and levels behind a seat."""
    thin = Version.objects.get(framework__name="Other")
    ParityReason.objects.create(
        version=thin, finding="x", sentence="x", reason="y", review_on=today - dt.timedelta(days=1), by=hr
    )
    moment = timezone.now()
    alone = Version.objects.get(framework__name="Hidden")  # what nobody answers for any more
    for version in (thin, alone):
        Version.objects.filter(pk=version.pk).update(
            state="published", published_at=moment, published_by=hr, plan=FactorPlan.objects.get(state="active")
        )
    Framework.objects.filter(pk=alone.framework_id).update(owner=None)
    check_drafts()
    draft = Version.objects.get(framework__slug=world.ids["slug"], state="draft")
    Version.objects.filter(pk=draft.pk).update(
        asked_at=timezone.now(), asked_by=world.people[EDITOR], asked_revision=draft.revision
    )
    high = Level.objects.filter(version__state="published", version__framework=draft.framework, code__endswith="6")
    Seat.objects.bulk_create(Seat(level_key=level.key, framework=draft.framework) for level in high)


def _pay(world: World, today: dt.date, hr: User) -> None:
    PayProtection.objects.filter(pk=world.ids["protection"]).update(ends_on=today + dt.timedelta(days=30))
    framework = Framework.objects.get(slug=world.ids["slug"])
    MarketSupplement.objects.filter(pk=world.ids["supplement"]).update(review_on=today)
    BandException.objects.create(
        framework=framework,
        level_key=uuid.uuid4(),
        level_code="P5",
        level_title="Project 5",
        zone_id=BandException.objects.get(pk=world.ids["exception"]).zone_id,
        starts_on=today - dt.timedelta(days=100),
        ends_on=today + dt.timedelta(days=10),
        minimum=Decimal(1),
        midpoint=Decimal(2),
        maximum=Decimal(3),
        reason="Few people can do it",
        criterion="labour_market",
        state="approved",
        decided_by=hr,
        decided_at=timezone.now(),
    )
