"""Changing zones, bands, supplements and exceptions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.sign_in_actions import reset_second_factor
from ladders.compensation.actions import changes, deviations, zones
from ladders.compensation.domain.bands import Figures, adjusted
from ladders.compensation.models import (
    Band,
    BandChange,
    BandException,
    ChangeState,
    ExceptionState,
    PayZone,
    ZoneLocation,
)
from ladders.compensation.queries.structure import bands_on, change_days, unzoned
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Level, Version
from ladders.impact.models import FactorPlan, Grade
from tests.compensation.money_data import FIVE, SIX, START, bands, policy, zone
from tests.factories import EmployeeFactory, account, draft_framework
from tests.shared_rows import shared_rows

TODAY = dt.date(2026, 11, 22)
NEW_YEAR = dt.date(2027, 1, 1)
pytestmark = pytest.mark.usefixtures("plan")


@pytest.fixture
def place() -> PayZone:
    made = zone()
    bands(made, {"5": FIVE, "6": SIX})
    return made


@pytest.fixture
def second() -> User:
    return account(user__roles=[Role.COMPENSATION_ANALYST], name="Sam Econd")


def test_three_percent_from_new_year(place: PayZone, hr: User) -> None:
    changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"6": adjusted(SIX, D(3))}, by=hr, today=TODAY)
    assert bands_on(place, dt.date(2026, 12, 31)) == {"5": FIVE, "6": SIX}
    assert bands_on(place, NEW_YEAR) == {"5": FIVE, "6": Figures(D("86520"), D("103515"), D("120510"))}
    assert change_days(place) == [START, NEW_YEAR]


def test_what_stays_is_left_out_and_nothing_is_no_change(place: PayZone, hr: User) -> None:
    made = changes.schedule(
        zone=place, starts_on=NEW_YEAR, figures={"5": FIVE, "6": adjusted(SIX, D(1))}, by=hr, today=TODAY
    )
    assert [line.grade.code for line in made.lines.all()] == ["6"]
    with pytest.raises(DomainError, match="Nothing would change"):
        changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"5": FIVE}, by=hr, today=TODAY)
    assert BandChange.objects.count() == 1


def test_the_past_is_refused(place: PayZone, hr: User) -> None:
    with pytest.raises(DomainError, match="22 November 2026"):
        changes.schedule(
            zone=place, starts_on=dt.date(2026, 11, 1), figures={"6": adjusted(SIX, D(3))}, by=hr, today=TODAY
        )
    assert bands_on(place, dt.date(2026, 11, 1))["6"] == SIX


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (Figures(D(3), D(2), D(4)), "Grade 6: the midpoint lies below the minimum"),
        (Figures(D(0), D(2), D(4)), "Grade 6: the minimum has to be more than nothing"),
    ],
)
def test_figures_that_are_no_band(place: PayZone, hr: User, figures: Figures, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"6": figures}, by=hr, today=TODAY)
    assert Band.objects.count() == 2


def test_an_unknown_grade(place: PayZone, hr: User) -> None:
    with pytest.raises(DomainError, match="no grade 99"):
        changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"99": SIX}, by=hr, today=TODAY)


def test_a_second_person_approves(place: PayZone, hr: User, second: User) -> None:
    policy(second_approver=True)
    made = changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"6": FIVE}, by=hr, today=TODAY)
    assert made.state == ChangeState.WAITING
    assert bands_on(place, NEW_YEAR)["6"] == SIX
    with pytest.raises(DomainError, match="second person"):
        changes.approve(change=made, by=hr, today=TODAY)
    assert changes.approve(change=made, by=second, today=TODAY).decided_by == second
    changes.approve(change=made, by=second, today=TODAY)  # harmless when repeated
    assert bands_on(place, NEW_YEAR)["6"] == FIVE
    assert Band.objects.count() == 3


def test_whoever_took_over_an_account_approves_nothing_with_it(
    level: Level, place: PayZone, hr: User, second: User
) -> None:
    policy(second_approver=True)
    made = changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"6": FIVE}, by=hr, today=TODAY)
    row = proposed(level, place, hr)
    TOTP.activate(second, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    reset_second_factor(user=second, by=hr)
    with pytest.raises(DomainError, match="One of you changed how the other signs in"):
        changes.approve(change=made, by=second, today=TODAY)
    with pytest.raises(DomainError, match="One of you changed how the other signs in"):
        deviations.approve_exception(exception=row, by=second)
    assert bands_on(place, NEW_YEAR)["6"] == SIX


def test_a_change_that_waited_too_long_is_asked_for_anew(place: PayZone, hr: User, second: User) -> None:
    policy(second_approver=True)
    made = changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"6": FIVE}, by=hr, today=TODAY)
    with pytest.raises(DomainError, match="anew"):
        changes.approve(change=made, by=second, today=NEW_YEAR + dt.timedelta(days=1))
    assert Band.objects.count() == 2


def test_declining_needs_a_reason_and_withdrawing_the_asker(place: PayZone, hr: User, second: User) -> None:
    policy(second_approver=True)
    made = changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"6": FIVE}, by=hr, today=TODAY)
    with pytest.raises(DomainError, match="Say why"):
        changes.decline(change=made, reason=" ", by=second)
    with pytest.raises(DomainError, match="Only whoever asked"):
        changes.withdraw(change=made, by=second)
    assert changes.decline(change=made, reason="Too early", by=second).state == ChangeState.DECLINED
    with pytest.raises(DomainError, match="closed already: declined"):
        changes.approve(change=made, by=second, today=TODAY)
    assert Band.objects.count() == 2


def test_a_second_editor_is_noticed(place: PayZone, hr: User) -> None:
    seen = changes.current_stamp()
    changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"5": SIX}, by=hr, today=TODAY, seen=seen)
    with pytest.raises(StaleError):
        changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"6": FIVE}, by=hr, today=TODAY, seen=seen)


def test_the_trail_names_the_figures(place: PayZone, hr: User) -> None:
    changes.schedule(zone=place, starts_on=NEW_YEAR, figures={"6": FIVE}, note="Round 2027", by=hr, today=TODAY)
    entry = AuditEntry.objects.get(area="compensation")
    assert (entry.verb, entry.subject, entry.by) == ("bands.scheduled", "Lübeck", hr)
    assert entry.detail == {
        "from": [None, "2027-01-01"],
        "grade 6": [None, "71000.00 / 85000.00 / 99000.00 EUR"],
        "note": [None, "Round 2027"],
    }


@pytest.mark.parametrize(
    ("start", "end", "figures", "constraint"),
    [
        (dt.date(2026, 6, 1), None, SIX, "no_overlap"),
        (dt.date(2024, 6, 1), START, SIX, "no_overlap"),
        (dt.date(2024, 6, 1), dt.date(2024, 5, 1), SIX, "band_dates|lower bound"),
        (dt.date(2024, 6, 1), dt.date(2024, 7, 1), Figures(D(3), D(2), D(4)), "rising"),
    ],
)
def test_the_database_refuses(
    place: PayZone, start: dt.date, end: dt.date | None, figures: Figures, constraint: str
) -> None:
    with pytest.raises(Exception, match=constraint), transaction.atomic():
        bands(place, {"6": figures}, start, end)
    assert Band.objects.count() == 2


# --- Zones


def test_zones_and_locations(hr: User) -> None:
    EmployeeFactory.create_batch(2, location="Cork")
    EmployeeFactory.create(location="Porto")
    EmployeeFactory.create(location="Oslo", left_on=dt.date(2020, 1, 1))
    made = zones.create_zone(code="IE", name="Ireland", currency="EUR", locations=["Cork", " "], by=hr)
    assert [(row.location, row.people) for row in unzoned(TODAY)] == [("Porto", 1)]
    with pytest.raises(DomainError, match="Cork belongs to the zone Ireland"):
        zones.create_zone(code="PT", name="Portugal", currency="EUR", locations=["Cork"], by=hr)
    assert PayZone.objects.count() == 1
    assert zones.change_zone(zone=made, code="IE", name="Ireland", currency="EUR", locations=["Porto"], by=hr)
    assert not zones.change_zone(zone=made, code="IE", name="Ireland", currency="EUR", locations=["Porto"], by=hr)
    assert list(ZoneLocation.objects.values_list("location", flat=True)) == ["Porto"]
    with pytest.raises(DomainError, match="exists already"):
        zones.create_zone(code="ie", name="x", currency="EUR", by=hr)


def test_a_currency_with_bands_stays_and_such_a_zone_is_kept(place: PayZone, hr: User) -> None:
    with pytest.raises(DomainError, match="another currency"):
        zones.change_zone(zone=place, code="DE-N", name="Lübeck", currency="CHF", locations=["Lübeck"], by=hr)
    with pytest.raises(DomainError, match="no longer be deleted"):
        zones.delete_zone(zone=place, by=hr)
    empty = zone("X", "Empty", "CHF", ())
    zones.delete_zone(zone=empty, by=hr)
    assert list(PayZone.objects.values_list("code", "currency")) == [("DE-N", "EUR")]


# --- Exceptions and supplements


@shared_rows
def level() -> Level:
    version: Version = draft_framework()
    return version.level_set.get(code="S6")


def proposed(level: Level, where: PayZone, by: User, **more: object) -> BandException:
    today = timezone.localdate()
    values: dict[str, object] = {
        "starts_on": today,
        "ends_on": today + dt.timedelta(days=300),
        "figures": SIX,
        "reason": "Nobody to be found",
        "criterion": "labour_market",
    } | more
    return deviations.propose_exception(
        framework=level.version.framework,
        level_key=level.key,
        zone=where,
        by=by,
        **values,  # type: ignore[arg-type]
    )


def test_an_exception_lasts_24_months_at_most(level: Level, place: PayZone, hr: User) -> None:
    start = dt.date(2027, 1, 1)
    assert deviations.latest_end(start) == dt.date(2028, 12, 31)
    proposed(level, place, hr, starts_on=start, ends_on=dt.date(2028, 12, 31))
    with pytest.raises(DomainError, match="24 months"):
        proposed(level, place, hr, starts_on=start, ends_on=dt.date(2029, 1, 1))
    with pytest.raises(IntegrityError, match="24_months"), transaction.atomic():
        BandException.objects.update(ends_on=dt.date(2029, 1, 1))


def test_an_exception_needs_reason_criterion_and_by_setting_a_second_person(
    level: Level, place: PayZone, hr: User, second: User
) -> None:
    policy(second_approver=True)
    row = proposed(level, place, hr, criterion="")
    with pytest.raises(DomainError, match="objective criterion"):
        deviations.approve_exception(exception=row, by=second)
    with pytest.raises(DomainError, match="second person"):
        deviations.approve_exception(exception=row, by=hr, criterion="labour_market")
    done = deviations.approve_exception(exception=row, by=second, criterion="labour_market")
    assert (done.state, done.decided_by, done.criterion) == (ExceptionState.APPROVED, second, "labour_market")


def test_two_exceptions_of_a_level_never_overlap(level: Level, place: PayZone, hr: User) -> None:
    first, other = proposed(level, place, hr), proposed(level, place, hr, reason="Two offers turned down")
    deviations.approve_exception(exception=first, by=hr)
    with pytest.raises(DomainError, match="approved exception already"):
        deviations.approve_exception(exception=other, by=hr)
    other.refresh_from_db()
    assert other.state == ExceptionState.PROPOSED


def test_renewing_follows_on(level: Level, place: PayZone, hr: User) -> None:
    first = deviations.approve_exception(exception=proposed(level, place, hr), by=hr)
    start = first.ends_on + dt.timedelta(days=1)
    again = deviations.renew_exception(
        exception=first, ends_on=deviations.latest_end(start), reason="Still nobody", by=hr
    )
    assert (again.starts_on, again.renews, again.minimum) == (start, first, first.minimum)
    deviations.approve_exception(exception=again, by=hr)
    with pytest.raises(DomainError, match="renewed already"):
        deviations.renew_exception(exception=first, ends_on=start, reason="x", by=hr)


def test_two_renewals_at_once_wait_for_each_other(level: Level, place: PayZone, hr: User) -> None:
    first = deviations.approve_exception(exception=proposed(level, place, hr), by=hr)
    last = deviations.latest_end(first.ends_on + dt.timedelta(days=1))
    with CaptureQueriesContext(connection) as asked:
        deviations.renew_exception(exception=first, ends_on=last, reason="Still nobody", by=hr)
    locks = [each["sql"] for each in asked.captured_queries if "FOR UPDATE" in each["sql"]]
    assert any('"compensation_bandexception"' in sql for sql in locks)
    BandException.objects.filter(pk=first.pk).update(state=ExceptionState.PROPOSED, decided_by=None, decided_at=None)
    with pytest.raises(DomainError, match="Only an approved"):  # as it is now, not as the page had read it
        deviations.renew_exception(exception=first, ends_on=last, reason="Still nobody", by=hr)


def test_ending_and_declining(level: Level, place: PayZone, hr: User) -> None:
    row = deviations.approve_exception(exception=proposed(level, place, hr), by=hr)
    today = timezone.localdate()
    assert deviations.end_exception(exception=row, ends_on=today, by=hr).ends_on == today
    with pytest.raises(DomainError, match="Choose a day"):
        deviations.end_exception(exception=row, ends_on=today + dt.timedelta(days=5), by=hr)
    other = deviations.decline_exception(exception=proposed(level, place, hr), reason="No need", by=hr)
    assert (other.state, other.decision) == (ExceptionState.DECLINED, "No need")


def test_a_supplement_has_evidence_and_does_not_overlap(level: Level, place: PayZone, hr: User) -> None:
    today = timezone.localdate()
    values = {
        "framework": level.version.framework,
        "zone": place,
        "starts_on": today,
        "ends_on": None,
        "percent": D("4.5"),
        "evidence": "Survey of 2026",
        "criterion": "labour_market",
        "review_on": today + dt.timedelta(days=365),
    }
    row = deviations.add_supplement(values=values, by=hr)
    with pytest.raises(DomainError, match="supplement in this zone already"):
        deviations.add_supplement(values=values | {"percent": D(1)}, by=hr)
    assert deviations.change_supplement(supplement=row, values={"ends_on": today}, by=hr)
    with pytest.raises(DomainError, match="Days that are over"):
        deviations.change_supplement(supplement=row, values={"ends_on": today - dt.timedelta(days=1)}, by=hr)


def test_no_other_field_could_pay_tracks_differently(plan: FactorPlan) -> None:
    named = {field.name for field in Band._meta.fields}
    assert named == {"id", "grade", "zone", "starts_on", "ends_on", "minimum", "midpoint", "maximum"}
    assert {field.name for field in Grade._meta.fields} == {"id", "code", "rank"}


def test_a_button_pressed_twice_proposes_one_exception(level: Level, place: PayZone, hr: User) -> None:
    assert proposed(level, place, hr) == proposed(level, place, hr)
    assert proposed(level, place, hr, reason="Two offers were turned down") not in (None, proposed(level, place, hr))
    assert BandException.objects.count() == 2
    assert AuditEntry.objects.filter(verb="exception.proposed").count() == 2
