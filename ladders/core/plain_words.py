"""Words that make a loss of a step back. What HR writes for everybody to read (letters, rules) does without them."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from .errors import DomainError

# English, German, French, Spanish and Portuguese: the stem, and what is spelled behind it.
_STEMS: Final = (
    r"demo" + r"t(?:e[ds]?|ing|ions?)",
    r"down-?grad(?:e[ds]?|ing)",
    r"degradier(?:en|t|te|ung|ungen)",
    r"(?:herab|zurück|herunter)(?:ge)?stuf(?:en|t|ung|ungen)",
    r"rückstufung(?:en)?",
    r"rétrograd(?:é|ée|er|ation|ations)",
    r"degrada(?:do|da|ción|ciones)",
    r"despromo(?:vido|vida|ção|ções)",
)
_LOSS: Final = re.compile(rf"\b(?:{'|'.join(_STEMS)})\b", re.IGNORECASE)


def words_of_loss(text: str) -> list[str]:
    """Such words as they stand in the text, each once; empty where there are none."""
    return list(dict.fromkeys(match.group() for match in _LOSS.finditer(text)))


def refuse_words_of_loss(text: str) -> None:
    """Raises DomainError where the text has such words; the sentence names them."""
    if found := words_of_loss(text):
        words = ", ".join(f"“{word}”" for word in found)
        raise DomainError(
            _("Leave out %(words)s: a step back is a move like any other, and is called that.") % {"words": words}
        )
