"""Plain data as JSON and back: dataclasses of texts, numbers, days, enums, ids and one another. No Django.

Amounts, days and ids become texts, tuples lists; what was kept before a field was added gets the field's default.
"""

from __future__ import annotations

from typing import Any, Self

import msgspec


def to_json(value: object) -> Any:
    """What a JSON field keeps of it."""
    return msgspec.json.decode(msgspec.json.encode(value))


class JsonData:
    """A dataclass that is kept as JSON."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """What a JSON field keeps of it."""
        kept: dict[str, Any] = to_json(self)
        return kept

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """What `to_json` gave."""
        return msgspec.convert(data, cls)
