"""What somebody does who asks for feedback: ask, read, bring it to a talk, ask whether more people may read it, remove it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.careers.actions.own import oneself
from ladders.core.conditions import nothing
from ladders.core.errors import DomainError
from ladders.moves.actions.notices import notify_of_page, settle_page
from ladders.moves.domain.states import NoticeKind

from ..models import Feedback, FeedbackAsk, Readers, Talk
from ..queries.feedback import subjects_of
from .people import account_of, acting, todays_manager

KINDS = ASKED, GIVEN = NoticeKind.PLAN, NoticeKind.INFORMED
MOST_COLLEAGUES = 5
MOST_COMPETENCIES = 3
LONGEST_AHEAD = 90  # days


def ask_for_feedback(
    *,
    level: UUID,
    competencies: Sequence[UUID],
    question: str,
    colleagues: Sequence[Employee],
    readers: Readers,
    due_on: dt.date,
    by: Any,
) -> FeedbackAsk:
    """Ask colleagues about oneself, on what a level asks: the one held, or one worked towards. Each is told that something waits.

    Raises DomainError for another level, too many or too few of something, a day that is over or far away, and whoever has
    been asked already and has time to answer.
    """
    today = timezone.localdate()
    with transaction.atomic():
        me = oneself(acting(by), by)
        subject = next((each for each in subjects_of(me, today) if each.key == level), None)
        if subject is None:
            raise DomainError(_("Choose the level that you hold, or one that you work towards."))
        asked = [each for each in subject.competencies if each.key in set(competencies)]
        _refuse(me, len(asked), question, colleagues, due_on, today)
        ask = FeedbackAsk.objects.create(
            by=me,
            level_key=level,
            level=subject.level[:170],
            competencies=[{"key": str(each.key), "name": each.name, "text": each.text} for each in asked],
            question=question.strip(),
            due_on=due_on,
        )
        manager = todays_manager(me) if readers > Readers.ASKER else None
        for colleague in colleagues:
            given = Feedback.objects.create(ask=ask, giver=colleague, readers=readers, manager=manager)
            tell(given, colleague, "asked")
    return ask


def read_given(*, ask: FeedbackAsk, rows: Iterable[Feedback], by: Any) -> None:
    """Who asked has read these rows as they stand there: from now on they are not corrected any more. Harmless when repeated.

    What was given or corrected since they were looked up is still new. At most 3 queries.
    """
    seen = nothing()
    for row in rows:
        seen |= Q(pk=row.pk, revision=row.revision)
    unread = Feedback.objects.given().filter(ask=ask, ask__by__user=by, read_at=None)
    unread.filter(seen).update(read_at=timezone.now())
    if not unread.exists():
        settle_page(KINDS, f"growth-feedback-to-{ask.pk}")


def bring_to_talk(*, feedback: Feedback, talk: Talk | None, by: Any) -> Feedback:
    """Show it to the manager in a talk of the two that is ahead; None takes it off again. Harmless when repeated.

    Raises DomainError where its giver agreed to the two readers only, or to another manager.
    """
    with transaction.atomic():
        row = _mine(feedback, by)
        if talk is not None:
            row.talk = Talk.objects.visible_to(by).ahead().filter(pk=talk.pk, employee=row.ask.by_id).first()
            if row.talk is None:
                raise DomainError(_("That talk is over, or was called off. Open “Talks” and choose the next one."))
            if row.readers < Readers.MANAGER or row.manager_id != row.talk.manager_id:
                raise DomainError(
                    _("%(name)s wrote it for others to read than %(manager)s. Ask them first.")
                    % {"name": row.giver, "manager": row.talk.manager}
                )
        else:
            row.talk = None
        row.save(update_fields=["talk"])
    return row


def ask_wider(*, feedback: Feedback, readers: Readers, by: Any) -> Feedback:
    """Ask the giver whether more people may read it, or the manager of today; nothing changes until they say yes.

    Raises DomainError where they agreed to that already.
    """
    with transaction.atomic():
        row = _mine(feedback, by)
        manager = todays_manager(row.ask.by) if readers >= Readers.MANAGER else None
        if readers == Readers.ASKER or (readers <= row.readers and row.manager == manager):
            raise DomainError(_("%(name)s agreed to that already.") % {"name": row.giver})
        row.wider_readers, row.wider_manager = max(readers, row.readers), manager
        row.save(update_fields=["wider_readers", "wider_manager"])
        tell(row, row.giver, f"wider-{row.wider_readers}-{manager.pk if manager else ''}")
    return row


def remove_ask(*, ask: FeedbackAsk, by: Any) -> None:
    """Take it back with all that was given, for everybody. What was sent with a request stays there. Harmless when repeated."""
    with transaction.atomic():
        row = FeedbackAsk.objects.select_for_update(of=("self",)).filter(pk=ask.pk).select_related("by").first()
        if row is None:
            return
        oneself(row.by, by)
        for given in row.given.all():
            settle_page(KINDS, about(given))
        settle_page(KINDS, f"growth-feedback-to-{row.pk}")
        row.delete()


def about(given: Feedback) -> str:
    """What notices to the giver go by."""
    return f"growth-feedback-{given.pk}"


def tell(given: Feedback, person: Employee, on: str) -> None:
    """That something waits, or is there: never what, nor whose."""
    asked = person.pk == given.giver_id
    kind, matter = (ASKED, about(given)) if asked else (GIVEN, f"growth-feedback-to-{given.ask_id}")
    page = f"feedback-give {given.pk}" if asked else f"feedback-asked {given.ask_id}"
    notify_of_page(kind, account_of(person), page=page, about=matter, on=f"{given.pk}-{on}")


def _refuse(
    me: Employee, asked: int, question: str, colleagues: Sequence[Employee], due_on: dt.date, today: dt.date
) -> None:
    if not asked and not question.strip():
        raise DomainError(_("Choose a competency, or write a question of your own."))
    if asked > MOST_COMPETENCIES:
        raise DomainError(_("Choose at most %(n)s competencies: few are answered better.") % {"n": MOST_COMPETENCIES})
    if not colleagues:
        raise DomainError(_("Name at least one colleague."))
    if len(colleagues) > MOST_COLLEAGUES or len({each.pk for each in colleagues}) < len(colleagues):
        raise DomainError(_("Name at most %(n)s colleagues, each once.") % {"n": MOST_COLLEAGUES})
    if not today <= due_on <= today + dt.timedelta(days=LONGEST_AHEAD):
        raise DomainError(_("Choose a day from today on, within %(n)s days.") % {"n": LONGEST_AHEAD})
    here = set(Employee.objects.working_on(today).filter(pk__in=[each.pk for each in colleagues]).values_list("pk"))
    # Whether somebody declined makes no difference here: it would be found out by asking again.
    open_rows = Feedback.objects.filter(ask__by=me, ask__due_on__gte=today, written_at=None, giver__in=colleagues)
    waiting = set(open_rows.values_list("giver", flat=True))
    for each in colleagues:
        if each.pk == me.pk:
            raise DomainError(_("Name somebody else: what you think yourself stands in your assessment."))
        if (each.pk,) not in here:
            raise DomainError(_("%(name)s does not work here today. Name somebody else.") % {"name": each})
        if each.pk in waiting:
            raise DomainError(_("You have asked %(name)s already, and the day has not come yet.") % {"name": each})


def _mine(feedback: Feedback, by: Any) -> Feedback:
    """What was given, locked. Raises PermissionDenied for anybody but who asked, DomainError where it was taken back."""
    rows = Feedback.objects.select_for_update(of=("self",)).select_related("ask__by", "giver__user", "manager")
    row = rows.filter(pk=feedback.pk).first()
    if row is None or row.ask.by.user_id != by.pk:
        raise PermissionDenied
    if row.written_at is None:
        raise DomainError(_("Nothing is written here."))
    return row
