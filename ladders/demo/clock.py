"""Time that the demo can move, so that people see what happens on the effective day without waiting for it.

The demo's processes share a small file that says how many days they are ahead of the computer's clock. In them, and in
nothing else, `django.utils.timezone.now` adds those days: whoever asks for the time or the day, as the whole product
does, gets the demo's. A server never imports this module (`docs/decisions/0023-the-demos-clock.md`).
"""

from __future__ import annotations

import datetime as dt
import fcntl
import importlib
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

logger = logging.getLogger(__name__)
FURTHEST: Final = 3650  # days; beyond that no page of the product was ever meant to work
# These counted by the computer's clock before and go on so: failed sign-ins, codes that were used.
REAL_TIME: Final = ("django.core.cache.backends.db",)

_real_now: Callable[[], dt.datetime] = timezone.now


class _Reading:
    """The file as it was when last read; it is read again only once another one stands in its place.

    `back`: how many days what is being loaded lies in the past.
    """

    mark: tuple[int, int] | None = None
    days: int = 0
    back: int = 0


def install() -> None:
    """Let this process live in the demo's time. Has to come before models are imported, whose defaults keep `now`."""
    for name in REAL_TIME:
        importlib.import_module(name)  # keeps the real `now`, which it takes by name
    timezone.now = now


def now() -> dt.datetime:
    """The demo's time, aware, in UTC. Costs a look at the file's date."""
    return _days_before(_real_now() + dt.timedelta(days=days_ahead()), _Reading.back)


def _days_before(moment: dt.datetime, days: int) -> dt.datetime:
    """The same time of day so many days before: where clocks were changed since, no whole number of hours of 24."""
    return (timezone.localtime(moment) - dt.timedelta(days=days)).astimezone(dt.UTC) if days else moment


def days_ahead() -> int:
    """How many days the demo is ahead of the computer's clock; 0 where nobody moved it."""
    path = _file()
    try:
        state = os.stat(path)
    except FileNotFoundError:
        return 0
    mark = (state.st_ino, state.st_mtime_ns)
    if mark != _Reading.mark:
        _Reading.mark, _Reading.days = mark, int(path.read_text())
    return _Reading.days


@contextmanager
def on_day(day: dt.date) -> Iterator[None]:
    """What this process does within is done on that day, at the time of day that it is: for loading what has happened.

    Where no clock is installed, whoever asks for the time while it works gets that day's, and defaults of fields today's.
    """
    back, earlier = (timezone.localdate() - day).days, timezone.now
    if earlier is now:
        _Reading.back += back
    else:
        timezone.now = lambda: _days_before(earlier(), back)
    try:
        yield
    finally:
        timezone.now = earlier
        if earlier is now:
            _Reading.back -= back


def pass_days(days: int) -> dt.date:
    """Let that many days pass, one after the other, each with the work that is due on it; returns the day it is then.

    The work is what beat's schedule names, so whatever a later rule adds there happens here, too. Nothing is done twice
    if two people press at once: the second waits.
    """
    with _alone():
        for _each in range(days):
            if days_ahead() >= FURTHEST:
                break
            with transaction.atomic():
                _take_along(dt.timedelta(days=1))
                _write(days_ahead() + 1)
            _do_what_is_due()
    return timezone.localdate()


def _take_along(more: dt.timedelta) -> None:
    """What ends after a time, and not on a day, ends as much later: nobody is signed out, no work in hand is taken over."""
    for model, field in _terms():
        model._default_manager.filter(**{f"{field}__isnull": False}).update(**{field: F(field) + more})


def _terms() -> Iterator[tuple[type[models.Model], str]]:
    yield apps.get_model("accounts", "BrowserSession"), "expire_date"
    for model in apps.get_models():
        if any(field.name == "lease_until" for field in model._meta.concrete_fields):
            yield model, "lease_until"


def _do_what_is_due() -> None:
    from ladders.celery import app

    app.loader.import_default_modules()
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.tasks[entry["task"]]()


def _file() -> Path:
    return Path(str(settings.DEMO_CLOCK))


def _write(days: int) -> None:
    path = _file()
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(str(days))
    draft.replace(path)


@contextmanager
def _alone() -> Iterator[None]:
    path = _file()
    with path.with_name(f"{path.name}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
