"""Bands from files: by the command and in the browser."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal as D
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.compensation.actions.changes import approve
from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import Band, BandChange, BandException, PayZone
from ladders.compensation.queries.structure import bands_on
from ladders.core.errors import DomainError
from ladders.exchange.bands.parse import BandMapping, money_of, read_bands, split_label
from ladders.exchange.bands.write import import_bands
from ladders.exchange.models import BandUpload, KeptColumns
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.publication import publish
from ladders.frameworks.models import Level
from ladders.impact.models import FactorPlan
from tests.compensation.money_data import bands, policy, zone
from tests.conftest import signed_in
from tests.factories import account, draft_framework, hr_admin
from tests.pages import assert_clean, squeezed

from .test_people_work import work

TODAY = dt.date(2026, 11, 22)
PLAIN = "grade,minimum,midpoint,maximum,currency\n5,71000,85000,99000,EUR\n6,84000,100500,117000,EUR\n"
SIX = Figures(D(84000), D(100500), D(117000))


def file(text: str, name: str = "bands.csv") -> list[tuple[str, bytes]]:
    return [(name, text.encode())]


@pytest.fixture
def place(plan: FactorPlan) -> PayZone:
    return zone()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("68896", "68896"),
        ("68,896.50", "68896.50"),
        ("€ 68 896", "68896"),
        ("68.896,50", "68896.50"),
        ("$112,464", "112464"),
    ],
)
def test_amounts(text: str, amount: str) -> None:
    assert money_of(text) == D(amount)


@pytest.mark.parametrize("text", ["", "-5", "1e5", "NaN", "12,34,56", "abc", "1,2.345"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount"):
        money_of(text)


def test_labels_split_at_the_last_hyphen() -> None:
    assert [split_label(text) for text in ("EN-ENG-01", "AC-03", "7")] == [("EN-ENG", "01"), ("AC", "03"), ("", "7")]


@pytest.mark.parametrize(
    ("text", "mapping", "expected"),
    [
        (PLAIN, BandMapping(), {"5": (71000, 85000, 99000), "6": (84000, 100500, 117000)}),
        ("grade,min,max\n6,84000,117000\n", BandMapping(), {"6": (84000, 100500, 117000)}),
        ("grade,min,max\n6,7000,9750\n", BandMapping(basis="month"), {"6": (84000, 100500, 117000)}),
        ("grade,min,max\n6,6000,9000\n", BandMapping(basis="month14"), {"6": (84000, 105000, 126000)}),
        ("grade,step 1,step 2,step 3\n6,84000,90000,117000\n", BandMapping(), {"6": (84000, 100500, 117000)}),
        ("grade,step 1,step 2,step 3\n6,84000,117000,\n", BandMapping(), {"6": (84000, 100500, 117000)}),
        ("grade,step,amount\n6,3,117000\n6,1,84000\n6,2,90000\n", BandMapping(), {"6": (84000, 100500, 117000)}),
        ("label,min,max\nEN-ENG-02,84000,117000\n", BandMapping(grades={"02": "6"}), {"6": (84000, 100500, 117000)}),
    ],
)
def test_shapes_of_files(
    place: PayZone, hr: User, text: str, mapping: BandMapping, expected: dict[str, tuple[int, int, int]]
) -> None:
    plan = import_bands(files=file(text), by=hr, mapping=mapping, today=TODAY)
    assert plan.problems.listed == []
    assert bands_on(place, TODAY) == {code: Figures(*map(D, own)) for code, own in expected.items()}


def test_a_repeat_changes_nothing_and_a_dry_run_neither(place: PayZone, hr: User) -> None:
    assert len(import_bands(files=file(PLAIN), by=hr, today=TODAY, dry_run=True).changed) == 2
    assert Band.objects.count() == 0
    import_bands(files=file(PLAIN), by=hr, today=TODAY)
    again = import_bands(files=file(PLAIN), by=hr, today=TODAY)
    assert (again.changed, Band.objects.count(), BandChange.objects.count()) == ({}, 2, 1)


def test_a_repeat_asks_a_second_person_once(place: PayZone, hr: User) -> None:
    policy(second_approver=True)
    for _time in range(2):
        import_bands(files=file(PLAIN), by=hr, today=TODAY)
    assert (BandChange.objects.count(), Band.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("grade,min,max,currency\n6,1,2,CHF\n", "row 2: 6 is in CHF, the zone in EUR"),
        ("grade,min,max\n99,1,2\n", "row 2: there is no grade 99"),
        ("grade,min,max\n6,5,2\n", "row 2: minimum, midpoint and maximum do not rise"),
        ("grade,min,max\n6,x,2\n", "row 2: “x” is no amount"),
        ("grade,min,max\n6,,2\n", "row 2: minimum or maximum is missing"),
        ("label,min,max\nAC-01,1,2\n", "row 2: which grade is AC-01?"),
        ("a,b\n1,2\n", "has no columns for a grade"),
    ],
)
def test_what_is_wrong_is_named_by_row_and_nothing_is_written(place: PayZone, hr: User, text: str, said: str) -> None:
    plan = import_bands(files=file(f"{text}"), by=hr, today=TODAY)
    assert plan.problems.refused
    assert said in plan.problems.listed[0].message
    assert Band.objects.count() == 0


def test_days_that_are_over_are_refused_whole(place: PayZone, hr: User) -> None:
    bands(place, {"6": SIX})
    with pytest.raises(DomainError, match="Days that are over"):
        import_bands(files=file("grade,min,max\n5,1,2\n6,3,4\n"), by=hr, starts_on=dt.date(2026, 1, 1), today=TODAY)
    assert bands_on(place, TODAY) == {"6": SIX}


def test_rows_of_one_grade_that_differ_are_named_and_never_averaged(place: PayZone, hr: User) -> None:
    draft = draft_framework(by=hr)
    publish(version=draft, seen=draft.revision, by=hr)
    text = "label,min,max\nS6,84000,117000\nP6,84000,117000\nM6,95000,130000\nXX-06,70000,71000\n"
    for _time in range(2):
        plan = import_bands(files=file(text), by=hr, mapping=BandMapping(grades={"XX-06": "6"}), today=TODAY)
    assert bands_on(place, TODAY) == {"6": SIX}
    assert [(item.row.label, item.level is not None, item.known) for item in plan.differing] == [
        ("M6", True, True),
        ("XX-06", False, False),
    ]
    row = BandException.objects.get()
    assert (row.level_code, row.minimum, row.maximum, row.state) == ("M6", D(95000), D(130000), "proposed")
    assert row.reason.endswith("row 4: M6")


def test_group_and_level_in_columns_mean_the_level_of_that_track(place: PayZone, hr: User) -> None:
    draft = draft_framework(by=hr)
    publish(version=draft, seen=draft.revision, by=hr)
    names = dict(Level.objects.filter(version=draft).values_list("code", "track__name"))
    text = f"track,level,min,max\n{names['S6']},S6,84000,117000\n{names['M6']},M6,95000,130000\nNowhere,M6,1,2\n"
    plan = import_bands(files=file(text), by=hr, mapping=BandMapping(grades={"Nowhere-M6": "6"}), today=TODAY)
    assert [(item.row.label, item.level and item.level.code) for item in plan.differing] == [
        (f"{names['M6']}-M6", "M6"),
        ("Nowhere-M6", None),
    ]
    assert bands_on(place, TODAY) == {"6": SIX}


def test_exceptions_of_an_old_file_are_proposed_from_today(place: PayZone, hr: User) -> None:
    draft = draft_framework(by=hr)
    publish(version=draft, seen=draft.revision, by=hr)
    text = "label,min,max\nS6,84000,117000\nM6,95000,130000\n"
    import_bands(files=file(text), by=hr, starts_on=dt.date(2020, 1, 1), today=TODAY)
    row = BandException.objects.get()
    assert (row.starts_on, row.ends_on) == (TODAY, dt.date(2028, 11, 21))


@pytest.mark.parametrize("labels", ["label\nSE3", "track,level\nSpecialist,SE3"])
def test_a_band_file_may_call_a_level_by_a_code_that_it_had(place: PayZone, hr: User, labels: str) -> None:
    draft = draft_framework(by=hr)
    Level.objects.filter(version=draft, code="S6").update(code="SE3")
    track = Level.objects.get(version=draft, code="SE3").track
    publish(version=draft, seen=draft.revision, by=hr)
    later = start_draft(framework=draft.framework, by=hr)
    Level.objects.filter(version=later, code="SE3").update(code="IC3")
    publish(version=later, seen=later.revision, by=hr)
    heading, row = labels.replace("Specialist", track.name).split("\n")
    plan = import_bands(files=file(f"{heading},min,max\n{row},84000,117000\n"), by=hr, today=TODAY, dry_run=True)
    day = timezone.localdate()
    assert [each.message for each in plan.problems.listed] == [
        f"bands.csv: “SE3” is called IC3 since {day.day} {day:%B} {day.year}."
    ]
    assert list(plan.bands) == ["6"]
    # A code that a level has today is that level, whoever had it before.
    assert (
        import_bands(files=file("label,min,max\nIC3,84000,117000\n"), by=hr, today=TODAY, dry_run=True).problems.listed
        == []
    )


def run(*args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("import_bands", *args, stdout=out, stderr=StringIO())
    except SystemExit as left:
        return int(str(left.code)), out.getvalue()
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_the_command(place: PayZone, tmp_path: Path) -> None:
    path, mapping = tmp_path / "bands.csv", tmp_path / "map.json"
    path.write_text(PLAIN)
    status, text = run(str(path), "--from", "2099-01-01", "--json")
    data = json.loads(text)
    assert (status, data["changed"], data["from"], data["zone"]) == (0, 2, "2099-01-01", "DE-N")
    assert data["bands"]["6"]["midpoint"] == "100500.00"
    assert run(str(path), "--zone", "XX")[0] == 1
    assert run(str(path), "--from", "soon")[0] == 2
    assert run(str(tmp_path / "none.csv"))[0] == 2
    mapping.write_text('{"grade": 1}')
    assert run(str(path), "--mapping", str(mapping))[0] == 2
    path.write_text("grade,min,max\n99,1,2\n")
    assert run(str(path))[0] == 1
    assert Band.objects.count() == 2


def test_several_zones_have_to_be_told_apart(place: PayZone, hr: User) -> None:
    zone("IE", "Cork", "EUR", ())
    with pytest.raises(DomainError, match="several pay zones"):
        import_bands(files=file(PLAIN), by=hr, today=TODAY)


def bring(client: Client, text: str, **more: Any) -> BandUpload:
    """Bring a csv for a day in the future."""
    data = {"file": SimpleUploadedFile("bands.csv", text.encode()), "zone": "DE-N", "starts_on": "2099-01-01"}
    before = set(BandUpload.objects.values_list("pk", flat=True))
    assert client.post("/bands/import/", data | more).status_code == 302
    work()
    made: BandUpload = BandUpload.objects.exclude(pk__in=before).get()
    return made


def looked_at(client: Client, upload: BandUpload) -> Any:
    """Its page, which is clean."""
    page = client.get(reverse("band-upload", args=[upload.pk]))
    assert_clean(page)
    return page


def take(client: Client, upload: BandUpload, *, follow: bool = False, **more: Any) -> Any:
    """Take it in, from its page as it is now."""
    stamp = client.get(reverse("band-upload", args=[upload.pk])).context.get("stamp", "")
    return client.post(reverse("band-upload-apply", args=[upload.pk]), {"stamp": stamp} | more, follow=follow)


def test_in_the_browser(place: PayZone, hr_client: Client, employee_client: Client) -> None:
    upload = bring(hr_client, PLAIN)
    stamp = looked_at(hr_client, upload).context["stamp"]
    assert Band.objects.count() == 0
    apply = reverse("band-upload-apply", args=[upload.pk])
    assert employee_client.post(apply, {"stamp": stamp}).status_code == 403
    assert hr_client.post(apply, {"stamp": stamp}).headers["Location"] == reverse("band-upload", args=[upload.pk])
    assert bands_on(place, dt.date(2099, 1, 1))["6"] == SIX
    hr_client.post(apply, {"stamp": stamp})
    upload.refresh_from_db()
    assert (BandChange.objects.count(), upload.state, bytes(upload.content)) == (1, "applied", b"")
    page = looked_at(hr_client, upload).content.decode()
    assert re.search(r'Taken in\.\s+<a href="/bands/zone/DE-N/">\s*See the bands', page)
    assert "Take the import back" in page
    policy(second_approver=True)
    second = bring(hr_client, PLAIN.replace("71000", "72000"))
    answer = squeezed(take(hr_client, second, follow=True))
    assert "1 band waits for a second person." in answer
    assert "Taken in." not in answer
    assert re.search(r"Bands of \S+ from 1 January 2099\s*</a>: Waits for a second person", answer)
    change = BandChange.objects.get(state="waiting")
    approve(change=change, by=hr_admin())
    assert "Taken in." in looked_at(hr_client, second).content.decode()


def test_the_only_zone_is_chosen_already(place: PayZone, hr_client: Client) -> None:
    pages = ("/bands/import/", "/bands/exceptions/new/", "/bands/supplements/new/")
    draft_framework()

    def chosen() -> list[str]:
        shown = [str(hr_client.get(page).context["form"]["zone"]) for page in pages]
        return [found[1] if (found := re.search(r"selected>([^<]*)<", each)) else "" for each in shown]

    assert chosen() == [str(place)] * 3
    zone("IE", "Cork", "EUR", ())
    assert set(chosen()) <= {"", "---------"}


def test_bands_that_changed_since_are_looked_at_again(place: PayZone, hr: User, hr_client: Client) -> None:
    upload = bring(hr_client, PLAIN)
    stamp = looked_at(hr_client, upload).context["stamp"]
    import_bands(files=file("grade,min,max\n4,60000,70000\n"), by=hr)
    answer = hr_client.post(reverse("band-upload-apply", args=[upload.pk]), {"stamp": stamp}, follow=True)
    assert "Bands have changed since you looked" in answer.content.decode()
    assert Band.objects.count() == 1
    take(hr_client, upload)
    assert Band.objects.count() == 3


def test_another_persons_upload_is_not_there(place: PayZone, hr_client: Client) -> None:
    upload = bring(hr_client, PLAIN)
    other = signed_in(account(user__roles=[Role.COMPENSATION_ANALYST]))
    assert other.get(reverse("band-upload", args=[upload.pk])).status_code == 404
    for name in ("apply", "correct", "forget", "discard"):
        assert other.post(reverse(f"band-upload-{name}", args=[upload.pk])).status_code == 404
    assert "bands.csv" not in other.get("/bands/import/").content.decode()
    assert (Band.objects.count(), BandUpload.objects.count()) == (0, 1)
    hr_client.post(reverse("band-upload-discard", args=[upload.pk]))
    assert not BandUpload.objects.exists()


def test_bands_that_look_wrong_are_asked_about(place: PayZone, hr: User, hr_client: Client, tmp_path: Path) -> None:
    wrong = "grade,min,max\n5,84000,117000\n6,71000,99000\n"
    upload = bring(hr_client, wrong)
    text = looked_at(hr_client, upload).content.decode()
    assert "Grade 5 would be paid as much as grade 6 above it, or more." in text
    take(hr_client, upload)
    path = tmp_path / "bands.csv"
    path.write_text(wrong)
    with pytest.raises(SystemExit):
        call_command("import_bands", str(path), stdout=StringIO(), stderr=StringIO())
    assert Band.objects.count() == 0
    take(hr_client, upload, sure="1")
    assert Band.objects.count() == 2


@pytest.mark.parametrize("text", ["grade,min,max\n99,1,2\n", "", "\0\1", "a,b\n1,2\n", "PK\x03\x04nonsense"])
def test_bad_files_in_the_browser(place: PayZone, hr_client: Client, text: str) -> None:
    data = {"file": SimpleUploadedFile("bands.csv", text.encode()), "zone": "DE-N", "starts_on": "2099-01-01"}
    if not text:
        assert_clean(hr_client.post("/bands/import/", data), status=422)
        return
    upload = bring(hr_client, text)
    assert upload.state == "refused"
    assert "Take these bands in" not in looked_at(hr_client, upload).content.decode()
    take(hr_client, upload)
    assert Band.objects.count() == 0


@pytest.mark.parametrize("more", [{"zone": "XX"}, {"starts_on": "soon"}])
def test_a_wrong_form_is_answered_at_the_field(place: PayZone, hr_client: Client, more: dict[str, str]) -> None:
    data = {"file": SimpleUploadedFile("b.csv", PLAIN.encode()), "zone": "DE-N", "starts_on": "2099-01-01"}
    assert_clean(hr_client.post("/bands/import/", data | more), status=422)
    assert not BandUpload.objects.exists()


ODD = "Stufenname,von,bis,1,Notiz\nEN-05,5.900,8.200,x,a\nEN-06,7.000,9.750,y,b\n"
SAID = {
    "column-0": "label",
    "column-1": "minimum",
    "column-2": "maximum",
    "column-3": "ignore",
    "column-4": "ignore",
    "basis": "month",
    "amounts": "comma",
    "zone": "DE-N",
    "starts_on": "2099-01-01",
}


def test_columns_labels_and_periods_are_said_on_the_page_and_kept(place: PayZone, hr: User, hr_client: Client) -> None:
    zone("IE", "Cork", "EUR", ())
    upload = bring(hr_client, ODD, zone="IE")
    text = looked_at(hr_client, upload).content.decode()
    assert [part in text for part in ("Say what the columns mean", "EN-05 · EN-06", "amount of step 1")] == [True] * 3
    correct = reverse("band-upload-correct", args=[upload.pk])
    wrong = hr_client.post(correct, SAID | {"column-1": "maximum"})
    assert_clean(wrong, status=422)
    assert "Another column means this already" in wrong.content.decode()
    hr_client.post(correct, SAID)
    work()
    text = looked_at(hr_client, upload).content.decode()
    assert "which grade is EN-05?" in text
    assert "“EN-06” is grade" in text
    hr_client.post(correct, SAID | {"grade-0": "5", "grade-1": "6"})
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.zone) == ("ready", place)
    take(hr_client, upload)
    assert bands_on(place, dt.date(2099, 1, 1)) == {"5": Figures(D(70800), D(84600), D(98400)), "6": SIX}
    kept = KeptColumns.objects.get()
    assert (kept.kind, kept.by, kept.mapping["grades"]) == ("bands", hr, {"EN-05": "5", "EN-06": "6"})
    other = signed_in(account(user__roles=[Role.COMPENSATION_ANALYST]))
    second = bring(other, ODD.replace("9.750", "9.990"), starts_on="2100-01-01")
    assert (second.state, second.kept) == ("ready", kept)
    assert f"Read as {hr.name} said" in looked_at(other, second).content.decode()
    other.post(reverse("band-upload-forget", args=[second.pk]))
    work()
    second.refresh_from_db()
    assert (second.state, second.mapping, KeptColumns.objects.count()) == ("refused", None, 0)


def test_many_labels_are_asked_about_by_their_level(place: PayZone, hr_client: Client) -> None:
    rows = "".join(f"G{group}-0{level},1,2\n" for group in range(20) for level in (1, 2))
    upload = bring(hr_client, f"label,min,max\n{rows}")
    assert looked_at(hr_client, upload).context["correction"].names == ["01", "02"]


@pytest.mark.real_data
def test_the_pay_of_a_whole_public_service(plan: FactorPlan, hr: User, real_data: Path) -> None:
    """494 ranges of 74 groups; labels split at the last hyphen give 102 ladders. No currency: it is the zone's."""
    path = real_data / "canada-pay" / "core.csv"
    read = read_bands([(path.name, path.read_bytes())])
    assert (len(read.rows), read.groups, read.subgroups, read.problems.listed) == (494, 74, 102, [])
    made = zone("CA", "Canada", "CAD", ())
    grades = {row.label: str(index % 10 + 1) for index, row in enumerate(read.rows)}
    taken = import_bands(files=[(path.name, path.read_bytes())], by=hr, mapping=BandMapping(grades=grades), today=TODAY)
    assert (len(bands_on(made, TODAY)), len(taken.bands) + len(taken.differing) <= 494) == (10, True)
    stated = {row.figures for row in read.rows}
    assert set(bands_on(made, TODAY).values()) <= stated  # each band is one that the file states


def test_all_that_is_wrong_in_a_row_is_told_with_its_columns(place: PayZone, hr: User) -> None:
    plan = import_bands(files=file("grade,min,max,currency\n6,x,y,EURO\n"), by=hr, today=TODAY)
    told = [(each.message.partition(": ")[2], each.column) for each in plan.problems.listed]
    assert [(part[:12], column) for part, column in told] == [
        ("the currency", "D"),
        ("“x” is no am", "B"),
        ("“y” is no am", "C"),
    ]
