"""The audit trail and its page."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.core.audit import changes, record
from ladders.core.audit_names import NAMES
from ladders.core.audit_reading import changes as told
from ladders.core.audit_words import AREAS, FIELDS_OF, SENTENCES
from ladders.core.filters import PAGE
from ladders.core.models import AuditEntry
from tests.conftest import signed_in
from tests.factories import UserFactory
from tests.pages import assert_clean, squeezed

from .audited_verbs import recorded_names, recorded_verbs

pytestmark = pytest.mark.django_db


def shown(answer: Any) -> list[str]:
    """The subjects on the page, in its order."""
    return [entry.subject for entry, *_rest in answer.context["rows"]]


def test_an_entry_says_who_did_what(hr_client: Client, hr: User) -> None:
    record(
        by=hr,
        verb="frameworks.level.edited",
        subject="Engineering · S6 Staff engineer",
        detail={"title": ["Staff", "Staff engineer"], "scope": ["", "All of it"], "summary": ["Gone", None]},
    )
    answer = hr_client.get("/audit/")
    assert_clean(answer)
    text = " ".join(re.sub(r"<[^>]+>", " ", squeezed(answer)).split())
    assert "Hana Ruiz changed the level Engineering · S6 Staff engineer" in text
    assert "scope after: All of it title before: Staff → after: Staff engineer in one line before: Gone" in text


def test_what_ladders_did_itself_and_an_unknown_verb_are_readable(hr_client: Client) -> None:
    record(by=None, verb="frameworks.thing.turned_round", subject="Engineering")
    text = " ".join(re.sub(r"<[^>]+>", " ", squeezed(hr_client.get("/audit/"))).split())
    assert "Ladders itself thing turned round Engineering" in text


def test_texts_of_people_are_shown_as_text(hr_client: Client, hr: User) -> None:
    record(by=hr, verb="x.y", subject="<script>alert(1)</script>", detail={"<b>": ["<i>", "&"]})
    answer = hr_client.get("/audit/")
    assert_clean(answer)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in squeezed(answer)


def test_any_detail_can_be_shown() -> None:
    entry = AuditEntry(
        detail={"one_word": 5, "flag": [False, True], "many": [["a", 1], []], "map": {"a": None, "b": "c"}}
    )
    assert [(change.name, change.before, change.after) for change in told(entry)] == [
        ("one word", "", "5"),
        ("flag", "no", "yes"),
        ("many", "a, 1", ""),
        ("map", "", "a: , b: c"),
    ]


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("2027-06-02", "2 June 2027"),
        ("2027-13-02", "2027-13-02"),
        ("from 2027-06-02", "from 2027-06-02"),
        ("28840.00 / 32960.50 / 37080 EUR", "28,840 / 32,960.50 / 37,080 EUR"),
        ("4.00", "4.00"),
        ("S7 12000 VIP", "S7 12000 VIP"),
    ],
)
def test_days_and_amounts_are_told_as_people_write_them(stored: str, read: str) -> None:
    assert [change.after for change in told(AuditEntry(detail={"x": [None, stored], "y": [None, ""]}))] == [read]


def test_changes_are_what_differs() -> None:
    before = {"a": 1, "b": None, "c": dt.date(2026, 1, 1), "d": "same"}
    after = {"a": 2, "b": "x", "c": dt.date(2026, 2, 1), "d": "same"}
    assert changes(before, after) == {"a": [1, 2], "b": [None, "x"], "c": ["2026-01-01", "2026-02-01"]}


def test_the_trail_can_only_grow() -> None:
    entry = record(by=None, verb="a.b", subject="S")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(relowner, oid, 'INSERT'), relacl::text FROM pg_class WHERE relname = 'core_auditentry'"
        )
        may_insert, rights = cursor.fetchone()
    assert may_insert
    owner_rights = re.search(r"=([a-zA-Z]+)/", rights)
    assert owner_rights
    assert set("wd") & set(owner_rights[1]) == set()  # neither update nor delete
    assert entry.pk


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ({}, ["Newest", "Engineering · S6", "Finance · F1", "Oldest plan"]),
        ({"area": "frameworks"}, ["Engineering · S6", "Finance · F1"]),
        ({"area": "impact"}, ["Oldest plan"]),
        ({"who": "hana"}, ["Newest", "Engineering · S6"]),
        ({"who": "ed.itor@example.org"}, ["Finance · F1"]),
        ({"who": "nobody"}, []),
        ({"subject": "engin"}, ["Engineering · S6"]),
        ({"subject": "S6 engineering"}, ["Engineering · S6"]),
        ({"subject": "'&|!"}, []),
        ({"since": "2026-03-02"}, ["Newest", "Engineering · S6"]),
        ({"until": "2026-03-02"}, ["Engineering · S6", "Finance · F1", "Oldest plan"]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, ["Engineering · S6"]),
        ({"until": "9999-12-31"}, ["Newest", "Engineering · S6", "Finance · F1", "Oldest plan"]),
        ({"area": "frameworks", "who": "hana", "subject": "s6", "since": "2026-03-01"}, ["Engineering · S6"]),
        ({"before": "nonsense"}, ["Newest", "Engineering · S6", "Finance · F1", "Oldest plan"]),
    ],
)
def test_filters(hr_client: Client, hr: User, query: dict[str, str], subjects: list[str]) -> None:
    editor = UserFactory.create(name="Ed Itor", email="ed.itor@example.org")
    london = timezone.get_default_timezone()
    for by, verb, subject, at in (
        (None, "impact.plan.activated", "Oldest plan", dt.datetime(2026, 3, 1, 9, 0, tzinfo=london)),
        (editor, "frameworks.level.edited", "Finance · F1", dt.datetime(2026, 3, 1, 23, 59, tzinfo=london)),
        (hr, "frameworks.level.edited", "Engineering · S6", dt.datetime(2026, 3, 2, 0, 0, tzinfo=london)),
        (hr, "core.organisation.changed", "Newest", dt.datetime(2026, 3, 3, 0, 0, tzinfo=london)),
    ):
        area, _, rest = verb.partition(".")
        AuditEntry.objects.create(by=by, area=area, verb=rest, subject=subject, at=at)
    answer = hr_client.get("/audit/", query)
    assert_clean(answer)
    assert shown(answer) == subjects


@pytest.mark.parametrize("query", [{"since": "2026-13-40"}, {"area": "nonsense"}, {"until": "yesterday"}])
def test_a_filter_that_cannot_be_read_is_named_at_its_field(hr_client: Client, query: dict[str, str]) -> None:
    answer = hr_client.get("/audit/", query)
    assert_clean(answer, status=422)
    assert list(answer.context["form"].errors) == list(query)


def test_a_long_trail_comes_page_by_page(hr_client: Client) -> None:
    for number in range(PAGE + 3):
        record(by=None, verb="core.organisation.changed", subject=f"Entry {number}")
    first = hr_client.get("/audit/", {"area": "core"})
    assert shown(first) == [f"Entry {number}" for number in range(PAGE + 2, 2, -1)]
    second = hr_client.get(f"/audit/?{first.context['following']}")
    assert_clean(second)
    assert shown(second) == ["Entry 2", "Entry 1", "Entry 0"]
    assert second.context["following"] == ""
    assert second.context["first"] == "area=core"


def test_an_empty_trail_says_what_comes(hr_client: Client) -> None:
    answer = hr_client.get("/audit/")
    assert_clean(answer)
    assert "As soon as somebody changes something" in squeezed(answer)


@pytest.mark.parametrize("rows", [1, 30])
def test_queries(hr_client: Client, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        record(by=UserFactory.create(), verb="core.organisation.changed", subject=f"{number}", detail={"a": [1, 2]})
    with django_assert_num_queries(5):  # session, user, saved filters, entries, who
        hr_client.get("/audit/")


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.HR_ADMIN)])
def test_others_do_not_read_it(role: Role | None) -> None:
    assert signed_in(UserFactory.create(roles=[role] if role else [])).get("/audit/").status_code == 403


def test_every_verb_in_the_code_has_words_and_labels() -> None:
    used, unread = recorded_verbs()
    assert unread == {
        "accounts: f'accounts.sign_in.{change}'",  # the library's names of its mails
        "compensation: f'compensation.bands.{what}'",  # the state of the change
        "core: f'core.approval.{what}'",  # its state
        "exchange: kind.verb",  # the kind of import that is taken back
        "frameworks: f'frameworks.{verb}'",  # the part that is brought back
    }
    assert {"moves.request.day_refused", "impact.weights.changed", "compensation.exception.proposed"} <= used
    assert sorted(used - set(SENTENCES)) == []
    assert {verb.split(".")[0] for verb in used} <= set(AREAS)
    assert {verb.rpartition(".")[0] for verb in used | set(SENTENCES)} == set(FIELDS_OF)


def test_every_name_that_the_code_writes_into_a_detail_has_words() -> None:
    """Names of fields have the field's; the rest stands in `NAMES`. Codes, factors and titles are names already."""
    fields = {
        field.name for label in FIELDS_OF.values() if label for field in apps.get_model(label)._meta.concrete_fields
    }
    assert sorted(recorded_names() - fields - set(NAMES)) == []


def test_whoever_looks_for_a_person_reads_what_is_not_found_so(hr_client: Client) -> None:
    sentence = "It is not found by name"
    assert sentence in squeezed(hr_client.get("/audit/", {"who": "ada"}))
    assert sentence not in squeezed(hr_client.get("/audit/", {"area": "core"}))


def test_an_entry_goes_with_its_change() -> None:
    def work() -> None:
        with transaction.atomic():
            record(by=None, verb="a.b", subject="S")
            raise ValueError

    with pytest.raises(ValueError):
        work()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_account_can_go_and_the_entry_stays(hr_client: Client) -> None:
    gone = User.objects.create_user("gone@example.org", name="Gone Soon")
    record(by=gone, verb="core.tested", subject="X")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_user WHERE id = %s", [gone.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert AuditEntry.objects.get(verb="tested").by_id == gone.pk
    assert "<b>A former account</b>" in squeezed(hr_client.get("/audit/"))


def test_stored_names_and_values_are_shown_in_words() -> None:
    entry = AuditEntry(area="core", verb="organisation.changed", detail={"second_publisher": [False, True]})
    assert [(each.name, each.after) for each in told(entry)] == [("a second person confirms a publication", "yes")]
    for beginning, model in FIELDS_OF.items():
        if not model:
            continue
        area, _, rest = beginning.partition(".")
        assert any(each.startswith(f"{beginning}.") for each in SENTENCES), beginning
        for field in apps.get_model(model)._meta.concrete_fields:
            for value, words in field.flatchoices:
                entry = AuditEntry(area=area, verb=f"{rest}.changed", detail={field.name: [None, value]})
                shown = [(each.name, each.after) for each in told(entry)]
                assert shown == [(str(field.verbose_name), str(words))], field
