"""What a reason file is made of, and how later changes show. No Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Final

from ladders.core.canonical import digest_of

FORMAT: Final = "ladders-reason-file-1"
PARTS: Final = ("about", "criteria", "evaluations", "decisions", "comparators", "moves")


def new_salt() -> str:
    """32 random bytes for one file, in 64 hexadecimal digits."""
    return token_hex(32)


def digests_of(content: Mapping[str, Any], salt: str) -> dict[str, str]:
    """SHA-256 of each part, with the salt that is sealed in the file.

    Without it, whoever reads a mark and most of a part could try round salaries for the rest until the mark fits.
    """
    return {name: digest_of({"salt": salt, "part": name, "content": content.get(name)}) for name in PARTS}


def whole_digest(digests: Mapping[str, str], salt: str) -> str:
    """SHA-256 over the digests of all parts: what is printed, and kept in the audit trail."""
    return digest_of({"format": FORMAT, "salt": salt, "parts": dict(digests)})


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a check found. `changed`: parts that are not as they were kept; `trail`: the audit trail has the same mark, None
    where it has none. `sources`: parts that would be others if the file were made anew for the same day."""

    changed: tuple[str, ...]
    sealed: bool  # the mark of the whole fits those of the parts
    trail: bool | None
    sources: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """True where the file is as it was made."""
        return not self.changed and self.sealed and self.trail is not False


def checked(
    content: Mapping[str, Any],
    digests: Mapping[str, str],
    whole: str,
    trail: str | None,
    anew: Mapping[str, Any] | None,
) -> FileCheck:
    """Compare what is kept with its marks, and with what the sources say today where `anew` was made from them."""
    salt = str(content.get("salt", ""))
    now = digests_of(content, salt)
    fresh = digests_of(anew, salt) if anew is not None else now
    return FileCheck(
        tuple(name for name in PARTS if now[name] != digests.get(name)),
        whole_digest(digests, salt) == whole,
        None if trail is None else trail == whole,
        tuple(name for name in PARTS if fresh[name] != now[name]),
    )
