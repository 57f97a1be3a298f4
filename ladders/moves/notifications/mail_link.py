"""The connection to the mail server: one for many mails, and a new one where it ended under one of them.

Many servers end a connection after so many mails or minutes. What was being sent then is not at fault, and neither is
anything that waits.
"""

from __future__ import annotations

import contextlib
import smtplib
from collections.abc import Sequence
from typing import Any, Final

from django.core.mail import EmailMessage, get_connection

CLOSING: Final = 421  # "service not available, closing": RFC 5321, 3.8
BARREN: Final = 2  # so many connections in a row that took nothing: the server is at fault, and no mail


class ServerAway(Exception):
    """The mail server takes nothing now, whatever it is given."""


class LinkEnded(Exception):
    """The connection had taken mails before, and ended: once more over a new one."""


class MailLink:
    """Opened when it is first needed, and anew after it ended."""

    def __init__(self) -> None:
        self._link: Any = None
        self._taken = 0  # over the present connection
        self._barren = 0  # connections in a row that took nothing

    def open(self) -> None:
        """Be connected. Raises ServerAway where nobody answers."""
        if self._link is not None:
            return
        link = get_connection()
        try:
            link.open()
        except OSError as error:
            with contextlib.suppress(OSError):
                link.close()
            raise ServerAway from error
        self._link, self._taken = link, 0

    def send_messages(self, messages: Sequence[EmailMessage]) -> None:
        """Hand them over.

        Raises LinkEnded and ServerAway, and the server's own error where it concerns what was sent. That is also said of
        the first that ends a new connection: what kills each connection has to wait like whatever else cannot be sent.
        """
        self.open()
        try:
            self._link.send_messages(messages)
        except OSError as error:
            if not _ended(error):
                raise
            self.close()
            if self._taken:
                raise LinkEnded from error
            self._barren += 1
            if self._barren >= BARREN:
                raise ServerAway from error
            raise
        self._taken += len(messages)
        self._barren = 0

    def close(self) -> None:
        """Be connected no more, whatever the server says to that."""
        link, self._link = self._link, None
        if link is not None:
            with contextlib.suppress(OSError):
                link.close()


def _ended(error: OSError) -> bool:
    """Whether the connection is gone, and not one mail refused."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return any(code == CLOSING for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return True
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == CLOSING
    return isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(error, smtplib.SMTPException)
