"""Who is meant by the cell that names somebody's manager: a number, an address, a name, or several of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from accounts.names import plain
from ladders.core.sentences import gettext as _

from ..tables.leading_zeros import without_zeros

_BRACKETS = re.compile(r"(.*?)\s*[(\[<]\s*(?:mailto:)?([^()\[\]<>]+?)\s*[)\]>]")
_LEADING = re.compile(r"[(\[]?([^\s()\[\]]+?)[)\]]?\s*(?:[-–—:|·,;/]\s*|\s+)(.+)")
_TRAILING = re.compile(r"(.+?)\s*(?:[-–—:|·;/]\s*|,\s*|\s+)(\S+)")


def name_key(name: str) -> tuple[str, ...]:
    """The words of a name in one order, so that “Lead, Ann” and “Ann Lead” are alike."""
    return tuple(sorted(plain(name.replace(",", " ")).split()))


@dataclass(frozen=True, slots=True)
class FoundManager:
    """A manager's number, and what told it: number, email, zeros (all but leading zeros), both (name and number), name."""

    number: str
    by: str


class ManagerFinder:
    """Finds people by what a cell says of them; each text is looked up once."""

    def __init__(
        self,
        names: Iterable[tuple[str, str, bool]],
        by_email: Mapping[str, str],
        manner: str = "",
        *,
        zeros_count: bool = False,
        chosen: Collection[str] = (),
    ) -> None:
        """`names`: number, name, and whether they have left, of everybody. `manner`: number, email or name; "" for all.
        `zeros_count`: 17 and 0017 are two people. `chosen`: numbers that somebody said are meant, whatever the manner."""
        self._names = {number: (name, gone) for number, name, gone in names}
        self._by_email, self._manner, self._zeros_count = by_email, manner, zeros_count
        self._chosen = frozenset(chosen)
        self._found: dict[str, FoundManager | str] = {}
        self._bare: dict[str, list[str]] | None = None
        self._worded: dict[tuple[str, ...], list[str]] | None = None

    def find(self, text: str) -> FoundManager | str:
        """Who is meant; or why nobody is found, as the end of a sentence."""
        if text not in self._found:
            self._found[text] = self._look(text)
        return self._found[text]

    def _look(self, text: str) -> FoundManager | str:
        if text in self._chosen and text in self._names:
            return FoundManager(text, "number")
        if self._manner != "name" and (found := self._keyed(text)):
            return found
        if self._manner in ("", "number", "email"):
            both = self._both(text)
            if both is not None:
                return both
        return self._by_name(text) if self._manner in ("", "name") else _("nobody has it")

    def _keyed(self, text: str) -> FoundManager | None:
        if self._manner in ("", "number"):
            if text in self._names:
                return FoundManager(text, "number")
            if len(alike := self._without_zeros(text)) == 1:
                return FoundManager(alike[0], "zeros")
        if self._manner in ("", "email") and "@" in text:
            address = text.strip().lower().removeprefix("mailto:")
            if address in self._by_email:
                return FoundManager(self._by_email[address], "email")
        return None

    def _without_zeros(self, text: str) -> list[str]:
        if self._zeros_count:
            return []
        if self._bare is None:
            self._bare = {}
            for number in self._names:
                if bare := without_zeros(number):
                    self._bare.setdefault(bare, []).append(number)
        return self._bare.get(without_zeros(text), [])

    def _both(self, text: str) -> FoundManager | str | None:
        """“Ann Lead (17)”, “17 - Ann Lead”, “Ann Lead <ann@example.org>”: the number or address, if the name agrees."""
        for pattern, name_at, key_at in ((_BRACKETS, 1, 2), (_LEADING, 2, 1), (_TRAILING, 1, 2)):
            parts = pattern.fullmatch(text)
            found = self._keyed(parts[key_at]) if parts else None
            if parts is None or found is None:
                continue
            own, said = name_key(self._names[found.number][0]), name_key(parts[name_at])
            if not said or set(said) & set(own):
                return FoundManager(found.number, "both")
            if pattern is _BRACKETS:
                return f"{found.number} is {self._names[found.number][0]}"
        return None

    def _by_name(self, text: str) -> FoundManager | str:
        if self._worded is None:
            self._worded = {}
            for number, (name, _gone) in self._names.items():
                self._worded.setdefault(name_key(name), []).append(number)
        key = name_key(text)
        numbers = self._worded.get(key, []) if key else []
        if len(numbers) > 1:
            numbers = [each for each in numbers if not self._names[each][1]] or numbers
        if len(numbers) > 1 and "," not in text:
            same = [each for each in numbers if plain(self._names[each][0]) == plain(text)]
            numbers = same or numbers
        if len(numbers) == 1:
            return FoundManager(numbers[0], "name")
        if numbers:
            return _("it could be %(numbers)s") % {"numbers": ", ".join(numbers[:5])}
        return _("nobody has it")
