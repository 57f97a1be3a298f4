"""Texts about people in tables that are only added to: sealed under a key of that person's, which erasing throws away.

What cannot be changed can still be made unreadable for good. A key belongs to a thing, mostly an account or an employee, and
is itself sealed (`ladders.core.private`). Once thrown away it stays so, which the database sees to, and nothing is sealed
under it any more: there is nothing left to say of that person.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.db import connection, models
from django.utils import timezone

from .models import PersonKey

logger = logging.getLogger(__name__)
SIGN_INS_OF = "sign-ins "


def mark_of(thing: Any) -> str:
    """What a key is kept under: `accounts.employee:12`. A text stands for itself."""
    if isinstance(thing, str):
        return thing
    model: models.Model = getattr(thing, "_wrapped", thing)
    return f"{model._meta.label_lower}:{model.pk}"


def seal(texts: Sequence[tuple[str, str]]) -> list[bytes | None]:
    """Seal texts, each given with its mark, under the keys of these marks; None where that key was thrown away.

    Missing keys are made: 1 query, or 2 where there are some.
    """
    marks = sorted({mark for mark, _text in texts})
    boxes = _boxes(marks)
    missing = [mark for mark in marks if mark not in boxes]
    if missing:
        boxes |= _made(missing)
    if others := [mark for mark in missing if mark not in boxes]:  # somebody else made them meanwhile
        boxes |= _boxes(others)
    return [box.encrypt(text.encode()) if (box := boxes.get(mark)) else None for mark, text in texts]


def unseal(texts: Iterable[tuple[str, Any]]) -> list[str | None]:
    """Read sealed texts, each given with its mark; None where the key was thrown away or cannot be read. 1 query."""
    pairs = list(texts)
    boxes = _boxes({mark for mark, _text in pairs})
    return [_read(boxes.get(mark), text) for mark, text in pairs]


def seal_text(person: Any, text: str) -> str:
    """One text under that person's key, to stand in JSON; empty where the key was thrown away."""
    sealed = seal([(mark_of(person), text)])[0]
    return sealed.decode() if sealed else ""


def unseal_text(person: Any, text: str | None) -> str:
    """What `seal_text` made, read; empty where it cannot be."""
    return (unseal([(mark_of(person), text.encode())])[0] or "") if text else ""


def day_of_sign_ins() -> str:
    """The mark under which today's sign-ins are sealed: each day has a key of its own, so that they can be let go of."""
    return f"{SIGN_INS_OF}{timezone.localdate()}"


def throw_away(marks: Iterable[str]) -> int:
    """Throw these keys away, those that were never made included: how many. What they sealed is lost for good."""
    marks = sorted(set(marks))
    PersonKey.objects.bulk_create(
        [PersonKey(about=mark, key="", thrown_at=timezone.now()) for mark in marks], ignore_conflicts=True
    )
    PersonKey.objects.filter(about__in=marks, thrown_at=None).update(key="", thrown_at=timezone.now())
    return len(marks)


def throw_away_rows(keys: Sequence[Any], rows: models.QuerySet[Any]) -> None:
    """The same, for `retention`."""
    throw_away(keys)


def thrown(marks: Iterable[str]) -> set[str]:
    """Those of the marks whose key was thrown away: 1 query."""
    return set(PersonKey.objects.filter(about__in=set(marks), thrown_at__isnull=False).values_list("about", flat=True))


def _boxes(marks: Iterable[str]) -> dict[str, Fernet | None]:
    """Mark → what seals, None once its key was thrown away. A key that cannot be read is an error in the log."""
    found = PersonKey.objects.filter(about__in=set(marks)).values_list("about", "key")
    return {about: Fernet(str(key)) if key else None for about, key in found if key is not None}


def _made(marks: Sequence[str]) -> dict[str, Fernet | None]:
    """Make these keys, but those that are there already: 1 query."""
    keys = {mark: Fernet.generate_key().decode() for mark in marks}
    seal_key = PersonKey._meta.get_field("key").get_prep_value
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_personkey (about, key, made_at) SELECT *, %s FROM unnest(%s::text[], %s::bytea[])"
            " ON CONFLICT DO NOTHING RETURNING about",
            [timezone.now(), list(keys), [seal_key(key) for key in keys.values()]],
        )
        return {about: Fernet(keys[about]) for (about,) in cursor.fetchall()}


def _read(box: Fernet | None, text: Any) -> str | None:
    if box is None or text is None:
        return None
    try:
        return box.decrypt(bytes(text)).decode()
    except InvalidToken:
        logger.error("A text of the audit trail cannot be read: it was sealed under another key.")
        return None
