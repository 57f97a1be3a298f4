"""What a letter can name, and how its text is filled in. Pure.

A text is Markdown with names in braces: `{name}`. A paragraph that names something which this letter has not, such as a trial
where there is none, is left out: one text serves every move.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ladders.core.labels import Labelled
from ladders.core.sentences import gettext as _


class LetterKind(Labelled):
    """What it is about."""

    LEVEL = "level", _("Change of level")
    RIGHT = "right", _("Right of return")
    PAY = "pay", _("Change of pay")


_EVERYWHERE: Final = ("name", "number", "employer", "today")
NAMES: Final[Mapping[LetterKind, tuple[str, ...]]] = {
    LetterKind.LEVEL: (
        *_EVERYWHERE,
        "kind",
        "level",
        "level_before",
        "framework",
        "day",
        "pay",
        "trial_until",
        "right",
    ),
    LetterKind.RIGHT: (*_EVERYWHERE, "level", "framework", "day", "until", "review", "pay_on_return"),
    LetterKind.PAY: (*_EVERYWHERE, "day", "pay", "pay_before"),
}
_NAME: Final = re.compile(r"\{([^{}\n]*)\}")
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>#|])")


def unknown_names(kind: LetterKind, text: str) -> list[str]:
    """What stands in braces and is nothing that such a letter can name, in the order of the text."""
    return [name for name in dict.fromkeys(_NAME.findall(text)) if name not in NAMES[kind]]


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The text with every name replaced, without the paragraphs that name something empty or missing. Markdown again.

    A value is text, whatever signs are in it; its lines stay lines.
    """
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    whole = [part for part in paragraphs if all(values.get(name, "").strip() for name in _NAME.findall(part))]
    return "\n\n".join(_NAME.sub(lambda found: _as_text(values[found[1]]), part) for part in whole)


def _as_text(value: str) -> str:
    return _MARKUP.sub(r"\\\1", value.strip())
