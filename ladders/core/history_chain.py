"""The chain over history and audit trail: what each table that is only added to held of each day, hashed over the day before.

Whoever owns the server can change what the running role cannot. Then the day's digest is another one, and so is every hash
after it: `manage.py verify_history` names the first day and table. A whole chain written anew has another end: keep that
(*Settings* shows it) where nobody of the server can write, and give it to `verify_history --expect`.

A day is closed when the database's clock is far enough beyond it that no transaction begun in it can still be open. Each
table has two digests: of the rows without the names and words that an erasure may replace, which always holds; and of
the whole rows, salted. After an erasure `vouch_again` throws the salts of these days away, and takes new digests.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from .history import added_to_only
from .models import HistoryLink, HistorySalt

LOCK = 4_137_002  # one at a time
BEGINNING = "0" * 64
# So long a task may run, and some hours more.
PATIENCE = dt.timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) + dt.timedelta(hours=4)
# How values become text must not hang on the connection.
PLAIN = {"TimeZone": "UTC", "bytea_output": "hex", "IntervalStyle": "iso_8601", "extra_float_digits": "1"}


@dataclass(frozen=True, slots=True)
class ChainedTable:
    """A table that the chain covers: where its key and time are, its columns, and which of them may be replaced."""

    name: str
    key: str
    at: str
    columns: tuple[str, ...]
    replaceable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowsOfDay:
    """What a table holds of a day: number of rows, digest without what may be replaced, digest of everything (unsalted)."""

    rows: int
    digest: str
    whole: str


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A day and table that are not as they were when the day was closed, and in what: rows, texts, link or end."""

    day: dt.date
    table: str
    what: str


@dataclass
class Report:
    """What a check of the whole chain found; `end` is the hash of the last closed day."""

    days: int = 0
    links: int = 0
    until: dt.date | None = None
    end: str = ""
    vouched_again: int = 0  # links that an erasure made
    unvouched: int = 0  # links whose texts nobody vouches for, since the salt is gone
    differences: list[Difference] = field(default_factory=list)

    def as_json(self) -> str:
        """For programs; days are ISO."""
        return json.dumps(asdict(self), default=str)


def chained_tables() -> list[ChainedTable]:
    """All tables that are only added to and know when, by name."""
    found = []
    for model in apps.get_models():
        told = added_to_only(model)
        if told and told[0] and not model._meta.proxy:
            columns = tuple(sorted(str(each.column) for each in model._meta.concrete_fields))
            key, at = str(model._meta.pk.column), str(model._meta.get_field(told[0]).column)  # type: ignore[union-attr]
            found.append(ChainedTable(model._meta.db_table, key, at, columns, told[1]))
    return sorted(found, key=lambda each: each.name)


def held(
    table: ChainedTable, first: dt.date | None, last: dt.date, columns: Collection[str] = ()
) -> dict[dt.date, RowsOfDay]:
    """What the table holds of each day that has rows: 1 query. `columns`: as a former link has them, else those of now."""
    quote = connection.ops.quote_name
    kept = [_without(each, table.replaceable) for each in columns or table.columns]
    plain = ", ".join(each for each in kept if each)
    whole = ", ".join(quote(each) for each in columns or table.columns)
    hashed = "sha256(string_agg(sha256(convert_to(to_jsonb(ROW({}))::text, 'UTF8')), ''::bytea ORDER BY {}))"
    digests = [f"encode({hashed.format(each, quote(table.key))}, 'hex')" for each in (plain, whole)]
    day = f"({quote(table.at)} AT TIME ZONE 'UTC')::date"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {day}, count(*), {', '.join(digests)} FROM {quote(table.name)} "
            f"WHERE {day} BETWEEN coalesce(%s::date, '-infinity') AND %s::date GROUP BY 1",
            [first, last],
        )
        return {when: RowsOfDay(*values) for when, *values in cursor.fetchall()}


def _without(column: str, replaceable: Iterable[str]) -> str:
    """The column as SQL, without the keys that may be replaced; empty where the whole column may."""
    if column in replaceable:
        return ""
    keys = [each.partition(".")[2] for each in replaceable if each.startswith(f"{column}.")]
    return connection.ops.quote_name(column) + "".join(f" - '{key}'" for key in keys)


def close_days(now: dt.datetime | None = None) -> int:
    """Close each day that is over and not closed yet; returns how many. `now` is the database's clock, which history has."""
    with transaction.atomic():
        _plainly()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s), now()", [LOCK])
            now = now or cursor.fetchone()[1]
        last = ((now - PATIENCE).astimezone(dt.UTC)).date() - dt.timedelta(days=1)
        closed = HistoryLink.objects.filter(table="").aggregate(day=models.Max("day"))["day"]
        first = closed + dt.timedelta(days=1) if closed else None
        if first and first > last:
            return 0
        tables = chained_tables()
        found = {table.name: held(table, first, last) for table in tables}
        first = first or min((day for days in found.values() for day in days), default=last)
        days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
        former = HistoryLink.objects.order_by("-id").values_list("hash", flat=True).first() or BEGINNING
        for day in days:
            for table in tables:
                if day in found[table.name]:
                    former = _link(former, day, table, found[table.name][day]).hash
            former = _close(former, day).hash
        return len(days)


def vouch_again(table: str, days: Collection[dt.date]) -> None:
    """After an erasure replaced texts of these days: throw the salts away, and vouch for the rows as they are now.

    In the transaction of the erasure. Days that are not closed yet need nothing.
    """
    with transaction.atomic():
        _plainly()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        links = {link.day: link for link in HistoryLink.objects.filter(table=table, day__in=days).order_by("turn")}
        if not links:
            return
        HistorySalt.objects.filter(link__table=table, link__day__in=links).delete()
        chained = next(each for each in chained_tables() if each.name == table)
        found = held(chained, min(links), max(links))
        former = HistoryLink.objects.order_by("-id").values_list("hash", flat=True).first() or BEGINNING
        for day, link in sorted(links.items()):
            former = _link(former, day, chained, found[day], link.turn + 1).hash


def last_closed() -> HistoryLink | None:
    """The link that closed the latest day: 1 query."""
    return HistoryLink.objects.filter(table="").order_by("-id").first()


def verify(expect: str = "") -> Report:
    """Compare everything that was closed with what is there now. Two queries, and one or two for each table."""
    with transaction.atomic():
        _plainly()
        links = list(HistoryLink.objects.order_by("id"))
        salts = {salt.link_id: bytes(salt.salt) for salt in HistorySalt.objects.all()}
        closing = [link for link in links if not link.table]
        report = Report(
            days=len(closing),
            links=len(links),
            until=closing[-1].day if closing else None,
            end=closing[-1].hash if closing else "",
            vouched_again=sum(link.turn > 0 for link in links),
        )
        wrong = set(_broken(links))
        if closing:
            last = max(link.day for link in closing)
            for table in chained_tables():
                wrong |= set(_differences(table, [link for link in links if link.table == table.name], salts, last))
            newest = {(link.day, link.table): link for link in links if link.table}
            report.unvouched = sum(link.pk not in salts for link in newest.values())
        if expect and not any(link.hash.startswith(expect.lower()) for link in closing):
            wrong.add(Difference(report.until or timezone.localdate(), "", "end"))
        report.differences = sorted(wrong)
    return report


def _broken(links: list[HistoryLink]) -> Iterator[Difference]:
    former = BEGINNING
    for link in links:
        if link.hash != _hash(former, link):
            yield Difference(link.day, link.table, "link")
        former = link.hash


def _differences(
    table: ChainedTable, links: list[HistoryLink], salts: dict[int, bytes], last: dt.date
) -> Iterator[Difference]:
    by_columns: dict[tuple[str, ...], list[HistoryLink]] = {table.columns: []}
    for link in links:
        by_columns.setdefault(tuple(link.columns), []).append(link)
    newest = {link.day: link.turn for link in links}
    for columns, some in by_columns.items():
        if not set(columns) <= set(table.columns):
            continue  # a column that a later release took away: nothing can be said of these days
        found = held(table, None, last, columns)
        for link in some:
            now = found.get(link.day)
            if now is None or (now.rows, now.digest) != (link.rows, link.digest):
                yield Difference(link.day, table.name, "rows")
            elif newest[link.day] == link.turn and link.pk in salts and _texts(salts[link.pk], now) != link.texts:
                yield Difference(link.day, table.name, "texts")
        if columns == table.columns:
            for day in found.keys() - newest.keys():
                yield Difference(day, table.name, "rows")


def _link(former: str, day: dt.date, table: ChainedTable, found: RowsOfDay, turn: int = 0) -> HistoryLink:
    salt = secrets.token_bytes(32)
    link = HistoryLink(day=day, table=table.name, turn=turn, columns=list(table.columns), rows=found.rows)
    link.digest, link.texts = found.digest, _texts(salt, found)
    link.hash = _hash(former, link)
    link.save(force_insert=True)
    HistorySalt.objects.create(link=link, salt=salt)
    return link


def _close(former: str, day: dt.date) -> HistoryLink:
    link = HistoryLink(day=day, rows=0)
    link.hash = _hash(former, link)
    link.save(force_insert=True)
    return link


def _texts(salt: bytes, found: RowsOfDay) -> str:
    return hashlib.sha256(salt + bytes.fromhex(found.whole)).hexdigest()


def _hash(former: str, link: HistoryLink) -> str:
    told = [former, link.day.isoformat(), link.table, link.turn, link.columns, link.rows, link.digest, link.texts]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _plainly() -> None:
    with connection.cursor() as cursor:
        for name, value in PLAIN.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
