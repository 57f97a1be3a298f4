"""Keys change: the newest seals, all read, and everything comes under the newest by a command that can be stopped."""

from __future__ import annotations

import io
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from ladders.careers.models import LeadWish, Reflection
from ladders.core import reseal
from ladders.core.private import SealedTextField, fingerprint, key_of, sealing_keys
from ladders.refusals import weak_data_keys
from tests.core.test_settings import PRODUCTION, python
from tests.factories import EmployeeFactory, account

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = (
    "first-Qm3vX9zL5tB2nR8kW4jH7sD1fG6pC0yU3eA9iO5xZ2vN8bT",
    "second-Hd7sK2fJ9gL4aP0qW6eR1tY8uI3oZ5xC7vB2nM4kS9dF1gT",
)


@pytest.fixture
def sealed() -> list[Any]:
    """Texts and second factors of before there were keys of their own."""
    factory: Any = EmployeeFactory
    employee = factory()
    user = account()
    return [
        Reflection.objects.create(employee=employee, sealed="what wears me out"),
        *(LeadWish.objects.create(employee=employee, answer="no", note=f"note {number}") for number in range(3)),
        LeadWish.objects.create(employee=employee, answer="no"),
        Authenticator.objects.create(user=user, type="totp", data={"secret": encrypt("S3CRET")}),
        Authenticator.objects.create(
            user=user,
            type="recovery_codes",
            data={"seed": encrypt("seed"), "migrated_codes": [encrypt("a"), encrypt("b")]},
        ),
    ]


def run() -> str:
    out = io.StringIO()
    call_command("reseal", stdout=out)
    return out.getvalue()


def test_all_that_is_sealed_comes_under_the_newest_key_and_former_keys_can_go(sealed: list[Any], settings: Any) -> None:
    settings.DATA_KEYS = [FIRST]
    assert "careers_leadwish.note: 3 resealed, 1 were, 0 cannot be read" in run()
    settings.DATA_KEYS = [SECOND, FIRST]
    said = run()
    assert "mfa_authenticator.data: 2 resealed, 0 were, 0 cannot be read" in said
    assert said.splitlines()[-1].startswith(f"All is sealed with the key {fingerprint(SECOND)}.")
    settings.DATA_KEYS, settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = [SECOND], "another", []
    assert Reflection.objects.get().sealed == "what wears me out"
    assert sorted(wish.note for wish in LeadWish.objects.all()) == ["", "note 0", "note 1", "note 2"]
    factors = {factor.type: factor.data for factor in Authenticator.objects.all()}
    assert decrypt(factors["totp"]["secret"]) == "S3CRET"
    assert [decrypt(code) for code in factors["recovery_codes"]["migrated_codes"]] == ["a", "b"]


def test_what_is_under_the_newest_key_already_is_left_as_it_is(sealed: list[Any], settings: Any) -> None:
    settings.DATA_KEYS = [FIRST]
    LeadWish.objects.filter(note=b"").delete()
    first = LeadWish.objects.order_by("pk").first()
    assert first
    first.save()  # as a run that was stopped after the first row
    assert "careers_leadwish.note: 2 resealed, 1 were" in run()
    raw = rows("SELECT note FROM careers_leadwish ORDER BY id")
    assert "careers_leadwish.note: 0 resealed, 3 were" in run()
    assert rows("SELECT note FROM careers_leadwish ORDER BY id") == raw


def test_batches_reach_every_row(sealed: list[Any], settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_KEYS = [FIRST]
    monkeypatch.setattr(reseal, "BATCH", 2)
    assert "careers_leadwish.note: 3 resealed, 1 were" in run()


def test_what_no_key_reads_is_said_and_left(sealed: list[Any], settings: Any) -> None:
    before = rows("SELECT sealed FROM careers_reflection")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, settings.DATA_KEYS = "another", [], [FIRST]
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 1
    assert rows("SELECT sealed FROM careers_reflection") == before


def test_one_run_at_a_time(settings: Any) -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [reseal.LOCK])
        with pytest.raises(CommandError, match="Somebody is resealing at this moment"):
            run()
    finally:
        other.close()
    run()


def test_every_sealed_column_is_known_and_its_triggers_are_on_again(sealed: list[Any], settings: Any) -> None:
    settings.DATA_KEYS = [FIRST]
    run()
    fields = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, SealedTextField)
    }
    known = {(each.table, each.column) for each in reseal.sealed_columns()}
    assert fields < known
    assert known - fields == {("mfa_authenticator", "data")}
    assert rows("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O' AND NOT tgisinternal") == []
    tables = {each.table for each in reseal.sealed_columns()}
    kept = {model._meta.db_table for model in apps.get_models() if not model._meta.managed}
    assert not tables & kept


def test_the_newest_key_seals(settings: Any) -> None:
    settings.DATA_KEYS = [SECOND, FIRST]
    field = SealedTextField("reason")
    assert key_of("reason", SECOND).decrypt(field.get_prep_value("text")) == b"text"
    assert sealing_keys()[:3] == [SECOND, FIRST, settings.SECRET_KEY]
    assert len({fingerprint(key) for key in sealing_keys()}) == len(sealing_keys())
    assert FIRST not in fingerprint(FIRST)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["sh0rt"], "It is number 1 of DATA_KEYS."),
        ([FIRST, "a" * 60], "It is number 2 of DATA_KEYS."),
        ([FIRST, FIRST], "DATA_KEYS has a key twice."),
    ],
)
def test_a_weak_key_is_refused_with_its_place(keys: list[str], said: str, tmp_path: Any) -> None:
    assert said in weak_data_keys(keys)
    ran = python("from django.conf import settings; settings.DEBUG", tmp_path, **PRODUCTION, DATA_KEYS=",".join(keys))
    assert ran.returncode != 0
    assert said in ran.stderr
    assert all(key not in ran.stderr for key in keys)


def test_strong_keys_pass() -> None:
    assert weak_data_keys([SECOND, FIRST]) == ""
    assert weak_data_keys([]) == ""


def rows(sql: str) -> list[Any]:
    """What a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [
            tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
            for row in cursor.fetchall()
        ]
