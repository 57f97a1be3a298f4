"""Talks: between two people and nobody else, whatever becomes of the two; and what HR learns of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from accounts.roles import Role
from ladders.careers.actions.sharing import revoke_all, share
from ladders.careers.actions.wish import record_wish
from ladders.careers.models import Audience, Thing, WishAnswer
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.core.months import months_after
from ladders.growth.actions.goals import GoalWords, write_goal
from ladders.growth.actions.policy import change_rhythm
from ladders.growth.actions.talks import (
    call_off,
    hold_talk,
    keep_private_note,
    move_talk,
    not_held,
    plan_talk,
    remove_entry,
    write_entry,
)
from ladders.growth.actions.targets import share_target
from ladders.growth.models import GrowthPolicy, PrivateNote, Talk, TalkEntry, TalkPart, TalkRhythm, Target
from ladders.growth.queries.agenda import agenda_of
from ladders.growth.queries.talks import TalkCount, talk_counts, team_talks, whose_talk_is_due, with_manager
from ladders.moves.models import Notice
from ladders.privacy.actions.retention import let_go
from tests.careers.company import person, report
from tests.factories import account
from tests.pages import assert_clean, squeezed

from .conftest import EVERYBODY, PEOPLE, TODAY, Firm, another_manager

pytestmark = pytest.mark.django_db
SOON = TODAY + dt.timedelta(days=5)


@pytest.fixture
def talk(staff: Firm) -> Talk:
    """Ada and her manager talk in five days."""
    return plan_talk(
        employee=staff["ada"], manager=staff["manager"], on=SOON, at=dt.time(14), place="Room 3", by=staff.user("ada")
    )


def the_two(staff: Firm, rows: Any) -> set[str]:
    return {who for who in PEOPLE if rows.visible_to(staff.user(who)).exists()}


def statuses(staff: Firm, path: str, verb: str, data: Any) -> dict[str, int]:
    """Each time undone."""
    found = {}
    for who in EVERYBODY:
        with transaction.atomic():
            found[who] = getattr(staff.client(who), verb)(path, data).status_code
            transaction.set_rollback(True)
    return found


def test_only_the_two_have_a_talk_and_what_is_written_for_it(staff: Firm, talk: Talk) -> None:
    write_entry(talk=talk, part=TalkPart.POINT, text="More time in the lab", by=staff.user("ada"))
    keep_private_note(talk=talk, text="Is she tired?", seen=0, by=staff.user("manager"))
    assert the_two(staff, Talk.objects) == the_two(staff, TalkEntry.objects) == {"ada", "manager"}
    assert the_two(staff, PrivateNote.objects) == {"manager"}
    for model in (Talk, TalkEntry, PrivateNote):
        assert not model.objects.visible_to(AnonymousUser()).exists()


def test_each_page_and_deed_as_everybody(staff: Firm, talk: Talk) -> None:
    entry = write_entry(talk=talk, part=TalkPart.POINT, text="More time", by=staff.user("ada"))
    here = f"/talks/{talk.pk}/"
    two = dict.fromkeys(EVERYBODY, 404) | {"stranger": 302}
    for path, verb, data, status in (
        (here, "get", {}, 200),
        (f"{here}?view=print", "get", {}, 200),
        (f"{here}date/", "get", {}, 200),
        (f"{here}calendar.ics", "get", {}, 200),
        (f"{here}date/", "post", {"on": str(SOON)}, 302),
        (f"{here}off/", "post", {}, 302),
        (f"{here}held/", "post", {"on": str(TODAY)}, 302),
        (f"{here}not-held/", "post", {}, 302),
        (f"{here}write/", "post", {"part": "note", "text": "x"}, 302),
        (f"{here}mine/", "post", {"text": "x", "seen": "0"}, 302),
    ):
        expected = two | {"ada": status, "manager": status}
        assert statuses(staff, path, verb, data) == expected, path
    assert statuses(staff, f"{here}entries/{entry.pk}/remove/", "post", {}) == two | {"ada": 302}
    new = f"/talks/with/{staff['ada'].pk}/"
    assert statuses(staff, new, "get", {}) == two | {"ada": 302, "manager": 302}  # to the date that stands
    call_off(talk=talk, by=staff.user("ada"))
    assert statuses(staff, new, "post", {"on": str(SOON)}) == two | {"ada": 302, "manager": 302}
    assert statuses(staff, "/talks/", "get", {}) == dict.fromkeys(PEOPLE, 200) | {"stranger": 302}


def test_writes_by_anybody_else_are_refused_and_change_nothing(staff: Firm, talk: Talk) -> None:
    entry = write_entry(talk=talk, part=TalkPart.POINT, text="More time", by=staff.user("ada"))
    before = Talk.objects.values().get()
    for who in ("former", "above", "colleague", "hr", "hr_elsewhere"):
        by = staff.user(who)
        for deed in (
            lambda by: move_talk(talk=talk, on=SOON, at=None, place="", by=by),
            lambda by: call_off(talk=talk, by=by),
            lambda by: hold_talk(talk=talk, on=TODAY, by=by),
            lambda by: not_held(talk=talk, by=by),
            lambda by: write_entry(talk=talk, part=TalkPart.NOTE, text="x", by=by),
            lambda by: remove_entry(entry=entry, by=by),
            lambda by: keep_private_note(talk=talk, text="x", seen=0, by=by),
            lambda by: plan_talk(employee=staff["ada"], manager=staff["manager"], on=SOON, at=None, place="", by=by),
        ):
            with pytest.raises(PermissionDenied):
                deed(by)
    with pytest.raises(PermissionDenied):
        remove_entry(entry=entry, by=staff.user("manager"))  # what the other one wrote
    assert (Talk.objects.values().get(), TalkEntry.objects.count(), PrivateNote.objects.count()) == (before, 1, 0)


def test_a_private_note_is_on_the_page_of_its_author_alone_and_never_on_paper(staff: Firm, talk: Talk) -> None:
    keep_private_note(talk=talk, text="Ask about the cough", seen=0, by=staff.user("ada"))
    here = f"/talks/{talk.pk}/"
    own = staff.client("ada").get(here)
    assert_clean(own)
    assert "Ask about the cough" in squeezed(own)
    assert "cough" not in squeezed(staff.client("ada").get(f"{here}?view=print"))
    assert "cough" not in squeezed(staff.client("manager").get(here))
    with pytest.raises(StaleError):
        keep_private_note(talk=talk, text="Else", seen=0, by=staff.user("ada"))
    answer = staff.client("ada").post(f"{here}mine/", {"text": "Else", "seen": "0"})
    assert answer.status_code == 409
    assert "Ask about the cough" in squeezed(answer)
    assert keep_private_note(talk=talk, text=" ", seen=1, by=staff.user("ada")) is None
    assert not PrivateNote.objects.exists()
    with connection.cursor() as cursor:
        keep_private_note(talk=talk, text="Ask about the cough", seen=0, by=staff.user("ada"))
        cursor.execute("SELECT n::text FROM growth_privatenote n")
        assert "cough" not in cursor.fetchone()[0]


def test_a_date_is_told_to_the_other_one_and_there_is_one_at_a_time(staff: Firm, talk: Talk) -> None:
    ada, manager = staff.user("ada"), staff.user("manager")
    with pytest.raises(DomainError, match="have a date already"):
        plan_talk(employee=staff["ada"], manager=staff["manager"], on=SOON, at=None, place="", by=manager)
    with pytest.raises(DomainError, match="That day is over"):
        move_talk(talk=talk, on=TODAY - dt.timedelta(days=1), at=None, place="", by=ada)
    move_talk(talk=talk, on=SOON, at=dt.time(14), place="Room 3", by=manager)  # nothing differs
    move_talk(talk=talk, on=SOON, at=dt.time(15), place="Room 3", by=manager)
    assert [(n.recipient, n.kind, n.page) for n in Notice.objects.order_by("id")] == [
        (manager, "talk", f"talk {talk.pk}"),
        (ada, "talk", f"talk {talk.pk}"),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        Talk.objects.create(employee=staff["ada"], manager=staff["manager"], on=SOON)


def test_after_a_talk_what_was_agreed_stands_on_the_agenda_of_the_next(staff: Firm, talk: Talk) -> None:
    ada, manager = staff.user("ada"), staff.user("manager")
    with pytest.raises(DomainError, match="has not come yet"):
        hold_talk(talk=talk, on=SOON, by=ada)
    hold_talk(talk=talk, on=TODAY, by=ada)
    hold_talk(talk=talk, on=TODAY, by=manager)
    with pytest.raises(DomainError, match="has taken place"):
        write_entry(talk=talk, part=TalkPart.POINT, text="Late", by=ada)
    agreed = write_entry(talk=talk, part=TalkPart.AGREED, text="Two days in the lab from May", by=manager)
    following = plan_talk(employee=staff["ada"], manager=staff["manager"], on=SOON, at=None, place="", by=manager)
    assert agenda_of(following, TODAY).agreed == [agreed]
    with pytest.raises(DomainError, match="another date by now"):
        not_held(talk=talk, by=ada)
    for who in ("ada", "manager"):
        page = squeezed(staff.client(who).get(f"/talks/{following.pk}/"))
        assert "Two days in the lab from May" in page
        assert f'href="/talks/{talk.pk}/"' in page  # the same history for both


def test_a_slip_in_the_year_is_refused_and_deletes_nothing(staff: Firm, talk: Talk) -> None:
    ada = staff.user("ada")
    limit = months_after(TODAY, -12)
    write_entry(talk=talk, part=TalkPart.POINT, text="More time in the lab", by=ada)
    keep_private_note(talk=talk, text="Ask about the cough", seen=0, by=ada)
    for slip in (TODAY.replace(year=TODAY.year - 10, day=1), limit - dt.timedelta(days=1)):
        with pytest.raises(DomainError, match=r"more than twelve months ago\. Check the year"):
            hold_talk(talk=talk, on=slip, by=ada)
        answer = staff.client("ada").post(f"/talks/{talk.pk}/held/", {"on": str(slip)}, follow=True)
        assert "Check the year" in squeezed(answer)
    assert Talk.objects.values_list("on", "held_at").get() == (SOON, None)
    hold_talk(talk=talk, on=limit, by=ada)
    assert Talk.objects.get().on == limit


def test_talks_are_kept_from_the_day_on_which_they_were_noted(staff: Firm, talk: Talk) -> None:
    """Not from the day that somebody typed: it may be any, and a talk takes notes of both with it."""
    noted = timezone.now()
    hold_talk(talk=talk, on=TODAY, by=staff.user("ada"))
    off = plan_talk(
        employee=staff["ada"], manager=staff["manager"], on=SOON, at=None, place="", by=staff.user("manager")
    )
    call_off(talk=off, by=staff.user("ada"))
    ahead = plan_talk(employee=staff["ada"], manager=staff["manager"], on=SOON, at=None, place="", by=staff.user("ada"))
    Talk.objects.update(on=dt.date(2016, 11, 28))
    assert let_go(noted) == {}
    assert let_go(noted + dt.timedelta(days=23 * 30)) == {}
    Talk.objects.filter(pk=off.pk).update(called_off_at=noted - dt.timedelta(days=100))
    assert let_go(noted + dt.timedelta(days=22 * 31)) == {"talks": 1}
    assert set(Talk.objects.all()) == {talk, ahead}
    assert let_go(noted + dt.timedelta(days=25 * 31)) == {"talks": 1}
    assert set(Talk.objects.all()) == {ahead}


def test_the_agenda_is_what_is_shared_and_the_same_for_both(firm: Firm, target: Target) -> None:
    ada = firm.user("ada")
    talk = plan_talk(employee=firm["ada"], manager=firm["manager"], on=SOON, at=None, place="", by=ada)
    write_goal(target=target, competency=None, words=GoalWords("Explain one thing a week"), by=ada)
    record_wish(employee=firm["ada"], answer=WishAnswer.NOT_NOW, note="Never tell", today=TODAY, by=ada)
    assert agenda_of(talk, TODAY).empty
    here = f"/talks/{talk.pk}/"
    assert "Explain one thing" not in squeezed(firm.client("ada").get(here))
    share_target(target=target, by=ada)
    share(employee=firm["ada"], what=[Thing.WISH], audience=Audience.MANAGER, until=None, by=ada)
    for who in ("ada", "manager"):
        page = firm.client(who).get(here)
        assert_clean(page)
        text = squeezed(page)
        assert "Explain one thing a week" in text
        assert "Not now" in text
        assert "Never tell" not in text
    revoke_all(employee=firm["ada"], by=ada)
    assert "Not now" not in squeezed(firm.client("manager").get(here))
    another_manager(firm, "colleague")
    assert "Explain one thing" not in squeezed(firm.client("manager").get(here))


def test_with_another_manager_notes_stay_between_the_two_who_talked(staff: Firm, talk: Talk) -> None:
    ada = staff.user("ada")
    hold_talk(talk=talk, on=TODAY, by=ada)
    write_entry(talk=talk, part=TalkPart.NOTE, text="She may go to Porto", by=ada)
    another_manager(staff, "colleague")
    here = f"/talks/{talk.pk}/"
    assert the_two(staff, Talk.objects) == {"ada", "manager"}
    assert statuses(staff, here, "get", {})["colleague"] == 404
    page = squeezed(staff.client("manager").get(here))
    assert "no longer work as employee and manager" in page
    with pytest.raises(DomainError, match="no longer work"):
        write_entry(talk=talk, part=TalkPart.NOTE, text="x", by=staff.user("manager"))
    assert "Porto" not in squeezed(staff.client("colleague").get("/talks/"))
    person_gone = staff["ada"]
    person_gone.left_on = TODAY - dt.timedelta(days=1)
    person_gone.save()
    assert the_two(staff, Talk.objects) == {"ada"}


def test_the_calendar_file_says_when_and_nothing_of_what(staff: Firm, talk: Talk) -> None:
    write_entry(talk=talk, part=TalkPart.POINT, text="More time in the lab", by=staff.user("ada"))
    answer = staff.client("ada").get(f"/talks/{talk.pk}/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().split("\r\n")
    starts = timezone.make_aware(dt.datetime.combine(SOON, dt.time(14))).astimezone(dt.UTC)
    assert f"DTSTART:{starts:%Y%m%dT%H%M%SZ}" in lines
    assert {"BEGIN:VEVENT", "SUMMARY:Talk with Manager Person", "LOCATION:Room 3", "SEQUENCE:0"} <= set(lines)
    assert "lab" not in answer.content.decode()


# --- What is due, and what HR learns


def test_managers_see_whose_talk_is_due_and_hr_how_many(staff: Firm, talk: Talk) -> None:
    system = account(user__roles=[Role.SYSTEM_ADMINISTRATOR])
    assert talk_counts(staff.user("hr"), TODAY) == []  # no rule, nothing is counted
    entries = AuditEntry.objects.count()
    with pytest.raises(PermissionDenied):
        change_rhythm(talks=TalkRhythm.YEARLY, by=staff.user("manager"))
    change_rhythm(talks=TalkRhythm.YEARLY, by=system)
    assert AuditEntry.objects.count() == entries + 1
    assert [row.due for row in team_talks(staff.user("manager"), staff["manager"], TODAY)] == [False]
    GrowthPolicy.objects.update(since=TODAY - dt.timedelta(days=800))
    [row] = team_talks(staff.user("manager"), staff["manager"], TODAY)
    assert (row.person, row.ahead, row.last, row.due) == (staff["ada"], talk, None, True)
    expected = [TalkCount("", 2, 2), TalkCount("Research", 2, 2)]  # Ada, and her manager with theirs
    assert talk_counts(staff.user("hr"), TODAY) == expected
    assert talk_counts(staff.user("hr_elsewhere"), TODAY) == []
    assert talk_counts(staff.user("manager"), TODAY) == []
    hold_talk(talk=talk, on=TODAY, by=staff.user("ada"))
    assert talk_counts(staff.user("hr"), TODAY) == [TalkCount("", 2, 1), TalkCount("Research", 2, 1)]
    page = staff.client("hr").get("/talks/due/")
    assert_clean(page)
    assert "Ada Person" not in squeezed(page)
    whole = account(user__roles=[Role.HR_ADMIN])
    assert talk_counts(whole, TODAY)[0] == TalkCount("", 2, 1)
    for who in ("ada", "manager", "colleague"):
        assert staff.client(who).get("/talks/due/").status_code == 403


def test_due_by_rows_and_by_days_are_the_same(staff: Firm) -> None:
    """The list of the manager reckons in Python, counts in the database; month ends included."""
    manager = staff["manager"]
    GrowthPolicy.objects.create(pk=1, talks=TalkRhythm.HALF_YEARLY, since=dt.date(2020, 1, 1))
    for number, last in enumerate(
        (dt.date(2025, 8, 27), dt.date(2025, 8, 28), dt.date(2025, 8, 31), dt.date(2025, 9, 1))
    ):
        one = person(f"P{number}", department="Research")
        report(one, manager)
        Talk.objects.create(employee=one, manager=manager, on=last, held_at=timezone.now())
    late = person("Late", department="Research", hired_on=dt.date(2025, 12, 1))
    report(late, manager)
    for day in (
        dt.date(2026, 2, 27),
        dt.date(2026, 2, 28),
        dt.date(2026, 3, 1),
        dt.date(2026, 5, 31),
        dt.date(2026, 6, 1),
    ):
        listed = {row.person.name for row in team_talks(staff.user("manager"), manager, day) if row.due}
        rows = with_manager(staff.user("hr"), day).filter(whose_talk_is_due(day))
        known = rows.exclude(pk__in=[manager.pk, staff["ada"].pk])
        assert {each.name for each in known} == listed - {"Ada Person"}, day
    assert listed == {"P0", "P1", "P2", "P3", "Late"}


def test_the_list_takes_as_many_queries_for_one_as_for_thirty(staff: Firm) -> None:
    client, counts = staff.client("manager"), []
    for number in (1, 30):
        for n in range(number):
            one = person(f"T{number}-{n}")
            report(one, staff["manager"])
            Talk.objects.create(employee=one, manager=staff["manager"], on=TODAY, held_at=timezone.now())
        client.get("/talks/")
        with CaptureQueriesContext(connection) as found:
            client.get("/talks/")
        counts.append(len(found))
    assert counts == [10, 10]


def test_home_says_what_waits(staff: Firm, talk: Talk) -> None:
    GrowthPolicy.objects.create(pk=1, talks=TalkRhythm.YEARLY, since=TODAY - dt.timedelta(days=800))
    home = squeezed(staff.client("ada").get("/"))
    assert "talk about growing" in home
    assert f"on {date_format(talk.on, 'j F' if talk.on.year == TODAY.year else 'j F Y')}" in home  # it is no deadline
    manager = staff.client("manager")
    assert 'href="/talks/?show=due"' not in squeezed(manager.get("/"))  # the talk that is due has a date
    assert "Each talk that is due has a date." in squeezed(manager.get("/talks/"))
    assert manager.get("/talks/?show=due").context["team"] == []
    call_off(talk=talk, by=talk.manager.user)
    team = squeezed(manager.get("/"))
    assert ('href="/talks/?show=due"' in team, "talk due in your team, without a date" in team) == (True, True)
    assert "1 talk is due and has no date." in squeezed(manager.get("/talks/"))
    assert "/talks/due/" not in squeezed(staff.client("hr").get("/"))  # it takes a look at everybody
    assert "/talks/due/" in squeezed(staff.client("hr").get("/careers/dead-ends/"))
    assert [row.person.name for row in manager.get("/talks/?show=due").context["team"]] == ["Ada Person"]


def test_a_button_pressed_twice_writes_one_entry(staff: Firm, talk: Talk) -> None:
    entries = [write_entry(talk=talk, part=TalkPart.POINT, text="More time", by=staff.user("ada")) for _ in "12"]
    assert (entries[0], talk.entries.count()) == (entries[1], 1)
