"""What of frameworks Home shows to whoever writes them, and to their owners."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from ladders.core.home import Line, Part
from ladders.core.permissions import Permission

from .queries import shelves


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """Publications to confirm, drafts and their findings, reasons to be looked at again, and what one answers for: no query."""
    page = reverse("framework-list")
    quiet = not user.holds(Permission.EDIT_FRAMEWORK)
    yield Line(
        Part.TURN,
        shelves.asked(user),
        lambda n: ngettext(
            "framework to publish as the second person", "frameworks to publish as the second person", n
        ),
        f"{page}?show=asked",
        when="since",
    )
    yield Line(
        Part.FRAMEWORKS,
        shelves.to_review(user, day),
        lambda n: ngettext("framework with a reason to look at again", "frameworks with reasons to look at again", n),
        f"{page}?show=reviews",
        when="due",
        due=True,
        quiet=quiet,
    )
    yield Line(
        Part.FRAMEWORKS,
        shelves.without_owner(user, day),
        lambda n: ngettext(
            "framework whose owner no longer works here", "frameworks whose owners no longer work here", n
        ),
        f"{page}?show=no_owner",
        quiet=True,
    )
    yield Line(
        Part.FRAMEWORKS,
        shelves.drafted(user),
        lambda n: ngettext("draft of a framework", "drafts of frameworks", n),
        f"{page}?show=drafts",
        when="since",
        quiet=quiet,
    )
    yield Line(
        Part.FRAMEWORKS,
        shelves.with_findings(user),
        lambda n: ngettext("draft with findings to answer", "drafts with findings to answer", n),
        f"{page}?show=findings",
        quiet=quiet,
    )
    yield Line(
        Part.FRAMEWORKS,
        shelves.owned(user),
        lambda n: ngettext("framework that you answer for", "frameworks that you answer for", n),
        f"{page}?show=mine",
        quiet=True,
    )
