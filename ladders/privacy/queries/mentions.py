"""Where somebody's name, address or number stands in the database, whatever the table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self

from django.db import DatabaseError, connection, transaction

from accounts.models import Employee, User

# Text in any form, of every table of ours; `may` says whether we may change the table.
COLUMNS = """
    SELECT c.table_name, c.column_name, c.data_type, has_table_privilege(quote_ident(c.table_name), 'UPDATE')
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
        AND c.data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY')
    ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody is known by. A name that somebody else has, too, is theirs as much: it is left where it stands."""

    name: str
    email: str
    number: str

    @classmethod
    def of(cls, person: Employee, user: User | None) -> Self:
        """Before they are renamed: 2 queries."""
        others = Employee.objects.filter(name=person.name).exclude(pk=person.pk)
        accounts = User.objects.filter(name=person.name).exclude(pk=user.pk if user else 0)
        shared = others.exists() or accounts.exists() or len(person.name) < 4
        distinct = len(person.number) >= 4 and re.search(r"[^\W\d]", person.number) is not None
        return cls("" if shared else person.name, user.email if user else "", person.number if distinct else "")

    @property
    def pattern(self) -> str:
        """As a regular expression of PostgreSQL that finds whole words; empty where nobody could be told apart."""
        words = [
            re.sub(r"([\\.^$*+?()\[\]{}|])", r"\\\1", each) for each in (self.name, self.email, self.number) if each
        ]
        return rf"(?<!\w)({'|'.join(words)})(?!\w)" if words else ""

    def in_text(self, text: str) -> bool:
        """Whether a text names them."""
        return any(each and each.lower() in text.lower() for each in (self.name, self.email, self.number))


def mentions(words: Words) -> dict[str, int]:
    """Table → rows that name them, in any column: 1 query for each table."""
    if not words.pattern:
        return {}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table in dict.fromkeys(row[0] for row in cursor.fetchall()):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~* %s', [words.pattern])
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


def replace_everywhere(words: Words, name: str) -> dict[str, int]:
    """Put the pseudonym in their place in every text that may be changed: table → rows. What the database refuses to have
    changed (a version that was published) stays, and is counted by `mentions`."""
    counts: dict[str, int] = {}
    if not words.pattern:
        return counts
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column, kind, may in cursor.fetchall():
            if may and (count := _replace(cursor, table, column, kind, words, name)):
                counts[table] = counts.get(table, 0) + count
    return counts


def _replace(cursor: Any, table: str, column: str, kind: str, words: Words, name: str) -> int:
    cast = {"jsonb": "::jsonb", "json": "::json", "ARRAY": None}.get(kind, "")
    where = f'"{column}"::text ~* %s'
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE {where})', [words.pattern])
    if cast is None or not cursor.fetchone()[0]:
        return 0
    text = f"regexp_replace(\"{column}\"::text, %s, %s, 'gi'){cast}"
    try:
        with transaction.atomic():
            cursor.execute(
                f'UPDATE "{table}" SET "{column}" = {text} WHERE {where}', [words.pattern, name, words.pattern]
            )
            return int(cursor.rowcount)
    except DatabaseError:
        return 0
