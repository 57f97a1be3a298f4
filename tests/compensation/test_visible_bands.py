"""Bands on the pages of frameworks: who sees which, and who sees nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.actions import changes, deviations
from ladders.compensation.domain.bands import Figures, adjusted
from ladders.compensation.models import PayZone
from ladders.compensation.queries import visible_bands
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.domain.parity import Code, FindingSeverity, check
from ladders.frameworks.models import Level, Version
from ladders.frameworks.queries.versions import shape_of
from ladders.impact.models import FactorPlan
from ladders.placements.models import Placement
from tests.compensation.money_data import SIX, bands, ladder, policy, zone
from tests.conftest import signed_in
from tests.factories import account, draft_framework
from tests.shared_rows import shared_rows

LATTICE, LEVEL = "/frameworks/research/", "/frameworks/research/levels/S6/"
SIX_SAID = ("€84k – 117k", "€84,000", "€100,500", "€117,000")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    visible_bands.forget()


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    draft = draft_framework(by=hr)
    publish(version=draft, seen=draft.revision, by=hr)
    return Version.objects.get(pk=draft.pk)


@shared_rows
def place(version: Version) -> PayZone:
    made = zone()
    bands(made, ladder() | {"6": SIX})
    return made


def person(version: Version | None = None, level: str = "", location: str = "Lübeck", **more: object) -> Client:
    user = account(location=location, **more)
    if version and level:
        row = version.level_set.get(code=level)
        Placement.objects.create(
            employee=user.employee,
            framework=version.framework,
            version=version,
            level=row,
            level_key=row.key,
            starts_on=dt.date(2025, 1, 1),
        )
    return signed_in(user)


def texts(client: Client) -> str:
    pages = [client.get(LATTICE), client.get(LEVEL)]
    assert [page.status_code for page in pages] == [200, 200]
    return "".join(page.content.decode() for page in pages)


@pytest.mark.parametrize("setting", [None, "hr", "near"])
def test_an_unplaced_employee_sees_no_amount_unless_everyone_does(
    version: Version, place: PayZone, setting: str | None
) -> None:
    if setting:
        policy(band_visibility=setting)
    assert "€" not in texts(person())


def test_everyone_sees_the_bands_of_their_own_zone(version: Version, place: PayZone) -> None:
    policy(band_visibility="everyone")
    other = zone("IE", "Cork", "GBP", ("Cork",))
    bands(other, {"6": Figures(D(61000), D(62000), D(63000))})
    body = texts(person())
    for said in SIX_SAID:
        assert said in body
    assert "£" not in body
    assert "£61k – 63k" in texts(person(location="Cork"))
    assert "€" not in texts(person(location="Oslo"))
    client = person(location="Cork")
    assert "€" not in client.get(f"{LATTICE}?zone=DE-N").content.decode()  # only who sees all bands chooses a zone


def test_own_grade_and_the_ones_next_to_it(version: Version, place: PayZone) -> None:
    policy(band_visibility="near")
    near, far = texts(person(version, "S5")), texts(person(version, "E3"))
    assert "€84k – 117k" in near
    assert "€50k – 66k" not in near  # grade 3
    assert "€50k – 66k" in far
    assert "€84k" not in far
    assert "€84,000" not in far


def test_pages_kept_for_one_reader_are_not_shown_to_another(
    version: Version, place: PayZone, hr_client: Client
) -> None:
    policy(band_visibility="hr")
    plain, analyst = person(), person(user__roles=[Role.COMPENSATION_ANALYST])
    assert "€" in texts(hr_client)
    assert "€" not in texts(plain)
    assert "€" in texts(analyst)
    assert "€" not in texts(plain)
    policy(band_visibility="everyone")
    assert "€" in texts(plain)
    policy(band_visibility="hr")
    assert "€" not in texts(plain)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.HR_ADMIN, True),
        (Role.COMPENSATION_ANALYST, True),
        (Role.EMPLOYEE_REPRESENTATIVE, True),
        (Role.FRAMEWORK_EDITOR, False),
        (Role.SYSTEM_ADMINISTRATOR, False),
    ],
)
def test_by_role(version: Version, place: PayZone, role: Role, sees: bool) -> None:
    assert ("€" in texts(person(user__roles=[role]))) is sees


def test_three_percent_shows_from_its_day_on_every_track(
    version: Version, place: PayZone, hr: User, hr_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = dt.date(2026, 11, 22)
    changes.schedule(zone=place, starts_on=dt.date(2027, 1, 1), figures={"6": adjusted(SIX, D(3))}, by=hr, today=today)
    for day, said in (
        (dt.date(2026, 12, 31), ("€84,000", "€100,500", "€117,000")),
        (dt.date(2027, 1, 1), ("€86,520", "€103,515", "€120,510")),
    ):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        for code in ("S6", "P6", "I6", "M6"):
            body = hr_client.get(f"/frameworks/research/levels/{code}/").content.decode()
            for amount in said:
                assert amount in body
    assert "€86,520 – 120,510" in hr_client.get(LATTICE).content.decode()


def test_an_exception_is_marked_and_a_supplement_is_apart(
    version: Version, place: PayZone, hr: User, hr_client: Client
) -> None:
    level, today = version.level_set.get(code="S6"), timezone.localdate()
    row = deviations.propose_exception(
        framework=version.framework,
        level_key=level.key,
        zone=place,
        starts_on=today,
        ends_on=today + dt.timedelta(days=100),
        figures=Figures(D(91111), D(95000), D(99000)),
        reason="Nobody to be found",
        criterion="labour_market",
        by=hr,
    )
    assert "own band until" not in texts(hr_client)
    deviations.approve_exception(exception=row, by=hr)
    body = texts(hr_client)
    assert "own band until" in body
    assert "€91,111" in body
    assert "Nobody to be found" in body
    policy(band_visibility="near")
    far = texts(person(version, "E3"))
    assert "own band" not in far
    assert "Nobody to be found" not in far
    deviations.add_supplement(
        values={
            "framework": version.framework,
            "zone": place,
            "starts_on": today,
            "ends_on": None,
            "percent": D("4.50"),
            "evidence": "Survey",
            "criterion": "labour_market",
            "review_on": today,
        },
        by=hr,
    )
    body = hr_client.get(LATTICE).content.decode()
    assert "market supplement of 4.50 %" in body
    assert "€84k – 117k" in body


def test_the_lattice_takes_four_queries(version: Version, place: PayZone) -> None:
    policy(band_visibility="everyone")
    client = person(version, "S5")
    texts(client)
    for address in (LATTICE, LEVEL):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        assert len(queries) == 4


def test_parity_asks_for_a_band_on_every_grade_in_use(version: Version, place: PayZone, hr_client: Client) -> None:
    assert visible_bands.grades_without_band() == {}
    place.bands.filter(grade__code="3").delete()
    place.bands.filter(grade__code="1").delete()
    assert visible_bands.grades_without_band() == {"1": ("Lübeck",), "3": ("Lübeck",)}
    found = [
        item
        for item in check(shape_of(version), unbanded=visible_bands.grades_without_band())
        if item.code == Code.NO_BAND
    ]
    assert [(str(item), item.severity) for item in found] == [
        ("E3: grade 3 has no pay band in Lübeck.", FindingSeverity.NEEDS_REASON)
    ]
    place.bands.filter(grade__code="6").delete()
    found = [
        item
        for item in check(shape_of(version), unbanded=visible_bands.grades_without_band())
        if item.code == Code.NO_BAND
    ]
    assert [item.severity for item in found] == [FindingSeverity.WARNING, FindingSeverity.WARNING]


def test_levels_on_one_grade_are_one_band(version: Version) -> None:
    assert Level.objects.filter(version=version, grade__code="6").count() == 4
