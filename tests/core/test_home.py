"""Home: what waits for each role, counted in one query, and that nobody learns from a number what they may not see."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Employee, User
from ladders.compensation.models import BandException
from ladders.core.approvals.queries import may_confirm, to_confirm, visible_to
from ladders.core.home import Counted, Line, Part, counted
from ladders.core.kept_home import MOST, question_of
from ladders.core.lists.kinds import every_list
from ladders.core.models import Approval, Job, JobState
from ladders.exchange.models import PeopleUpload, Upload
from ladders.frameworks.models import Framework, Version
from ladders.moves.models import FollowUp, Notice
from ladders.pay_information.models import InformationRequest
from ladders.pay_reports.models import Report
from ladders.reporting.models import ReportingLine
from tests.conftest import signed_in
from tests.factories import EmployeeFactory, UserFactory, account
from tests.home_lists import LISTS
from tests.home_rows import fill
from tests.pages import assert_clean, squeezed
from tests.pay_information.questions import CLOCK
from tests.route_kinds import EDITOR, EMPLOYEE, HR, LOCAL_HR, OTHER_OWNER, OWNER, SIGNED_IN, SYSTEM
from tests.shared_rows import shared_rows
from tests.world import World, build

AT_MOST = 12  # queries, with session and user
LINE = re.compile(r'<li>\s*<a href="([^"]+)">\s*(?:<span class="waits-number">(\d+\+?)</span>)?\s*([^<]+)</a>')


@shared_rows
def world() -> World:
    """One of everything, and of what Home counts besides."""
    found = build()
    fill(found)
    return found


def lines_of(world: World, who: str) -> dict[str, str]:
    """Address of each line → its number."""
    html = world.client(who).get("/").content.decode()
    return {address: number for address, number, _words in LINE.findall(html)}


def queries_of(world: World, who: str) -> int:
    """How many a look at Home takes, once what is published was read."""
    client = world.client(who)
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert_clean(client.get("/"))
    return len(asked)


def test_who_is_signed_out_is_led_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/")


@pytest.mark.parametrize("who", sorted(SIGNED_IN))
def test_home_asks_as_much_for_thirty_rows_of_each_as_for_one(world: World, who: str) -> None:
    few = queries_of(world, who)
    before = lines_of(world, who)
    thirty_more(world)
    after = lines_of(world, who)
    assert queries_of(world, who) == few <= AT_MOST
    grown = {
        address: int(number) - int(before.get(address) or 0)
        for address, number in after.items()
        if number and number != before.get(address)
    }
    assert grown == GROWN[who]


COMMON = {"/moves/notices/?show=unread": 30, "/jobs/?show=failed": 30}
THIRTY = [
    "/people/unplaced/",
    "/pay/people/?show=others",
    "/bands/exceptions/?state=yours",
    "/approvals/?plain=1#yours",
]
THIRTY += ["/import/?show=ready", "/people/import/?show=ready"]
THIRTY += [
    "/frameworks/?show=drafts",
    "/information/requests/?plain=1",
    "/equal-pay/reports/?show=open",
    "/moves/checklists/?plain=1",
]
GROWN = {who: dict(COMMON) for who in SIGNED_IN} | {
    HR: COMMON | dict.fromkeys(THIRTY, 30),
    EDITOR: COMMON | {"/frameworks/?show=drafts": 30},
    OWNER: COMMON | {"/team/?show=new": 30, "/talks/?show=due": 30},
    OTHER_OWNER: COMMON,
    SYSTEM: COMMON | {"/approvals/?plain=1#yours": 30},
    "analyst": COMMON | {"/pay/people/?show=others": 30, "/bands/exceptions/?state=yours": 30},
    "pay_equity": COMMON | {"/equal-pay/reports/?show=open": 30},
}


def thirty_more(world: World) -> None:
    """Thirty of what Home counts, for everybody who looks after it."""
    now, today, hr = timezone.now(), timezone.localdate(), world.people[HR]
    people = [EmployeeFactory.create(user=None) for _n in range(30)]
    for user in world.people.values():
        Job.objects.bulk_create(
            Job(kind="tests", title="J", owner=user, state=JobState.FAILED, finished_at=now) for _n in range(30)
        )
        Notice.objects.bulk_create(
            Notice(recipient=user, kind="yearly", page="pay-information", key=f"{user.pk}-{n}") for n in range(30)
        )
    asker = UserFactory.create()
    Approval.objects.bulk_create(
        Approval(
            kind="organisation",
            key=f"k{n}",
            subject="S",
            reason="R",
            asked_by=asker,
            expires_at=now + dt.timedelta(days=1),
        )
        for n in range(30)
    )
    where = BandException.objects.get(pk=world.ids["exception"])
    BandException.objects.bulk_create(
        BandException(
            framework=where.framework,
            zone=where.zone,
            level_key=uuid.uuid4(),
            level_code=f"X{n}",
            level_title="T",
            starts_on=today,
            ends_on=today,
            minimum=1,
            midpoint=2,
            maximum=3,
            reason="R",
        )
        for n in range(30)
    )
    books = Framework.objects.bulk_create(Framework(slug=f"f{n}", name=f"F{n}") for n in range(30))
    Version.objects.bulk_create(Version(framework=book, number=1) for book in books)
    Report.objects.bulk_create(
        Report(year=1990 + n, legal_entity="Two GmbH", day=dt.date(1990 + n, 12, 31), made_by=hr) for n in range(30)
    )
    InformationRequest.objects.bulk_create(InformationRequest(employee=person, **CLOCK) for person in people)
    asked = FollowUp.objects.get(pk=world.ids["follow-up"]).request
    FollowUp.objects.bulk_create(FollowUp(request=asked, what=f"w{n}", due_on=today) for n in range(30))
    Upload.objects.bulk_create(Upload(owner=hr, name="F", state="ready") for _n in range(30))
    PeopleUpload.objects.bulk_create(PeopleUpload(owner=hr, name="P", content=b"", state="ready") for _n in range(30))
    owner = world.people[OWNER].employee
    ReportingLine.objects.bulk_create(
        ReportingLine(employee=person, manager=owner, starts_on=today) for person in people
    )


def test_lines_that_hr_reads_each_day_are_there(world: World) -> None:
    """What HR's day is made of, as the guide names it."""
    wanted = {
        "/moves/requests/?only=overdue",
        "/people/unplaced/",
        "/pay/people/?show=others",
        "/frameworks/?show=drafts",
        "/frameworks/?show=findings",
        "/frameworks/?show=reviews",
        "/bands/exceptions/?state=yours",
        "/bands/exceptions/?state=soon",
        "/bands/supplements/?state=due",
        "/approvals/?show=bands",
        "/careers/dead-ends/",
        "/jobs/?show=failed",
        "/import/?show=ready",
        "/people/import/?show=ready",
    }
    assert wanted - set(lines_of(world, HR)) == set()
    assert "/equal-pay/reports/?show=due" in lines_of(world, "pay_equity")
    assert lines_of(world, EMPLOYEE)["/growth/"] == "1"
    assert lines_of(world, OWNER)["/talks/?show=due"] == "1"  # of two that are due, one has a date


def test_no_line_leads_to_a_list_that_its_reader_s_own_filter_may_open(world: World) -> None:
    """A bare address opens with the saved filter of its reader, and would show other rows than were counted."""
    bare = {reverse(kind.address) for kind in every_list()}
    found = {who: {address.partition("#")[0] for address in lines_of(world, who)} & bare for who in SIGNED_IN}
    assert found == {who: set() for who in SIGNED_IN}
    assert {address.partition("#")[0] for address in LISTS} & bare == set()


def test_a_line_leads_to_its_rows_whatever_opens_the_list(world: World) -> None:
    client = world.client(HR)
    sent = {"query": "state=ended", "name": "Ended", "opens": "1"}
    client.post(reverse("list-filter-save", args=["pay-information"]), sent)
    [url] = [address for address in lines_of(world, HR) if address.startswith("/information/requests/")]
    page = client.get(url, follow=True)
    assert (page.redirect_chain, page.context["list"].kept.get("state", "")) == ([], "")
    assert {row.state for row in page.context["rows"]} == {"open"}


def test_hr_of_limited_reach_counts_only_whom_she_reaches(world: World) -> None:
    everybodys = {"/jobs/?show=running", "/moves/notices/?show=unread"}
    assert set(lines_of(world, LOCAL_HR)) == everybodys
    there = [EmployeeFactory.create(user=None, department="Elsewhere") for _n in range(3)]
    InformationRequest.objects.create(employee=there[0], **CLOCK)
    found = lines_of(world, LOCAL_HR)
    own = {"/people/unplaced/": "3", "/pay/people/?show=others": "3", "/information/requests/?plain=1": "1"}
    assert {address: number for address, number in found.items() if address not in everybodys} == own


def test_hr_of_limited_reach_who_leads_people_asks_no_more(world: World) -> None:
    me = world.people[LOCAL_HR].employee
    ReportingLine.objects.create(
        employee=EmployeeFactory.create(), manager=me, starts_on=timezone.localdate() - dt.timedelta(days=400)
    )
    assert queries_of(world, LOCAL_HR) <= AT_MOST


def test_a_place_in_the_list_is_gone_once_its_work_is_done(world: World) -> None:
    client = world.client(HR)
    job = Job.objects.get(owner=world.people[HR], state=JobState.FAILED)
    assert lines_of(world, HR)["/jobs/?show=failed"] == "1"
    client.get(f"/jobs/{job.pk}/")
    client.post("/moves/notices/read/")
    client.post(f"/moves/checklists/{world.ids['follow-up']}/")
    found = lines_of(world, HR)
    assert not {"/jobs/?show=failed", "/moves/notices/?show=unread", "/moves/checklists/?plain=1"} & set(found)


def test_where_nothing_waits_it_says_what_comes(db: None) -> None:
    client = signed_in(account())
    html = " ".join(client.get("/").content.decode().split())
    assert LINE.findall(html) == []
    assert "Nothing waits for you. When somebody needs your answer, it stands here with its day." in html
    assert "You hold no level yet." in html
    for heading in ("Your team", "People and moves", "Frameworks</h2>", "Equal pay</h2>"):
        assert heading not in html


def test_what_waits_for_a_second_person_is_what_they_may_confirm(world: World) -> None:
    now = timezone.now() + dt.timedelta(days=1)
    about = {"reason": "R", "asked_by": world.people[SYSTEM], "expires_at": now}
    hr: Any = world.people[HR]
    for kind, more in {
        "role": {"payload": {"user": hr.pk}, "barred": [hr.pk]},
        "pay-rules": {},
        "protection": {"about": hr.employee.pk, "concerned": [hr.employee.pk]},
        "organisation": {"asked_by": hr},
    }.items():
        Approval.objects.create(kind=kind, key=f"{kind}-1", subject=kind, **about | more)
    for user in world.people.values():
        waiting = [row for row in visible_to(user) if row.waiting and may_confirm(user, row)]
        assert set(to_confirm(user)) == set(waiting)
    assert {row.kind for row in to_confirm(hr)} == {"organisation", "pay-rules"}


def _line(rows: Any, **more: Any) -> Line:
    return Line(Part.TURN, rows, lambda n: "person" if n == 1 else "people", "/people/", **more)


def _counted(*lines: Line) -> list[Counted]:
    numbered = dict(enumerate(lines))
    return counted(numbered, question_of(numbered), timezone.localdate())


def test_all_lines_are_counted_in_one_query_and_empty_ones_are_left_out(
    db: None, django_assert_num_queries: Any
) -> None:
    first = timezone.now() - dt.timedelta(days=3)
    UserFactory.create(created_at=first)
    UserFactory.create()
    everybody = User.objects.all()
    lines = [
        _line(everybody, when="created_at"),
        _line(everybody.filter(name="Nobody of this name")),
        _line(everybody.none()),
        _line(7),
        _line(0),
        _line(everybody.filter(created_at__lt=first + dt.timedelta(hours=1)), when="created_at", due=True),
    ]
    with django_assert_num_queries(1):
        found = _counted(*lines)
    assert [(each.shown, each.text, each.first, each.late) for each in found] == [
        ("2", "people", timezone.localdate(first), False),
        ("7", "people", None, False),
        ("1", "person", timezone.localdate(first), True),
    ]
    with django_assert_num_queries(0):
        assert _counted(_line(everybody.none())) == []


def test_what_is_many_is_counted_to_a_bound(db: None) -> None:
    User.objects.bulk_create(User(email=f"{n}@example.com", name=str(n)) for n in range(MOST + 20))
    (found,) = _counted(_line(User.objects.all(), when="created_at"))
    assert (found.shown, found.when) == ("99+", "the first since today")


@pytest.mark.parametrize(
    ("number", "first", "more", "words"),
    [
        (1, dt.date(2026, 3, 2), {}, "since 2 March"),
        (2, dt.date(2025, 3, 2), {}, "the first since 2 March 2025"),
        (1, dt.date(2026, 5, 5), {"due": True}, "by 5 May"),
        (3, dt.date(2026, 3, 10), {"due": True}, "the first by tomorrow"),
        (1, dt.date(2026, 3, 8), {"due": True}, "overdue since yesterday"),
        (2, dt.date(2026, 3, 1), {"due": True}, "the first overdue since 1 March"),
        (1, dt.date(2027, 1, 1), {"ends": True}, "until 1 January 2027"),
    ],
)
def test_days_are_said_as_people_say_them(number: int, first: dt.date, more: dict[str, bool], words: str) -> None:
    line = _line(Employee.objects.none(), when="x", **more)
    assert Counted(line, number, first, dt.date(2026, 3, 9)).when == words


def test_an_employee_sees_what_is_theirs(world: World) -> None:
    html = " ".join(world.client(EMPLOYEE).get("/").content.decode().split())
    assert "S6 Specialist 6" in html
    assert "Research · Building · since 1 January 2020" in html
    assert "1</span> right of return that you hold" in html


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/pay/people/?show=others", "No pay needs a look"),
        ("/pay/people/?show=running_out", "Nothing ends soon"),
        ("/bands/exceptions/?state=yours", "No exception waits for you"),
        ("/bands/exceptions/?state=soon", "None ends soon"),
        ("/moves/requests/?only=overdue", "No request is overdue"),
        ("/moves/requests/?only=stopped", "No request is held up"),
        ("/pay/people/?show=others&department=Lab", "Nobody found"),
        ("/moves/requests/?only=overdue&q=Ada", "No request"),
    ],
)
def test_a_list_of_home_that_is_worked_down_says_so(address: str, heading: str, hr_client: Client) -> None:
    page = hr_client.get(address)
    assert_clean(page)
    assert f"<h2>{heading}</h2>" in squeezed(page).replace("<h2> ", "<h2>").replace(" </h2>", "</h2>")
