"""One file of bands for several pay zones; and that a worker reads files of bands, not the page."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal as D
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ladders.compensation.domain.bands import Figures
from ladders.compensation.models import Band, PayZone
from ladders.compensation.queries.structure import bands_on
from ladders.core.errors import DomainError
from ladders.exchange.bands.parse import BandMapping
from ladders.exchange.bands.write import BandPlan, import_bands
from ladders.exchange.models import BandUpload, KeptColumns, UploadState
from tests.compensation.money_data import zone
from tests.pages import squeezed

from .test_bands_import import TODAY, bring, file, looked_at, take
from .test_people_work import work

pytestmark = pytest.mark.django_db
START = dt.date(2099, 1, 1)
TEXT = "Pay zone,grade,min,mid,max\nDE-N,5,71000,85000,99000\nDE-N,6,84000,100500,117000\ncork,5,60000,70000,80000\n"


@pytest.fixture
def zones(plan: object) -> tuple[PayZone, PayZone]:
    return zone(), zone("IE", "Cork", "EUR", ())


def figures(*amounts: int) -> Figures:
    return Figures(*map(D, amounts))


def messages(plan: BandPlan) -> list[str]:
    return [problem.message for problem in plan.problems.listed]


def test_each_row_goes_into_its_zone_by_code_or_name(zones: tuple[PayZone, PayZone], hr: User) -> None:
    plan = import_bands(files=file(TEXT), by=hr, today=TODAY)
    assert [(str(each.zone), each.rows, len(each.changed)) for each in plan.all] == [
        (str(zones[0]), 2, 2),
        (str(zones[1]), 1, 1),
    ]
    assert bands_on(zones[0], TODAY)["5"] == figures(71000, 85000, 99000)
    assert bands_on(zones[1], TODAY) == {"5": figures(60000, 70000, 80000)}
    again = import_bands(files=file(TEXT), by=hr, today=TODAY)
    assert [len(each.changed) for each in again.all] == [0, 0]
    [further] = again.report()["further_zones"]
    assert (further["zone"], further["unchanged"]) == ("IE", 1)


def test_rows_without_a_zone_are_of_the_one_that_is_said(zones: tuple[PayZone, PayZone], hr: User) -> None:
    text = TEXT.replace("cork,5", ",7")
    with pytest.raises(DomainError, match="several pay zones"):
        import_bands(files=file(text), by=hr, today=TODAY)
    import_bands(files=file(text), by=hr, zone="ie", today=TODAY)
    assert (set(bands_on(zones[0], TODAY)), set(bands_on(zones[1], TODAY))) == ({"5", "6"}, {"7"})


def test_steps_of_two_zones_are_two_ranges(zones: tuple[PayZone, PayZone], hr: User) -> None:
    bases = (("IE", 50000), ("DE-N", 70000))
    rows = "".join(f"{code},5,{step},{base + step * 1000}\n" for code, base in bases for step in (1, 3))
    import_bands(files=file(f"zone,grade,step,amount\n{rows}"), by=hr, today=TODAY)
    assert bands_on(zones[1], TODAY)["5"] == figures(51000, 52000, 53000)
    assert bands_on(zones[0], TODAY)["5"] == figures(71000, 72000, 73000)


def test_all_zones_or_none(zones: tuple[PayZone, PayZone], hr: User) -> None:
    plan = import_bands(files=file(TEXT + "Atlantis,5,1,2,3\nAtlantis,6,1,2,3\n"), by=hr, today=TODAY)
    assert messages(plan) == [
        "bands.csv, row 5 and 1 more: there is no pay zone “Atlantis”. Make it first, or say which zone is meant."
    ]
    assert Band.objects.count() == 0
    plan = import_bands(files=file(TEXT.replace("cork,5", "cork,99")), by=hr, today=TODAY)
    assert "there is no grade 99" in messages(plan)[0]
    assert Band.objects.count() == 0


def test_a_mapping_says_what_a_name_means(zones: tuple[PayZone, PayZone], hr: User) -> None:
    mapping = BandMapping.from_json('{"zones": {"Atlantis": "IE"}}')
    import_bands(files=file(TEXT.replace("cork", "ATLANTIS")), by=hr, mapping=mapping, today=TODAY)
    assert bands_on(zones[1], TODAY) == {"5": figures(60000, 70000, 80000)}


def test_the_shell_names_each_zone(zones: tuple[PayZone, PayZone], tmp_path: Path) -> None:
    path, out = tmp_path / "bands.csv", StringIO()
    path.write_text(TEXT)
    call_command("import_bands", str(path), "--from", "2099-01-01", stdout=out)
    assert out.getvalue().splitlines() == [
        f"{zones[0]}:",
        "Rows: 2; groups: 0; bands changed: 2, unchanged: 0; exceptions proposed: 0.",
        f"{zones[1]}:",
        "Rows: 1; groups: 0; bands changed: 1, unchanged: 0; exceptions proposed: 0.",
    ]
    out = StringIO()
    call_command("import_bands", str(path), "--from", "2099-01-01", "--json", stdout=out)
    assert json.loads(out.getvalue())["further_zones"][0]["zone"] == "IE"


def test_in_the_browser_with_a_name_that_nobody_knows(zones: tuple[PayZone, PayZone], hr_client: Client) -> None:
    upload = bring(hr_client, TEXT.replace("cork", "Atlantis"))
    assert upload.state == UploadState.REFUSED
    page = looked_at(hr_client, upload)
    assert "“Atlantis” is pay zone" in page.content.decode()
    form = page.context["correction"]
    sent = {field.html_name: field.value() or "" for field in form} | {"zone-0": "IE"}
    hr_client.post(reverse("band-upload-correct", args=[upload.pk]), sent)
    work()
    text = squeezed(looked_at(hr_client, upload))
    assert f"<h2>{zones[0]}</h2>" in text
    assert f"<h2>{zones[1]}</h2>" in text
    assert "3 of 3 bands would change." in text
    answer = take(hr_client, upload, follow=True)
    assert f'<a href="{reverse("bands")}">All pay zones</a>' in squeezed(answer)
    assert bands_on(zones[1], START) == {"5": figures(60000, 70000, 80000)}
    assert set(bands_on(zones[0], START)) == {"5", "6"}
    assert KeptColumns.objects.get().mapping["zones"] == {"Atlantis": "IE"}


def test_a_worker_reads_the_file_and_the_page_only_compares(zones: tuple[PayZone, PayZone], hr_client: Client) -> None:
    data = {"file": SimpleUploadedFile("bands.csv", TEXT.encode()), "zone": "DE-N", "starts_on": "2099-01-01"}
    hr_client.post("/bands/import/", data)
    upload = BandUpload.objects.get()
    text = squeezed(looked_at(hr_client, upload))
    assert (upload.state, upload.report) == (UploadState.READING, {})
    assert "You can leave this page" in text
    assert take(hr_client, upload).status_code == 302
    assert Band.objects.count() == 0
    work()
    BandUpload.objects.update(content=b"\0")  # nobody opens it any more
    assert "3 of 3 bands would change." in squeezed(looked_at(hr_client, upload))
    take(hr_client, upload)
    upload.refresh_from_db()
    assert (upload.state, upload.report, Band.objects.count()) == (UploadState.APPLIED, {}, 3)
