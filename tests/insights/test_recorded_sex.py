"""Sex for pay reporting: from the people file by words, in a table of its own, and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Employee
from accounts.roles import Role
from ladders.core.models import AuditEntry
from ladders.core.permissions import Permission
from ladders.exchange.people.mapping import PeopleMapping
from ladders.exchange.people.reports import report_of
from ladders.exchange.people.write import import_people, look
from ladders.insights.domain.pay_gap.people import Sex
from ladders.insights.domain.sex_words import SEX_WORDS, sex_of
from ladders.insights.models import RecordedSex
from tests.factories import UserFactory, account
from tests.rights import role_without

pytestmark = pytest.mark.django_db

FILE = "Personalnummer;Name;Geschlecht\n1;Ann Ohm;w\n2;Ben Ohm;m\n3;Cy Ohm;d\n4;Di Ohm;V\n5;Ed Ohm;\n"


def files(text: str = FILE) -> list[tuple[str, bytes]]:
    return [("people.csv", text.encode())]


def sexes() -> dict[str, str]:
    return dict(RecordedSex.objects.values_list("employee__number", "sex"))


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("F", Sex.WOMAN),
        ("Weiblich", Sex.WOMAN),
        ("Homme", Sex.MAN),
        (" divers ", Sex.NEITHER),
        ("k. A.", Sex.NOT_STATED),
    ],
)
def test_words_of_several_languages(text: str, sex: Sex) -> None:
    assert sex_of(text) is sex


def test_what_is_not_known_is_not_guessed() -> None:
    for text in ("V", "Andrea", "1", "h"):
        with pytest.raises(ValueError, match="is not known as a sex"):
            sex_of(text)
    assert {SEX_WORDS["f"], SEX_WORDS["w"], SEX_WORDS["m"]} == {Sex.WOMAN, Sex.MAN}


def test_a_letter_that_means_the_other_sex_beside_another_letter_is_not_guessed() -> None:
    """H/M is hombre and mujer, U/D uomo and donna; beside F, W or divers the same letters are what they mostly are."""
    for column, letter in ((("H", "M", ""), "M"), (("u", "d"), "d")):
        with pytest.raises(ValueError, match="Say what it means"):
            sex_of(letter, column)
    assert (sex_of("M", ("F", "M")), sex_of("d", ("w", "m", "d"))) == (Sex.MAN, Sex.NEITHER)
    made = import_people(files=files("number;name;sexo\n1;Ana;M\n2;Luis;H\n"), by=None)
    assert sexes() == {}
    told = {(each["text"], each["rows"]) for each in report_of(made)["unknown_values"]}
    assert told == {("M", 1), ("H", 1)}
    mapping = PeopleMapping.from_json(json.dumps({"values": {"sex": {"H": "man", "M": "woman"}}}))
    import_people(files=files("number;name;sexo\n1;Ana;M\n2;Luis;H\n"), by=None, mapping=mapping)
    assert sexes() == {"1": "woman", "2": "man"}


def test_a_people_file_brings_sexes_and_words_that_nobody_knows_are_counted() -> None:
    made = import_people(files=files(), by=None)
    assert sexes() == {"1": "woman", "2": "man", "3": "neither"}
    assert len(made.created) == 5
    report = report_of(made)
    assert report["unknown_values"] == [{"field": "sex", "text": "V", "rows": 1}]
    assert any("sex “V” counts as not recorded (1 row)" in each["message"] for each in report["problems"])
    assert not report["refused"]


def test_a_mapping_says_what_a_word_means_and_the_next_file_replaces() -> None:
    mapping = PeopleMapping.from_json(json.dumps({"values": {"sex": {"V": "woman"}}}))
    import_people(files=files(), by=None, mapping=mapping)
    assert sexes()["4"] == "woman"
    import_people(files=files(FILE.replace("Ann Ohm;w", "Ann Ohm;divers")), by=None)
    assert sexes() == {"1": "neither", "2": "man", "3": "neither", "4": "woman"}
    assert [entry.detail for entry in AuditEntry.objects.filter(verb="sex.recorded").order_by("pk")] == [
        {"people": [None, 4]},
        {"people": [None, 1]},
    ]


def test_who_may_not_report_on_equal_pay_brings_no_sexes() -> None:
    with role_without(Role.HR_ADMIN, Permission.EDIT_PAY_EQUITY):
        made = import_people(files=files(), by=UserFactory.create(roles=[Role.HR_ADMIN]))
    assert sexes() == {}
    assert report_of(made)["unknown_values"] == []
    assert any("sex is left out" in each["message"] for each in report_of(made)["problems"])


def test_looking_writes_nothing() -> None:
    look(files())
    assert sexes() == {}


def test_only_the_pay_equity_permission_reads_it() -> None:
    import_people(files=files(), by=None)
    readers = {
        role: RecordedSex.objects.visible_to(account(user__roles=[role], name="Rea Der")).count() for role in Role
    }
    assert readers == {role: 3 if role in (Role.HR_ADMIN, Role.PAY_EQUITY_ANALYST) else 0 for role in Role}
    ann = Employee.objects.get(number="1")
    own = account(name="O Wn")
    assert not RecordedSex.objects.visible_to(own).exists()
    assert not RecordedSex.objects.visible_to(ann.user).exists() if ann.user else True


def test_no_history_no_audit_entry_and_no_other_table_holds_it() -> None:
    import_people(files=files(FILE.replace(";w", ";woman-as-said")), by=None, mapping=_said("woman-as-said", "woman"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND column_name IN ('sex', 'gender')"
        )
        assert cursor.fetchall() == [("insights_recordedsex", "sex")]
        cursor.execute("SELECT metadata::text FROM pghistory_context")
        assert not any("woman" in row[0] for row in cursor.fetchall())
    assert not any("woman" in json.dumps(entry.detail) for entry in AuditEntry.objects.all())


def test_pages_about_people_do_not_show_it(hr_client: Client) -> None:
    import_people(files=files(), by=None)
    ann = Employee.objects.get(number="1")
    for url in ("/people/", f"/people/{ann.pk}/", "/people/?format=xlsx"):
        body = hr_client.get(url).content.decode(errors="ignore").casefold()
        assert "woman" not in body
        assert "weiblich" not in body


def _said(word: str, meaning: str) -> Any:
    return PeopleMapping.from_json(json.dumps({"values": {"sex": {word: meaning}}}))
