"""Mails that are put into bytes quickly: the same bytes as Django's own way makes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives

from ladders.moves.notifications.quick_mail import QuickMail

BOUNDARY = re.compile(rb"=+\d+==")


@pytest.mark.parametrize(
    "subject",
    [
        "Nordlys: 3 notices for you",
        "Łódź: 3 notices for you",
        "two  spaces,   three and a tab\tbetween",
        " begins and ends with a space ",
        "=?utf-8?q?looks_encoded?=",
        "",
        *("x" * length for length in (60, 66, 67, 68, 69, 70, 71, 72, 990)),
        *("long words, " * times for times in (5, 6, 7, 20)),
        "Zażółć gęślą jaźń, and a name that is too long for a line of its own",
    ],
)
@pytest.mark.parametrize("body", ["Hello\n\nFrom here\n.\n", "Grüße\n" + "x" * 1200])
def test_the_bytes_are_those_of_djangos_own_mails(subject: str, body: str) -> None:
    headers = {
        "Message-ID": "<0c3ab0b6-2d4e-4be6-9d4e-5c19e3b4b1b2@ladders.example>",
        "Auto-Submitted": "auto-generated",
    }

    def written(kind: type[EmailMultiAlternatives]) -> bytes:
        mail = kind(
            subject, body, "Ladders <l@a.example>", ["Zoë <zoe@a.example>"], headers=headers | {"Date": "today"}
        )
        mail.attach_alternative(f"<p>{body}</p>", "text/html")
        message: Any = mail.message()
        return BOUNDARY.sub(b"=boundary==", message.as_bytes(linesep="\r\n"))

    assert written(QuickMail) == written(EmailMultiAlternatives)
