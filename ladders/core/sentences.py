"""Sentences of modules that know no Django: English texts that remember how they were made, so that others translate them.

`_("Row %(row)s names nobody.") % {"row": 4}` is written, and found by makemessages, as everywhere else. What it makes is the
English text, with its template and what was filled in beside it; `spoken` translates that by Django's own functions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Gettext = Callable[[str], str]
Ngettext = Callable[[str, str, int], str]


class Sentence(str):
    """An English text, and how it was made: one template, or two (`many`) and the number that decides, and their places."""

    one: str
    many: str
    number: int
    params: Mapping[str, object]

    @classmethod
    def of(cls, one: str, many: str = "", count: int = 1) -> Sentence:
        """A template whose places are not filled yet."""
        return cls(many if many and count != 1 else one)._made(one, many, count, {})

    def __mod__(self, params: Any) -> Sentence:
        """The same with its places filled."""
        return Sentence(str(self) % params)._made(self.one, self.many, self.number, params)

    def _made(self, one: str, many: str, number: int, params: Mapping[str, object]) -> Sentence:
        self.one, self.many, self.number, self.params = one, many, number, params
        return self


def gettext(one: str) -> Sentence:
    """A text to be translated where it is shown; named so that makemessages finds it."""
    return Sentence.of(one)


def ngettext(one: str, many: str, count: int) -> Sentence:
    """A text with a number, to be translated where it is shown; named so that makemessages finds it."""
    return Sentence.of(one, many, count)


def sentence_of(error: Exception) -> str:
    """What an error says, as the sentence that it was raised with."""
    return error.args[0] if error.args and isinstance(error.args[0], Sentence) else str(error)


def spoken(text: str, gettext: Gettext, ngettext: Ngettext) -> str:
    """A sentence translated, with those that stand in its places; any other text as it is."""
    if not isinstance(text, Sentence):
        return text
    template = ngettext(text.one, text.many, text.number) if text.many else gettext(text.one)
    places = {
        name: spoken(value, gettext, ngettext) if isinstance(value, str) else value
        for name, value in text.params.items()
    }
    return template % places if places else template
