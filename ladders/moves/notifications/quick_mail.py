"""Mails of text and HTML, put into bytes quickly: the same bytes as Django's, but for the border between the two."""

from __future__ import annotations

import secrets
from email.policy import Compat32
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives

LINE: Final = 76  # a header of so many characters, name and all, stands in one line


class QuickHeaders(Compat32):
    """Short plain headers as they are. The usual way takes each apart to see where it could be folded, a tenth of a mail."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if isinstance(value, str) and len(name) + len(value) < LINE and value.isascii() and value.isprintable():
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return bytes(super().fold_binary(name, value))


HEADERS: Final = QuickHeaders()


class QuickMail(EmailMultiAlternatives):
    """Text and HTML, many of them at a time."""

    def message(self) -> Any:  # type: ignore[override]  # the arguments are those of a later Django
        found = super().message()
        # Else each mail's border is looked for in its texts first.
        found.set_boundary(f"==============={secrets.randbelow(10**19):019}==")
        for part in found.walk():
            part.policy = HEADERS
        return found
