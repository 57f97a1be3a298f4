"""A change of what was written, by whoever owns the server, shows: the first day and table of it are named."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from ladders.core.audit import record
from ladders.core.history_chain import chained_tables, close_days, held, last_closed, verify, vouch_again
from ladders.core.models import AuditEntry, HistoryLink, HistorySalt, Organisation
from ladders.core.owner import as_owner
from ladders.core.tasks import close_history_days

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.datetime.now(dt.UTC).date()
AUDIT = "core_auditentry"


def as_the_server(*statements: str) -> None:
    """What somebody does who owns the server: no right stops them."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"GRANT UPDATE, DELETE ON {AUDIT}, core_historylink TO CURRENT_USER")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute(f"REVOKE UPDATE, DELETE ON {AUDIT}, core_historylink FROM CURRENT_USER")


@pytest.fixture
def closed() -> dt.datetime:
    """Three days with history and audit entries, all closed; the database's clock then."""
    Organisation.objects.update_or_create(defaults={"name": "Quill"})
    for number in range(3):
        detail = {"reason": [None, "ill"], "n": number}
        entry = record(by=None, verb="core.tried", subject=f"Ada Lovelace {number}", detail=detail)
        as_the_server(f"UPDATE {AUDIT} SET at = at - interval '{number} days' WHERE id = {entry.pk}")
    now = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    assert close_days(now) in (3, 4)  # four where the test runs in the first hours of a day
    return now


def what() -> list[tuple[dt.date, str, str]]:
    return [(each.day, each.table, each.what) for each in verify().differences]


def test_days_are_closed_once_and_nothing_differs(closed: dt.datetime) -> None:
    assert close_days(closed) == 0
    report = verify()
    assert report.differences == []
    assert (report.unvouched, report.vouched_again) == (0, 0)
    assert report.links - report.days == HistorySalt.objects.count()
    assert set(HistoryLink.objects.filter(table=AUDIT).values_list("rows", flat=True)) == {1}
    assert HistoryLink.objects.filter(table="core_organisationevent").exists()
    assert report.end == (last_closed() or HistoryLink()).hash


def test_missed_days_are_caught_up_one_after_the_other(closed: dt.datetime) -> None:
    assert close_days(closed + dt.timedelta(days=5)) == 5
    days = list(HistoryLink.objects.filter(table="").values_list("day", flat=True))
    assert days == [days[0] + dt.timedelta(days=number) for number in range(len(days))]
    assert verify().differences == []


def test_a_day_stays_open_while_a_transaction_of_it_may_be(closed: dt.datetime) -> None:
    midnight = dt.datetime.combine(
        (last_closed() or HistoryLink()).day + dt.timedelta(days=2), dt.time(), tzinfo=dt.UTC
    )
    assert close_days(midnight + dt.timedelta(hours=3)) == 0
    assert close_days(midnight + dt.timedelta(hours=23)) == 1


def test_the_scheduled_task_closes_what_is_over() -> None:
    entry = record(by=None, verb="core.tried", subject="S")
    as_the_server(f"UPDATE core_auditentry SET at = at - interval '10 days' WHERE id = {entry.pk}")
    assert close_history_days() >= 8
    assert close_history_days() == 0


YESTERDAY = TODAY - dt.timedelta(days=1)
CHANGES = [
    (f"UPDATE {AUDIT} SET verb = 'done' WHERE at::date = '{YESTERDAY}'", YESTERDAY, "rows"),
    (f"UPDATE {AUDIT} SET detail = detail || '{{\"n\": 7}}' WHERE at::date = '{YESTERDAY}'", YESTERDAY, "rows"),
    (f"DELETE FROM {AUDIT} WHERE at::date = '{YESTERDAY}'", YESTERDAY, "rows"),
    (f"UPDATE {AUDIT} SET subject = 'Somebody else' WHERE at::date = '{YESTERDAY}'", YESTERDAY, "texts"),
    (
        f"INSERT INTO {AUDIT} (at, verb, area, subject, subject_key, detail, about) "
        f"VALUES ('{YESTERDAY} 12:00Z', 'v', 'a', 's', '', '{{}}', '')",
        YESTERDAY,
        "rows",
    ),
    (
        f"UPDATE core_historylink SET digest = repeat('0', 64) WHERE day = '{YESTERDAY}' AND \"table\" = '{AUDIT}'",
        YESTERDAY,
        "link",
    ),
]


@pytest.mark.parametrize(("change", "day", "kind"), CHANGES)
def test_a_change_names_the_first_day_and_table(closed: dt.datetime, change: str, day: dt.date, kind: str) -> None:
    as_the_server(change)
    assert what()[0] == (day, AUDIT, kind)
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_history", stdout=out)
    assert ended.value.code == 1
    assert f"The history was changed. First: {day}, {AUDIT}: " in out.getvalue()
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_history", "--json", stdout=out)
    assert json.loads(out.getvalue())["differences"][0] == {"day": str(day), "table": AUDIT, "what": kind}


def test_a_chain_that_was_written_anew_has_another_end(closed: dt.datetime) -> None:
    noted = (last_closed() or HistoryLink()).short
    call_command("verify_history", "--expect", noted, stdout=io.StringIO())
    as_the_server(f"UPDATE {AUDIT} SET verb = 'done'", "DELETE FROM core_historysalt", "DELETE FROM core_historylink")
    close_days(closed)
    out = io.StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue().startswith("Nothing was changed: ")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_history", "--expect", noted, stdout=out)
    assert ended.value.code == 1
    assert "the chain was cut or written anew" in out.getvalue()


def test_an_erasure_replaces_names_and_the_chain_holds(closed: dt.datetime) -> None:
    before = dict(HistoryLink.objects.filter(table=AUDIT).values_list("day", "texts"))
    as_the_server(f"UPDATE {AUDIT} SET subject = 'Person 7', detail = detail - 'reason' WHERE at::date = '{YESTERDAY}'")
    assert what() == [(YESTERDAY, AUDIT, "texts")]
    vouch_again(AUDIT, {YESTERDAY, TODAY + dt.timedelta(days=30)})
    report = verify()
    assert (report.differences, report.vouched_again, report.unvouched) == ([], 1, 0)
    # What was hashed with the name in it can no longer be guessed: its salt is gone.
    assert not HistorySalt.objects.filter(link__day=YESTERDAY, link__table=AUDIT, link__turn=0).exists()
    assert HistoryLink.objects.get(table=AUDIT, day=YESTERDAY, turn=0).texts == before[YESTERDAY]
    as_the_server(f"UPDATE {AUDIT} SET subject = 'Another' WHERE at::date = '{YESTERDAY}'")
    assert what() == [(YESTERDAY, AUDIT, "texts")]


def test_the_chain_covers_every_table_that_is_only_added_to_but_itself_and_a_ledger() -> None:
    from ladders.core import table_rights

    kept = {table for table, given in table_rights.declared().items() if given == table_rights.ADDED_TO}
    # The ledger of shown pay keeps sums for the next edition's protection, and tells of no change that anybody made.
    outside = {"core_historylink", "insights_shownpay", "insights_shownsum"}
    assert {table.name for table in chained_tables()} == kept - outside
    for table in chained_tables():
        model = next(each for each in apps.get_models() if each._meta.db_table == table.name)
        assert {name.partition(".")[0] for name in table.replaceable} <= {
            field.column for field in model._meta.concrete_fields
        }
        assert sum(day.rows for day in held(table, None, TODAY).values()) == model._base_manager.count()


def test_values_become_text_alike_whatever_the_connection_says(closed: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET TimeZone = 'Pacific/Auckland'")
        cursor.execute("SET bytea_output = 'escape'")
    try:
        assert verify().differences == []
    finally:
        connection.close()


def test_before_the_first_day_nothing_is_said_to_be_fine() -> None:
    out = io.StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue() == "No day is closed yet. The scheduler closes each day some hours after its end.\n"


def test_settings_show_the_number_to_keep(closed: dt.datetime, hr_client: Client) -> None:
    page = hr_client.get("/settings/").content.decode()
    assert f"<code>{(last_closed() or HistoryLink()).short}</code>" in page
    assert AuditEntry.objects.count() >= 3
    assert settings.CELERY_BEAT_SCHEDULE["close-history-days"]["task"] == close_history_days.name
