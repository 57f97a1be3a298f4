"""A calendar of one's own: what it is told, by whom it can be read, and what the standard asks of its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Employee, User
from accounts.sign_in_actions import reset_second_factor
from ladders.core.logs import without_telling_addresses
from ladders.core.models import AuditEntry
from ladders.dates.actions.addresses import digest_of, end_addresses, make_address, opened_by, take_back_address
from ladders.dates.actions.told_dates import calendar_of, forget_told
from ladders.dates.domain.own_dates import KEPT, DateKind, OwnDate, Told, tell
from ladders.dates.models import CalendarAddress, ToldDate
from ladders.dates.tasks import remind_before_days
from ladders.growth.actions.talks import call_off, move_talk
from ladders.growth.models import Talk
from ladders.moves.models import MoveRequest, Step
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.test_second_factor import code
from tests.conftest import signed_in
from tests.factories import account
from tests.pages import assert_clean, squeezed
from tests.route_kinds import EMPLOYEE, HR, OTHER_OWNER, OWNER
from tests.shared_rows import shared_rows
from tests.world import World, build

NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)
TODAY = NOW.date()


@shared_rows
def world() -> World:
    """One of everything."""
    return build()


def events(content: bytes) -> dict[str, dict[str, str]]:
    """UID → the properties of each event."""
    found: dict[str, dict[str, str]] = {}
    for part in content.decode().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        lines = dict(line.split(":", 1) for line in part.split("\r\nEND:VEVENT")[0].split("\r\n"))
        found[lines["UID"].split("@")[0]] = lines
    return found


def feed(key: str) -> Any:
    """What a calendar program reads."""
    return Client().get(f"/calendar/{key}/ladders.ics")


def feed_of(user: User) -> dict[str, dict[str, str]]:
    cache.clear()
    answer = feed(make_address(by=user))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    return events(answer.content)


def test_a_calendar_says_days_and_nothing_of_the_matter(world: World) -> None:
    talk, move = Talk.objects.get(pk=world.ids["talk"]), MoveRequest.objects.get(pk=world.ids["move"])
    for who in (EMPLOYEE, OWNER):
        found = feed_of(world.people[who])
        assert found[f"talk-{talk.pk}"]["DTSTART;VALUE=DATE"] == f"{talk.on:%Y%m%d}"
        assert found[f"talk-{talk.pk}"]["SUMMARY"] == "A talk of yours"
        text = str(found).lower()
        names = [user.name.lower() for user in world.people.values() if len(user.name) > 3]
        assert [name for name in (*names, move.to_level.title.lower(), "promotion", "lateral") if name in text] == []
    step = Step.objects.get(request=move, opened_on__isnull=False, answered_at=None)
    assert step.decider is not None
    answer = feed_of(step.decider)[f"answer-{step.pk}"]
    assert (answer["SUMMARY"], answer["DTSTART;VALUE=DATE"]) == ("Your answer is due", f"{step.due_on:%Y%m%d}")
    assert any(name.startswith("return-") for name in feed_of(world.people[EMPLOYEE]))
    assert any(name.startswith("for-hr-") for name in feed_of(world.people[HR]))


def test_a_change_has_the_next_number_and_what_comes_to_nothing_is_called_off(world: World) -> None:
    talk, me = Talk.objects.get(pk=world.ids["talk"]), world.people[EMPLOYEE]
    first = feed_of(me)[name := f"talk-{talk.pk}"]
    assert (first["SEQUENCE"], first["STATUS"]) == ("0", "CONFIRMED")
    assert feed_of(me)[name] == first
    move_talk(talk=talk, on=talk.on + dt.timedelta(days=1), at=dt.time(14, 30), place="The lake", by=me)
    second = feed_of(me)[name]
    assert (second["SEQUENCE"], second["UID"]) == ("1", first["UID"])
    assert "The lake" not in str(second)
    assert second["DTSTART"].endswith("Z")
    call_off(talk=talk, by=me)
    third = feed_of(me)[name]
    assert (third["SEQUENCE"], third["STATUS"], third["UID"]) == ("2", "CANCELLED", first["UID"])
    ToldDate.objects.filter(user=me, name=name).update(ended_at=timezone.now() - KEPT)
    assert name not in feed_of(me)
    assert not ToldDate.objects.filter(user=me, name=name).exists()


def test_a_talk_that_was_held_today_does_not_lie_ahead(world: World) -> None:
    me, today = world.people[EMPLOYEE], timezone.localdate()
    talk = Talk.objects.get(pk=world.ids["talk"])
    Talk.objects.filter(pk=talk.pk).update(on=today)
    assert f"/talks/{talk.pk}/" in signed_in(me).get(reverse("own-dates")).content.decode()
    Talk.objects.filter(pk=talk.pk).update(held_at=timezone.now())
    assert f"/talks/{talk.pk}/" not in signed_in(me).get(reverse("own-dates")).content.decode()
    assert feed_of(me)[f"talk-{talk.pk}"]["STATUS"] == "CONFIRMED"


def test_one_date_is_a_file_for_whom_it_is(world: World) -> None:
    name = world.ids["date name"]
    answer = world.client(EMPLOYEE).get(f"/account/dates/{name}.ics")
    assert list(events(answer.content)) == [name]
    assert 'filename="talk-' in answer["Content-Disposition"]
    assert world.client(HR).get(f"/account/dates/{name}.ics").status_code == 404


def test_without_an_address_one_date_leaves_nothing_behind(world: World) -> None:
    user, name = world.people[EMPLOYEE], world.ids["date name"]
    CalendarAddress.objects.filter(user=user).delete()
    ToldDate.objects.all().delete()
    lines = events(world.client(EMPLOYEE).get(f"/account/dates/{name}.ics").content)[name]
    assert (lines["SEQUENCE"], lines["STATUS"]) == ("0", "CONFIRMED")
    assert not ToldDate.objects.exists()
    other = world.people[OWNER]
    assert name in feed_of(user)
    assert feed_of(other)
    take_back_address(by=user)
    assert set(ToldDate.objects.values_list("user", flat=True)) == {other.pk}


def test_what_no_calendar_asks_for_any_more_goes_and_what_is_read_stays(world: World) -> None:
    """So nothing tells of a request or a question about pay for longer than these are kept."""
    ToldDate.objects.all().delete()
    now = timezone.now()
    long_ago = now - KEPT - dt.timedelta(minutes=1)
    read, new, unread, closed = (world.people[who] for who in (EMPLOYEE, OWNER, HR, OTHER_OWNER))
    for user in (read, new, unread):
        assert feed_of(user)
    CalendarAddress.objects.filter(user=read).update(made_at=long_ago, read_at=now)
    CalendarAddress.objects.filter(user=new).update(made_at=now, read_at=None)
    CalendarAddress.objects.filter(user=unread).update(made_at=long_ago, read_at=long_ago)
    CalendarAddress.objects.filter(user=closed).delete()
    ToldDate.objects.create(user=closed, name="informed-1", kind="informed", day=now.date() + KEPT)
    left = ToldDate.objects.filter(user__in=[read, new]).count()
    assert forget_told(now) > 1
    assert ToldDate.objects.count() == left > 1
    assert set(ToldDate.objects.values_list("user", flat=True)) == {read.pk, new.pk}
    assert forget_told(now) == 0


def test_the_address_is_shown_once_and_only_its_digest_is_kept(db: None) -> None:
    user = account()
    client = signed_in(user)
    answer = client.post("/account/dates/address/", follow=True)
    assert_clean(answer)
    body = answer.content.decode()
    key = body.split("/calendar/")[1].split("/")[0]
    assert CalendarAddress.objects.get(user=user).digest == digest_of(key)
    assert key not in client.get("/account/dates/").content.decode()
    assert [row.verb for row in AuditEntry.objects.filter(area="dates")] == ["calendar.opened"]
    assert key not in str(list(AuditEntry.objects.values()))
    assert without_telling_addresses(f"GET /calendar/{key}/ladders.ics") == "GET /calendar/[key]/ladders.ics"


def test_a_new_address_ends_the_former_and_one_can_be_taken_back(db: None) -> None:
    user = account()
    first, second = make_address(by=user), make_address(by=user)
    assert opened_by(first) is None
    assert opened_by(second) == user
    assert take_back_address(by=user)
    assert not take_back_address(by=user)
    assert opened_by(second) is None
    verbs = list(AuditEntry.objects.filter(area="dates").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["calendar.opened", "calendar.renewed", "calendar.closed"]


def other_password(user: User, client: Client) -> None:
    new = "another long sentence"
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})


def password_by_mail(user: User, client: Client) -> None:
    stranger = Client()
    stranger.post(reverse("account_reset_password"), {"email": user.email})
    path = next(word for word in mail.outbox[-1].body.split() if "/password/reset/" in word).split("testserver")[-1]
    form = stranger.get(path, follow=True)
    new = "a-new-sentence-of-ada-4711"
    stranger.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


def password_in_a_shell(user: User, client: Client) -> None:
    user.set_password("another long sentence")
    user.save()


def others_ended(user: User, client: Client) -> None:
    """Also where nobody is signed in elsewhere: the address is what may be open to somebody else."""
    client.post("/account/sessions/others/end/")


def one_other_ended(user: User, client: Client) -> None:
    there = Client(HTTP_USER_AGENT="Firefox/131")
    assert there.post("/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 302
    other = next(each for each in client.get("/account/sessions/").context["sessions"] if not each.current)
    client.post(f"/account/sessions/{other.mark}/end/")


def factor_set_up(user: User, client: Client) -> None:
    secret = client.get("/account/second-factor/app/").context["form"].secret
    client.post("/account/second-factor/app/", {"code": code(secret)})
    assert User.objects.get(pk=user.pk).has_second_factor


def factor_of_the_database(user: User, client: Client) -> None:
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


def address_passed_on(user: User, client: Client) -> None:
    User.objects.filter(pk=user.pk).update(email="somebody-else@example.org")


def closed_and_opened_again(user: User, client: Client) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)
    remind_before_days()
    User.objects.filter(pk=user.pk).update(is_active=True)


def left_and_back(user: User, client: Client) -> None:
    here = Employee.objects.filter(user=user)
    here.update(left_on=timezone.localdate() - dt.timedelta(days=1))
    remind_before_days()
    here.update(left_on=None)


ENDS = [
    other_password,
    password_by_mail,
    password_in_a_shell,
    others_ended,
    one_other_ended,
    factor_set_up,
    factor_of_the_database,
    address_passed_on,
    closed_and_opened_again,
    left_and_back,
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_what_ends_sessions_ends_the_address(end: Callable[[User, Client], None], tasks_at_once: None) -> None:
    cache.clear()
    user = with_password("Ada Byron", "ada@example.org")
    client = Client()
    assert client.post("/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 302
    key = make_address(by=user)
    assert opened_by(key) == user
    assert feed(key).status_code == 200
    end(user, client)
    assert feed(key).status_code == 404
    assert not CalendarAddress.objects.open().filter(user=user).exists()
    assert not ToldDate.objects.filter(user=user).exists()
    told = AuditEntry.objects.filter(area="dates", verb="calendar.ended")
    assert [entry.by for entry in told] == [None]


def test_its_owner_reads_when_it_ended_until_there_is_another(db: None) -> None:
    user = account()
    client, key = signed_in(user), make_address(by=user)
    CalendarAddress.objects.update(proof="of another password")
    assert end_addresses() == 1
    page = client.get("/account/dates/")
    assert_clean(page)
    assert f"Your address ended on {timezone.localdate():%-d %B %Y}" in " ".join(page.content.decode().split())
    assert "Make an address" in page.content.decode()
    assert not take_back_address(by=user)
    assert (opened_by(key), end_addresses()) == (None, 0)
    other = make_address(by=user)
    assert opened_by(other) == user
    assert "Your address ended" not in client.get("/account/dates/").content.decode()
    verbs = list(AuditEntry.objects.filter(area="dates").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["calendar.opened", "calendar.ended", "calendar.opened"]


def test_that_it_ended_is_forgotten_with_what_it_told(db: None) -> None:
    gone, new = account(), account()
    make_address(by=gone)
    make_address(by=new)
    CalendarAddress.objects.filter(user=gone).update(proof="of another password")
    assert end_addresses() == 1
    forget_told(timezone.now() + KEPT + dt.timedelta(minutes=1))
    assert set(CalendarAddress.objects.values_list("user", flat=True)) == {new.pk}


def test_a_second_factor_that_hr_resets_ends_the_address(db: None) -> None:
    user = account()
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    key = make_address(by=User.objects.get(pk=user.pk))
    assert opened_by(key) == user
    reset_second_factor(user=User.objects.get(pk=user.pk), by=account())
    assert opened_by(key) is None


def test_an_address_lives_on_where_nobody_is_signed_out(db: None) -> None:
    """Signing out of this browser is no reason; neither are the addresses of others."""
    cache.clear()
    user, other = with_password("Ada Byron", "ada@example.org"), account()
    client = Client()
    client.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    mine, theirs = make_address(by=user), make_address(by=other)
    client.post("/sign-out/")
    assert opened_by(mine) == user
    password_in_a_shell(user, client)
    assert end_addresses() == 1
    assert (opened_by(mine), opened_by(theirs)) == (None, other)


def test_a_head_takes_no_fresh_address_away(db: None) -> None:
    client = signed_in(account())
    client.post("/account/dates/address/")
    assert client.head("/account/dates/").status_code == 200
    assert "/calendar/" in client.get("/account/dates/").content.decode()


def test_who_has_left_has_no_calendar_here(db: None) -> None:
    user = account()
    key = make_address(by=user)
    employee = user.employee
    employee.left_on = timezone.localdate() - dt.timedelta(days=1)
    employee.save()
    assert opened_by(key) is None
    other = account()
    key = make_address(by=other)
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert Client().get(f"/calendar/{key}/ladders.ics").status_code == 404


def test_guesses_open_nothing_and_are_limited(db: None, settings: Any) -> None:
    settings.CALENDAR_GUESSES = "3/m/ip"
    settings.CALENDAR_READINGS = "2/h/key"
    cache.clear()
    client = Client()
    codes = [client.get(f"/calendar/{'x' * 43}/ladders.ics").status_code for _n in range(5)]
    assert codes == [404, 404, 404, 429, 429]
    address = f"/calendar/{make_address(by=account())}/ladders.ics"
    assert [client.get(address).status_code for _n in range(3)] == [200, 200, 429]


def test_reading_asks_as_much_for_thirty_dates_as_for_one(world: World, django_assert_max_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    me = world.people[OWNER]
    calendar_of(me)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            calendar_of(me)
        return len(asked)

    few = queries()
    employee = me.employee
    Talk.objects.bulk_create(
        Talk(employee=account().employee, manager=employee, on=timezone.localdate() + dt.timedelta(days=n))
        for n in range(30)
    )
    calendar_of(me)
    assert queries() == few <= 12


def test_the_page_of_ones_dates_is_clean_and_asks_little(world: World) -> None:
    for who in (EMPLOYEE, OWNER, HR):
        answer = world.client(who).get("/account/dates/")
        assert_clean(answer)
        assert "Make an address" in squeezed(answer) or "Make another address" in squeezed(answer)


days = st.dates(TODAY - dt.timedelta(days=5), TODAY + dt.timedelta(days=60))
states = st.dictionaries(st.sampled_from("abcd"), days)


@given(st.lists(states, min_size=1, max_size=6))
def test_a_number_never_falls_and_grows_with_every_change(history: list[dict[str, dt.date]]) -> None:
    """A calendar that reads again and again finds each change under the same name with a higher number."""
    told: dict[str, Told] = {}
    seen: list[dict[str, Told]] = []
    for place, state in enumerate(history):
        now = NOW + dt.timedelta(minutes=place)
        dates = [OwnDate(name, DateKind.TALK, day, None, "/") for name, day in state.items()]
        found, over = tell(dates, told, now=now, today=TODAY)
        told = {each.name: each for each in found}
        assert not over & set(told)
        assert {name: told[name].day for name in state} == state
        assert all(told[name].ended_at is None for name in state)
        seen.append(told)
    for before, after in pairwise(seen):
        for name in set(before) & set(after):
            same = (before[name].day, before[name].ended_at) == (after[name].day, after[name].ended_at)
            assert after[name].number == before[name].number + (not same)
