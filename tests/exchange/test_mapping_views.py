"""The mapping page: corrected step by step, read again, kept with the framework, offered the next time."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from ladders.core.models import Job
from ladders.exchange.frameworks_in.mapping.table_mapping import Mapping
from ladders.exchange.models import KeptMapping, Upload
from ladders.frameworks.models import Competency, Framework, Level
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in
from tests.pages import squeezed

from .samples import csv_bytes, xlsx_bytes
from .test_apply import LONG
from .test_corrections import ODD
from .test_readings import AREAS
from .test_views import bring, page, work

pytestmark = pytest.mark.django_db


def fixed(client: Client, rows: list[list[str]] = ODD, name: str = "odd.csv") -> str:
    """Bring the odd matrix, say what it means, have it read again; its address."""
    address = bring(client, name, csv_bytes(rows))
    client.post(f"{address}mapping/", {"sheet": "0", "do": "lay:matrix"})
    told = {"sheet": "0", "row-2": "level_title", "label-2": "Name of the job", "means-3": "ignore", "do": "read"}
    assert client.post(f"{address}mapping/", told)["Location"] == address
    work()
    return address


def test_what_was_not_understood_is_said_and_then_taken_in(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "odd.csv", csv_bytes(ODD))
    assert "Say what its columns mean" in page(hr_client, address)
    shown = page(hr_client, f"{address}mapping/")
    assert 'id="lay-skip" aria-pressed="true"' in shown
    answer = hr_client.post(f"{address}mapping/", {"sheet": "0", "do": "lay:matrix"})
    assert answer["Location"] == f"{address}mapping/?sheet=0&framework=0#sheet"
    shown = page(hr_client, f"{address}mapping/")
    assert 'id="lay-matrix" aria-pressed="true"' in shown
    assert '<option value="level:descriptor" selected>' in shown
    # Nothing is read with it before the person says so.
    assert Upload.objects.get().state == "refused"

    address = fixed(hr_client)
    assert "2 levels were found with 4 expectations." in " ".join(page(hr_client, address).split())
    hr_client.post(f"{address}aim/", {"where": "new", "name": "Making"})
    work()
    hr_client.post(f"{address}apply/")
    work()
    assert list(Level.objects.values_list("title", flat=True)) == ["Helper", "Maker"]


def test_a_corrected_mapping_is_kept_and_offered_for_the_next_file(
    hr_client: Client, hr: User, plan: FactorPlan
) -> None:
    address = fixed(hr_client, name="making.csv")
    hr_client.post(f"{address}apply/")
    work()
    kept = KeptMapping.objects.get()
    assert (kept.framework.name, kept.files, kept.by) == ("Making", "making.csv", hr)

    more = [*ODD, ["Thinking", "Thinks", "Thinks ahead", ""]]
    address = bring(hr_client, "making 2027.csv", csv_bytes(more))
    shown = " ".join(page(hr_client, address).split())
    assert "as somebody corrected it for making.csv" in shown
    hr_client.post(f"{address}aim/", {"where": "making", "name": ""})
    work()
    hr_client.post(f"{address}apply/")
    work()
    assert list(Competency.objects.values_list("name", flat=True)) == ["Making", "Talking", "Thinking"]
    assert (KeptMapping.objects.count(), Framework.objects.count()) == (1, 1)

    address = bring(hr_client, "making 2028.csv", csv_bytes(more))
    hr_client.post(f"{address}guess/")
    work()
    upload = Upload.objects.get(pk=address.split("/")[2])
    assert (upload.kept_id, upload.state) == (None, "refused")


def test_the_shell_uses_what_was_kept(hr_client: Client, plan: FactorPlan, tmp_path: Any, capsys: Any) -> None:
    address = fixed(hr_client, name="making.csv")
    hr_client.post(f"{address}apply/")
    work()
    path = tmp_path / "later.csv"
    path.write_bytes(csv_bytes([*ODD, ["Thinking", "Thinks", "Thinks ahead", ""]]))
    call_command("import_framework", str(path), "--name", "Making")
    told = capsys.readouterr()
    assert "Read with the mapping that was corrected for making.csv." in told.err
    assert Competency.objects.count() == 3
    with pytest.raises(SystemExit):
        call_command("import_framework", str(path), "--name", "Something else")


def test_nobody_is_offered_the_mapping_of_a_framework_they_may_not_edit(
    hr_client: Client, plan: FactorPlan, employee: User
) -> None:
    from ladders.exchange.frameworks_in.pipeline import read
    from ladders.exchange.frameworks_in.saved_mappings import offered

    address = fixed(hr_client)
    hr_client.post(f"{address}apply/")
    work()
    tables = read([("odd.csv", csv_bytes(ODD))]).tables
    assert offered(tables, employee) is None
    assert offered(tables, Upload.objects.get().owner) == KeptMapping.objects.get()


def test_arrows_and_lists_change_levels_and_tracks(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())
    there = f"{address}mapping/"
    assert hr_client.post(there, {"do": "down:0:1"})["Location"].endswith("#tracks")
    hr_client.post(there, {"on-1-1": "0", "name-0": "Craft", "do": "move"})
    upload = Upload.objects.get()
    tracks = Mapping.from_json(upload.correction).tracks
    assert [(track.name, [level.title for level in track.levels]) for track in tracks] == [
        ("Craft", ["Staff", "Senior", "Manager"]),
        ("Management", ["Team lead"]),
    ]
    assert Mapping.from_json(upload.mapping).tracks[0].name == "Specialist"
    hr_client.post(there, {"do": "reset"})
    assert Upload.objects.get().correction is None


def test_htmx_gets_an_address_to_go_to(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())
    answer = hr_client.post(f"{address}mapping/", {"do": "read"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, address)


def test_everything_left_out_is_refused_with_a_sentence(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())
    hr_client.post(f"{address}mapping/", {"do": "lay:skip"})
    answer = hr_client.post(f"{address}mapping/", {"do": "read"}, follow=True)
    assert "Every sheet is left out" in squeezed(answer)
    assert Upload.objects.get().state == "ready"


def test_nothing_is_corrected_while_it_is_read_or_after_it_was_written(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())
    hr_client.post(f"{address}mapping/", {"do": "read"})
    assert Job.objects.unfinished().count() == 1
    assert hr_client.post(f"{address}mapping/", {"do": "lay:skip"})["Location"] == address
    work()
    hr_client.post(f"{address}apply/")
    work()
    assert hr_client.get(f"{address}mapping/")["Location"] == address
    assert hr_client.post(f"{address}guess/")["Location"] == address
    assert Upload.objects.get().state == "applied"


def test_management_is_never_the_first_choice(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())
    hr_client.post(f"{address}mapping/", {"on-0-0": "new", "do": "move"})
    tracks = Mapping.from_json(Upload.objects.get().correction).tracks
    assert (tracks[-1].kind, tracks[-1].name) == ("specialist", "New track")
    shown = page(hr_client, f"{address}mapping/")
    assert shown.index('value="shared"') < shown.index('value="specialist"') < shown.index('value="management"')


def test_the_page_stays_light_and_makes_the_same_queries(
    hr_client: Client, plan: FactorPlan, django_assert_num_queries: Any
) -> None:
    head = LONG.split("\n")[0]
    many = [f"T{n % 90},X{n},{n},Title {n},5,Craft,Method {n},4,Does {n}" for n in range(900)]
    wide = ",".join([head, *(f"Extra {n}" for n in range(300))])
    for text in (LONG, "\n".join([head, *many]), "\n".join([wide, *(f"{line}{',x' * 300}" for line in many)])):
        address = bring(hr_client, "a.csv", text.encode())
        hr_client.get(f"{address}mapping/")
        with django_assert_num_queries(8):
            answer = hr_client.get(f"{address}mapping/")
        assert len(answer.content) < 220_000


def test_another_person_corrects_nothing(hr_client: Client, editor: User, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())
    for path in ("mapping/", "guess/"):
        assert signed_in(editor).post(f"{address}{path}", {"do": "lay:skip"}).status_code == 404
    assert Upload.objects.get().correction is None


def test_sheets_that_were_taken_for_groups_become_tracks_in_the_browser(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "areas.xlsx", xlsx_bytes(AREAS))
    shown = " ".join(page(hr_client, address).split())
    assert "3 levels were found with 12 expectations." in shown
    assert "Dough and Guests name the very same levels." in shown
    assert '<details class="exchange-decided" open>' in shown  # something was guessed
    assert "How each sheet was read, and why" in shown
    shown = " ".join(page(hr_client, f"{address}mapping/").split())
    assert 'value="sheets:group" aria-pressed="true"' in shown
    assert "All its competencies belong to the group “Dough”." in shown
    assert 'name="group" value="Dough"' in shown

    hr_client.post(f"{address}mapping/", {"sheet": "0", "group": "Dough", "do": "sheets:track"})
    shown = page(hr_client, f"{address}mapping/")
    assert 'value="sheets:track" aria-pressed="true"' in shown
    assert 'name="track" value="Dough"' in shown
    told = {"sheet": "0", "track": "Doughs", "group": "", "do": "read"}
    assert hr_client.post(f"{address}mapping/", told)["Location"] == address
    work()
    assert [track["name"] for track in Upload.objects.get().report["tree"][0]["tracks"]] == ["Doughs", "Guests"]


def test_how_sheets_were_read_stands_open_where_something_is_guessed_or_left_out(
    hr_client: Client, plan: FactorPlan
) -> None:
    levels = "Track,Code,Title{}\nCooks,C1,Cook{}\nCooks,C2,Head cook{}\n"
    plain = page(hr_client, bring(hr_client, "plain.csv", levels.format("", "", "").encode()))
    assert '<details class="exchange-decided">' in plain
    more = page(hr_client, bring(hr_client, "more.csv", levels.format(",Taste", ",seasons", ",composes").encode()))
    assert '<details class="exchange-decided" open>' in more
    assert "Not taken in: D “Taste”." in " ".join(more.split())
