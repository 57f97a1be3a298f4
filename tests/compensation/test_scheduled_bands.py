"""What is scheduled can be looked at, edited and taken back; days that are over are corrected with a reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from ladders.compensation.actions import changes, zones
from ladders.compensation.domain.bands import Figures, GradeName, adjusted
from ladders.compensation.doubts import band_doubts
from ladders.compensation.models import Band, BandChange, ChangeState, PayZone
from ladders.compensation.queries.pay_positions import refresh
from ladders.compensation.queries.structure import bands_on, effect_on_people
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.frameworks.models import Version
from tests.compensation.money_data import FIVE, SIX, START, bands, policy, zone
from tests.compensation.payroll import level, somebody
from tests.pages import squeezed

TODAY = timezone.localdate()
NEXT = dt.date(TODAY.year + 1, 1, 1)
LATER = dt.date(TODAY.year + 1, 7, 1)
WRONG, RIGHT = adjusted(SIX, D(30)), adjusted(SIX, D(3))
pytestmark = pytest.mark.usefixtures("plan")


@pytest.fixture
def place() -> PayZone:
    made = zone()
    bands(made, {"5": FIVE, "6": SIX})
    return made


def by(place: PayZone, percent: int, hr: User, day: dt.date = NEXT) -> BandChange:
    figures = {code: adjusted(own, D(percent)) for code, own in bands_on(place, day).items()}
    return changes.schedule(zone=place, starts_on=day, figures=figures, by=hr)


def spans(place: PayZone) -> list[tuple[dt.date, dt.date | None]]:
    return list(
        Band.objects.filter(zone=place, grade__code="6").order_by("starts_on").values_list("starts_on", "ends_on")
    )


def test_thirty_by_mistake_is_taken_back_and_three_do_not_compound(place: PayZone, hr: User, hr_client: Client) -> None:
    made = by(place, 30, hr)
    page = squeezed(hr_client.get(reverse("zone", args=[place.code])))
    assert reverse("band-change", args=[made.pk]) in page
    address = reverse("band-change", args=[made.pk])
    hr_client.post(address, {"do": "take-back", "reason": " "})
    assert bands_on(place, NEXT)["6"] == WRONG
    hr_client.post(address, {"do": "take-back", "reason": "3 was meant"})
    made.refresh_from_db()
    assert (made.state, made.reason, bands_on(place, NEXT)) == (
        ChangeState.WITHDRAWN,
        "3 was meant",
        {"5": FIVE, "6": SIX},
    )
    assert spans(place) == [(START, None)]
    entry = AuditEntry.objects.get(verb="bands.withdrawn")
    assert entry.detail["grade 6"] == [f"{WRONG.minimum} / {WRONG.midpoint} / {WRONG.maximum} EUR", None]
    by(place, 3, hr)
    assert bands_on(place, NEXT)["6"] == RIGHT
    changes.withdraw_scheduled(change=made, reason="again", by=hr)
    assert bands_on(place, NEXT)["6"] == RIGHT


def test_what_another_change_had_scheduled_for_the_day_comes_back(place: PayZone, hr: User) -> None:
    first, second = by(place, 3, hr), by(place, 30, hr)
    by(place, 10, hr, LATER)
    changes.withdraw_scheduled(change=second, reason="wrong", by=hr)
    assert bands_on(place, NEXT)["6"] == RIGHT
    changes.withdraw_scheduled(change=first, reason="wrong", by=hr)
    assert bands_on(place, NEXT)["6"] == SIX
    assert spans(place) == [(START, LATER - dt.timedelta(days=1)), (LATER, None)]


def test_what_holds_already_waits_or_is_over_is_not_taken_back(place: PayZone, hr: User) -> None:
    now = by(place, 30, hr, TODAY)
    policy(second_approver=True)
    waiting = by(place, 3, hr)
    for change, said in ((now, "hold already"), (waiting, "Only an approved change")):
        with pytest.raises(DomainError, match=said):
            changes.withdraw_scheduled(change=change, reason="no", by=hr)


def fields(figures: dict[str, Figures], **more: str) -> dict[str, str]:
    cells = {
        f"{name}-{code}": str(getattr(own, name))
        for code, own in figures.items()
        for name in ("minimum", "midpoint", "maximum")
    }
    return cells | {"seen": str(changes.current_stamp())} | more


def test_edit_takes_todays_figures_for_a_day_on_which_others_are_scheduled(
    place: PayZone, hr: User, hr_client: Client
) -> None:
    by(place, 30, hr)
    address = reverse("bands-edit", args=[place.code])
    hr_client.post(address, fields({"5": FIVE, "6": SIX}, starts_on=NEXT.isoformat(), sure="on"))
    assert bands_on(place, NEXT) == {"5": FIVE, "6": SIX}
    by(place, 30, hr, LATER)
    shown = squeezed(hr_client.get(f"{address}?on={LATER}"))
    assert f'value="{WRONG.minimum:,.0f}"' in shown
    now = bands_on(place, LATER) | {"6": RIGHT}
    asked = hr_client.post(address, fields(now, on=LATER.isoformat(), starts_on=LATER.isoformat()))
    assert (asked.status_code, "Grade 5 would be paid as much as grade 6" in squeezed(asked)) == (422, True)
    assert bands_on(place, LATER)["6"] == WRONG
    sure = fields(now, on=LATER.isoformat(), starts_on=LATER.isoformat(), sure="1")
    assert hr_client.post(address, sure).status_code == 302
    assert bands_on(place, LATER) == now


def test_days_that_are_over_are_corrected_with_a_reason(place: PayZone, hr: User, hr_client: Client) -> None:
    address = reverse("bands-edit", args=[place.code])
    form = fields({"5": FIVE, "6": RIGHT}, starts_on=START.isoformat())
    assert hr_client.post(address, form).status_code == 422
    assert bands_on(place, TODAY)["6"] == SIX
    assert hr_client.post(address, form | {"reason": "A digit was wrong"}).status_code == 302
    assert (bands_on(place, START)["6"], spans(place)) == (RIGHT, [(START, None)])
    assert BandChange.objects.get().reason == "A digit was wrong"
    assert AuditEntry.objects.get(verb="bands.scheduled").detail["reason"] == [None, "A digit was wrong"]


def test_what_an_older_scheduled_change_would_undo_and_what_looks_wrong_is_asked(
    place: PayZone, hr: User, hr_client: Client
) -> None:
    by(place, 10, hr, LATER)
    address = reverse("bands-restructure", args=[place.code, "adjust"])
    form = {"percent": "3", "rounded_to": "1", "starts_on": NEXT.isoformat(), "do": "confirm"}
    asked = hr_client.post(address, form)
    assert "other figures are scheduled already (grade 5, 6)" in squeezed(asked)
    assert bands_on(place, NEXT)["6"] == SIX
    hr_client.post(address, form | {"sure": "1"})
    assert bands_on(place, NEXT)["6"] == RIGHT
    later = squeezed(hr_client.post(address, form | {"starts_on": LATER.isoformat(), "do": "preview"}, follow=True))
    assert "already include the change that is scheduled from" in later


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ({"5": FIVE, "6": RIGHT}, []),
        ({"5": SIX, "6": SIX}, ["Grade 5 would be paid as much as grade 6 above it, or more."]),
        ({"5": FIVE, "6": adjusted(SIX, D(900))}, ["The midpoint of grade 6 changes by +900 %."]),
        (
            {"5": adjusted(FIVE, D(30)), "6": adjusted(SIX, D(30))},
            ["All 2 bands that change do so by +30 % or more."],
        ),
    ],
)
def test_doubts_about_bands(after: dict[str, Figures], said: list[str]) -> None:
    assert band_doubts([GradeName(5, "5"), GradeName(6, "6")], after, {"5": FIVE, "6": SIX}) == said


def test_adjusting_shows_people_and_cost(research: Version, germany: PayZone, hr_client: Client) -> None:
    somebody(level(research, "S6"), 84_000)
    somebody(level(research, "S6"), 80_000)
    somebody(level(research, "S5"), 90_000)
    refresh()
    effect = effect_on_people(germany, {"6": Figures(D(86_000), D(100_500), D(117_000))})
    assert (effect.people, effect.below_before, effect.below, effect.cost_before, effect.cost) == (
        3,
        1,
        2,
        D(4000),
        D(8000),
    )
    form = {"percent": "10", "rounded_to": "1", "starts_on": NEXT.isoformat(), "do": "preview"}
    page = squeezed(hr_client.post(reverse("bands-restructure", args=[germany.code, "adjust"]), form, follow=True))
    assert "3 people are in these bands today." in page
    assert "Below the minimum: 1 now, 2 then." in page
    assert "it costs €4,000 a year now, €20,800 then." in page


def test_a_zone_whose_changes_were_all_taken_back_can_be_deleted(hr: User) -> None:
    made = zone("X", "Empty", locations=())
    change = changes.schedule(zone=made, starts_on=NEXT, figures={"6": SIX}, by=hr)
    with pytest.raises(DomainError, match="can no longer be deleted"):
        zones.delete_zone(zone=made, by=hr)
    changes.withdraw_scheduled(change=change, reason="wrong zone", by=hr)
    zones.delete_zone(zone=made, by=hr)
    assert not PayZone.objects.filter(code="X").exists()
