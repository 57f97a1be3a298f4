"""A file that would give most people another name is asked about before it is written; a mapping is for the shell alone."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Employee, User
from ladders.exchange.models import PeopleUpload, UploadState
from ladders.exchange.people.write import import_people
from tests.conftest import signed_in
from tests.factories import EmployeeFactory

from .test_people_work import work

pytestmark = pytest.mark.django_db
NAMES = [
    "Ann Berg",
    "Bo Lind",
    "Cem Demir",
    "Dan Fox",
    "Eva Gray",
    "Fay Hill",
    "Gus Iyer",
    "Hal Jung",
    "Ina Koch",
    "Jo Lane",
]


@pytest.fixture
def ten() -> list[str]:
    for place, name in enumerate(NAMES):
        EmployeeFactory.create(number=f"N{place}", name=name)
    return NAMES


def text_of(names: list[str]) -> str:
    return "number,name\n" + "".join(f'N{place},"{name}"\n' for place, name in enumerate(names))


def shifted(count: int) -> list[str]:
    """The names, of which the first `count` stand one row too low."""
    return NAMES[count - 1 : count] + NAMES[: count - 1] + NAMES[count:]


def doubts(names: list[str]) -> list[str]:
    return import_people(files=[("p.csv", text_of(names).encode())], by=None, sure=False).doubts


def test_names_that_moved_against_their_numbers_are_asked_about(ten: list[str]) -> None:
    assert doubts(shifted(5)) == [
        "5 of 10 people who are here already would get another name: N0 Ann Berg would be Eva Gray; N1 Bo Lind would be Ann "
        "Berg; N2 Cem Demir would be Bo Lind. Perhaps the numbers stand in the wrong rows."
    ]
    assert (
        list(Employee.objects.filter(number__startswith="N").order_by("number").values_list("name", flat=True)) == NAMES
    )


@pytest.mark.parametrize(
    "names",
    [
        shifted(4),  # fewer than half
        [", ".join(reversed(name.split())) for name in NAMES],  # the same names, written otherwise
        [name.upper() for name in NAMES],
        NAMES,
        [""] * 10,
    ],
)
def test_other_files_are_not(ten: list[str], names: list[str]) -> None:
    assert doubts(names) == []


def test_four_new_names_of_four_are_not_enough(ten: list[str]) -> None:
    assert doubts(shifted(4)[:4]) == []


def test_people_who_are_new_do_not_count(ten: list[str]) -> None:
    text = text_of(shifted(5)) + "".join(f"X{each},New Person{each}\n" for each in range(40))
    made = import_people(files=[("p.csv", text.encode())], by=None, sure=False)
    assert (len(made.doubts), made.problems.refused) == (1, True)


def test_the_page_asks_for_a_tick(ten: list[str], hr: User) -> None:
    client = signed_in(hr)
    file = SimpleUploadedFile("p.csv", text_of(shifted(10)).encode())
    client.post(reverse("import-people"), {"source": file})
    work()
    upload = PeopleUpload.objects.get()
    page = reverse("people-upload", args=[upload.pk])
    text = client.get(page).content.decode()
    assert "10 of 10 people who are here already would get another name" in text
    assert 'name="sure"' in text
    answer = client.post(page + "apply/", follow=True)
    assert "This file looks wrong. Look at it again, and say that it is meant." in answer.content.decode()
    assert PeopleUpload.objects.get().state == UploadState.READY
    client.post(page + "apply/", {"sure": "1"})
    work()
    assert PeopleUpload.objects.get().state == UploadState.APPLIED
    assert Employee.objects.get(number="N0").name == "Jo Lane"


def test_the_shell_asks_for_sure(ten: list[str], tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(text_of(shifted(10)))
    said = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_people", str(path), stderr=said, stdout=StringIO())
    assert "fix what looks wrong, or say that it is meant (--sure)" in said.getvalue()
    call_command("import_people", str(path), "--sure", stderr=said, stdout=StringIO())
    assert Employee.objects.get(number="N0").name == "Jo Lane"


@pytest.mark.parametrize("page", ["import-people", "import-salaries"])
def test_pages_ask_for_no_mapping_file(page: str, hr_client: Client) -> None:
    text = hr_client.get(reverse(page)).content.decode()
    assert text.count('type="file"') == 1
    assert "JSON, as the guide describes it" not in text


def test_numbers_that_a_spreadsheet_rewrote_are_asked_about(ten: list[str]) -> None:
    EmployeeFactory.create(number="9.0")
    text = "number,name\n17.0,Una Moor\n2.00E+05,Vic Noel\n18,Wim Orth\nE12,Xia Pohl\n9.0,Known Already\n"
    plan = import_people(files=[("p.csv", text.encode())], by=None, sure=False)
    assert plan.doubts == [
        "These employee numbers look as if a spreadsheet had rewritten them: 17.0, 2.00E+05. Whoever has them would be new here."
    ]
    assert not Employee.objects.filter(number="17.0").exists()
