"""What no log and no history holds: addresses that tell on their own, and rows that the database quotes when it refuses one."""

from __future__ import annotations

import logging
import re
from typing import Final

# Who opened the page of a move, or of a path, thinks of one.
_TELLING: Final = re.compile(r"""/(moves|path|information|growth|talks)/[^\s"'?#<>]*(?:\?[^\s"'<>]*)?""")
# Whoever has the link of a mail can set a password; whoever has the address of a calendar reads it.
_KEYS: Final = re.compile(r"""/(password/reset(?=/[^\s"'/<>]+-)|sign-in/first|calendar)/[^\s"'/<>,]+""")
# PostgreSQL's second sentence holds the row: "Failing row contains (17, 64000.00, …)". A value may have lines of its own.
_QUOTED: Final = re.compile(
    r"^(DETAIL|CONTEXT|HINT): .*?(?=^(?:The above exception|During handling|Traceback|  File )|\Z)",
    re.DOTALL | re.MULTILINE,
)


def without_telling_addresses(text: str) -> str:
    """The text with only the room of each telling address left: `/moves/ask/…/` becomes `/[moves]`; keys of mails go, too."""
    return _KEYS.sub(r"/\1/[key]", _TELLING.sub(r"/[\1]", text))


class ConfidentialFormatter(logging.Formatter):
    """Writes lines and tracebacks without either."""

    def format(self, record: logging.LogRecord) -> str:
        """As a formatter does, and then less."""
        return without_telling_addresses(_QUOTED.sub(r"\1: [left out]\n", super().format(record)))
