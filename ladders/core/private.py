"""Private texts: sealed before they reach the database, so that a copy of it, its history or a log holds none of them.

The newest of DATA_KEYS seals; where there are none, SECRET_KEY does. From each key one for each purpose is derived, so that what
was sealed as one thing cannot be read as another. All former keys go on reading while they stand in DATA_KEYS or
SECRET_KEY_FALLBACKS; `manage.py reseal` brings everything under the newest (`reseal.py`).
"""

from __future__ import annotations

import base64
import hashlib
import logging
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

logger = logging.getLogger(__name__)


def sealing_keys() -> list[str]:
    """All keys that can read, the one that seals first."""
    return [*settings.DATA_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def fingerprint(key: str) -> str:
    """What a key can be recognised by and not be found from."""
    return hashlib.sha256(f"ladders.fingerprint:{key}".encode()).hexdigest()[:16]


def key_of(purpose: str, key: str) -> Fernet:
    """What is derived from a key for that purpose (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"ladders.{purpose}:{key}".encode()).digest()))


def box(purpose: str) -> MultiFernet:
    """What seals and reads texts of that purpose."""
    return MultiFernet([key_of(purpose, key) for key in sealing_keys()])


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """A text that is sealed in the database and plain in Python. Exclude it from `tracked()` nevertheless.

    It cannot be searched or sorted by. Reading one whose key is gone gives None and logs an error without the content, so
    that a page says so instead of failing.
    """

    def __init__(self, purpose: str = "private", *args: Any, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """The purpose is part of the field."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.purpose, *args], kwargs

    def get_prep_value(self, value: Any) -> Any:
        """Seal; an empty text stays empty."""
        if value is None or isinstance(value, bytes | memoryview):
            return value
        return box(self.purpose).encrypt(str(value).encode()) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Bytes for the database."""
        return super().get_db_prep_value(value if prepared else self.get_prep_value(value), connection, True)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> str | None:
        """Read."""
        if value is None:
            return None
        if not value:
            return ""
        try:
            return box(self.purpose).decrypt(bytes(value)).decode()
        except InvalidToken:
            logger.error("A private text cannot be read: is a former key missing in DATA_KEYS or SECRET_KEY_FALLBACKS?")
            return None

    def value_to_string(self, obj: Any) -> str:
        """Never part of a dump."""
        return ""
