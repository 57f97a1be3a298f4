"""Talks: a date, what to talk about, what was noted, what each keeps to themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError, StaleError
from ladders.core.months import months_after
from ladders.core.repeats import just_made
from ladders.moves.actions.notices import notify_of_page, settle_page
from ladders.moves.domain.states import NoticeKind

from ..models import PrivateNote, Talk, TalkEntry, TalkPart
from .people import account_of, acting, manages_today

LONGEST_AGO = 12  # months


def plan_talk(*, employee: Employee, manager: Employee, on: dt.date, at: dt.time | None, place: str, by: Any) -> Talk:
    """A date for the next talk of the two, by either. The other one is told.

    Raises PermissionDenied for anybody else, DomainError for a day that is over and where a date stands already.
    """
    with transaction.atomic():
        me = acting(by)
        if me.pk not in (employee.pk, manager.pk) or not manages_today(manager, employee):
            raise PermissionDenied
        Employee.objects.select_for_update(of=("self",), no_key=True).get(pk=employee.pk)
        _ahead(on)
        if Talk.objects.ahead().filter(employee=employee, manager=manager).exists():
            raise DomainError(_("The two of you have a date already. Open it to move it."))
        talk = Talk.objects.create(employee=employee, manager=manager, on=on, at=at, place=place.strip())
        _tell(talk, me)
    return talk


def move_talk(*, talk: Talk, on: dt.date, at: dt.time | None, place: str, by: Any) -> bool:
    """Another day, time or place. The other one is told where something differs; False where nothing does."""
    with transaction.atomic():
        row, me = _writable(talk, by)
        _not_over(row)
        if (row.on, row.at, row.place) == (on, at, place.strip()):
            return False
        _ahead(on)
        row.on, row.at, row.place = on, at, place.strip()
        row.changes += 1
        row.save(update_fields=["on", "at", "place", "changes"])
        _tell(row, me)
    return True


def call_off(*, talk: Talk, by: Any) -> Talk:
    """It does not take place. What was written for it stays readable for the two. Harmless when repeated."""
    with transaction.atomic():
        row, me = _mine(talk, by)
        if row.held_at is not None:
            raise DomainError(_("It has taken place: that is noted already."))
        if row.called_off_at is None:
            row.called_off_at = timezone.now()
            row.changes += 1
            row.save(update_fields=["called_off_at", "changes"])
            _tell(row, me)
    return row


def hold_talk(*, talk: Talk, on: dt.date, by: Any) -> Talk:
    """It took place, on that day. Either says so. Harmless when repeated.

    Raises DomainError for a day to come, for one so long ago that it is a slip of the pen, and for a talk that was called off.
    """
    today = timezone.localdate()
    with transaction.atomic():
        row, _me = _mine(talk, by)
        if row.called_off_at is not None:
            raise DomainError(_("It was called off. Plan another one."))
        if on > today:
            raise DomainError(_("That day has not come yet. Say so when you have talked."))
        if on < months_after(today, -LONGEST_AGO):
            raise DomainError(_("That day was more than twelve months ago. Check the year."))
        if row.held_at is None:
            row.held_at, row.on = timezone.now(), on
            row.save(update_fields=["held_at", "on"])
            settle_page((NoticeKind.TALK,), _about(row))
    return row


def not_held(*, talk: Talk, by: Any) -> Talk:
    """It did not take place after all. Either says so, unless another date was made meanwhile. Harmless when repeated."""
    with transaction.atomic():
        row, _me = _mine(talk, by)
        if row.held_at is not None:
            if Talk.objects.ahead().filter(employee=row.employee_id, manager=row.manager_id).exists():
                raise DomainError(_("The two of you have another date by now. Call that off first."))
            row.held_at = None
            row.save(update_fields=["held_at"])
    return row


def write_entry(*, talk: Talk, part: TalkPart, text: str, by: Any) -> TalkEntry:
    """A point, a note, or something agreed. Both read it.

    Raises DomainError for a point once the talk is over, and for an empty text.
    """
    with transaction.atomic():
        row, me = _writable(talk, by)
        if row.called_off_at is not None:
            raise DomainError(_("It was called off. Plan another one."))
        if part == TalkPart.POINT and row.held_at is not None:
            raise DomainError(_("This talk has taken place. Plan the next one, and put the point there."))
        if not text.strip():
            raise DomainError(_("Write something first."))
        same = {"talk": row, "by": me, "part": part, "text": text.strip()}
        return just_made(TalkEntry, at="written_at", **same) or TalkEntry.objects.create(**same)


def remove_entry(*, entry: TalkEntry, by: Any) -> None:
    """Whoever wrote it takes it out. Harmless when repeated."""
    with transaction.atomic():
        me = acting(by)
        row = TalkEntry.objects.select_for_update().filter(pk=entry.pk).first()
        if row is None:
            return
        if row.by_id != me.pk:
            raise PermissionDenied
        row.delete()


def keep_private_note(*, talk: Talk, text: str, seen: int, by: Any) -> PrivateNote | None:
    """What one of the two keeps to themselves; an empty text removes it.

    Raises StaleError where it changed since revision `seen` (0: nothing was there).
    """
    with transaction.atomic():
        row, me = _mine(talk, by)
        note = PrivateNote.objects.filter(talk=row, author=me).first() or PrivateNote(talk=row, author=me)
        if note.revision != seen:
            raise StaleError(
                _("Your note was changed meanwhile, in another tab perhaps. Compare, then keep it again."), note
            )
        if not text.strip():
            if note.pk:
                note.delete()
            return None
        note.text = text.strip()
        note.revision += 1
        note.save()
    return note


def _mine(talk: Talk, by: Any) -> tuple[Talk, Employee]:
    """The talk, locked, with who acts. Raises PermissionDenied for whoever did not have it."""
    me = acting(by)
    rows = Talk.objects.visible_to(by).select_related("employee__user", "manager__user")
    row = rows.select_for_update(of=("self",)).filter(pk=talk.pk).first()
    if row is None:
        raise PermissionDenied
    return row, me


def _writable(talk: Talk, by: Any) -> tuple[Talk, Employee]:
    row, me = _mine(talk, by)
    if not manages_today(row.manager, row.employee):
        raise DomainError(_("The two of you no longer work as manager and employee. What is here stays to be read."))
    return row, me


def _not_over(talk: Talk) -> None:
    if talk.held_at is not None or talk.called_off_at is not None:
        raise DomainError(_("This talk is over. Plan the next one."))


def _ahead(on: dt.date) -> None:
    if on < timezone.localdate():
        raise DomainError(_("That day is over. Choose today or a later one."))


def _about(talk: Talk) -> str:
    return f"growth-talk-{talk.pk}"


def _tell(talk: Talk, me: Employee) -> None:
    other = account_of(talk.other(me))
    notify_of_page(NoticeKind.TALK, other, page=f"talk {talk.pk}", about=_about(talk), on=talk.changes)
