"""Asking, agreeing, taking back, and answering. What HR may not hear of leaves no trace."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.conflict_of_interest import refuse_own
from accounts.models import Employee, User
from accounts.queries import people_holding
from ladders.core.audit import record
from ladders.core.canonical import canonical_json, digest_of
from ladders.core.errors import DomainError
from ladders.core.months import months_after
from ladders.core.permissions import Permission
from ladders.core.person_keys import mark_of
from ladders.insights.queries.country_rules import rules_for
from ladders.moves.actions.notices import notify_of_page, settle_page
from ladders.moves.domain.states import NoticeKind

from ..models import InformationAnswer, InformationRequest, InformationState
from ..models.requests import trail_mark
from ..queries.drafts import draft_answer

OWN_PAGE, OTHERS_PAGE = "pay-information", "pay-information-for-others"


def ask(*, by: User, representative: User | None = None, question: str = "") -> InformationRequest:
    """Ask about oneself; the representative, where one is chosen, reads the answer, too. The clock runs from today.

    Raises DomainError for whoever is no employee, and while another request waits for its answer.
    """
    person = Employee.objects.filter(user=by).first()
    if person is None:
        raise DomainError(_("Your account is not connected with an employee. Ask HR to connect the two."))
    if representative is not None and representative not in representatives_of(person):
        raise DomainError(_("This person does not represent you. Choose somebody else."))
    today = timezone.localdate()
    with transaction.atomic():
        Employee.objects.select_for_update().get(pk=person.pk)
        _refuse_while_open(person)
        row = InformationRequest(employee=person, representative=representative, question=question.strip())
        _open(row, today)
        row.save(force_insert=True)
        _pass_on(row, by)
    return row


def enter_received(
    *, person: Employee, received_on: dt.date, through: str = "", question: str = "", by: User
) -> InformationRequest:
    """Enter what somebody asked outside of the product, on paper, say, and through whom: the clock runs from the day it came.

    The person is told at once: nobody asks in their name behind their back.

    Raises DomainError for whoever may not answer this person, about oneself, for a day that is to come or long ago, while
    another request waits for its answer, and where what came on that day was answered.
    """
    refuse_own(person, by, _("For yourself you ask on your own page."))
    if not by.reaches(Permission.ANSWER_PAY_REQUESTS, person):
        raise DomainError(_("Your role does not reach this person. Somebody in HR whose role does answers them."))
    today = timezone.localdate()
    if received_on > today:
        raise DomainError(_("It cannot have come on a day that is still to come."))
    if received_on < months_after(today, -12) or (person.hired_on and received_on < person.hired_on):
        raise DomainError(_("Check the day: it is more than a year ago, or before the person began."))
    with transaction.atomic():
        Employee.objects.select_for_update().get(pk=person.pk)
        waiting = InformationRequest.objects.open().filter(employee=person).first()
        if waiting is not None:
            raise DomainError(
                _("This person has asked already. The answer is due by %(day)s.")
                % {"day": date_format(waiting.due_on or today, "j F Y")}
            )
        done = InformationRequest.objects.filter(
            employee=person, asked_on=received_on, state=InformationState.ANSWERED, recorded_by__isnull=False
        ).first()
        if done is not None and done.closed_at is not None:
            raise DomainError(
                _(
                    "What came from this person on this day was answered on %(day)s. You find it among the requests that "
                    "are answered, to be printed once more."
                )
                % {"day": date_format(timezone.localtime(done.closed_at), "j F Y")}
            )
        row = InformationRequest(employee=person, question=question.strip(), through=through.strip(), recorded_by=by)
        _open(row, received_on)
        row.save(force_insert=True)
        notify_of_page(
            NoticeKind.FOR_HR, *(user for user in answerers_of(row) if user != by), page=hr_page(row), about=row.pk
        )
        notify_of_page(NoticeKind.INFORMED, person.user, page=OWN_PAGE, about=row.pk, on="entered")
        _record(row, "request.received", by)
    return row


def take_out(*, request: InformationRequest, reason: str, by: User) -> InformationRequest:
    """HR takes out what was entered by mistake: for somebody of the same name, say, or for the wrong day. The person is told
    why. Harmless when repeated.

    Raises DomainError for whoever may not answer this person, about oneself, for what the person asked in the product, once it
    was answered, and without a reason.
    """
    reason = reason.strip()
    with transaction.atomic():
        row = _locked(request)
        _refuse_unless_answerer(row, by)
        if row.recorded_by_id is None:
            raise DomainError(_("Only whoever asked can take it back."))
        if row.state == InformationState.WITHDRAWN:
            return row
        if row.state != InformationState.OPEN:
            raise DomainError(_("This request does not wait for an answer any more."))
        if not reason:
            raise DomainError(_("Write why it is taken out: the person reads it."))
        # What came from somebody else of the same name is not kept with this person.
        row.question = row.through = ""
        row.state, row.closed_at, row.reason = InformationState.WITHDRAWN, timezone.now(), reason
        row.save()
        settle_page([NoticeKind.FOR_HR, NoticeKind.FOR_HR_LATE, NoticeKind.INFORMED], row.pk)
        notify_of_page(NoticeKind.INFORMED, row.employee.user, page=OWN_PAGE, about=row.pk, on="taken out")
        _record(row, "request.taken_out", by)
    return row


def ask_for(*, person: Employee, question: str = "", by: User) -> InformationRequest:
    """A representative asks for somebody, who has to agree first; until then nobody else hears of it.

    Raises DomainError where the person is out of reach, has no account, or was asked already.
    """
    if not by.reaches(Permission.REPRESENT_EMPLOYEES, person):
        raise DomainError(_("You do not represent this person. Ask for somebody whom your role reaches."))
    refuse_own(person, by, _("For yourself you ask on your own page."))
    if person.user is None:
        raise DomainError(_("This person cannot sign in, so they cannot agree. Ask HR to invite them."))
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = InformationRequest.objects.create(
                    employee=person,
                    representative=by,
                    by_representative=True,
                    question=question.strip(),
                    state=InformationState.WAITING,
                )
        except IntegrityError as error:
            raise DomainError(_("You have asked this person already. They have not answered yet.")) from error
        notify_of_page(NoticeKind.AGREEMENT, person.user, page=OWN_PAGE, about=row.pk)
    return row


def agree(*, request: InformationRequest, agrees: bool, by: User) -> InformationRequest:
    """The person lets the representative's request go to HR, or not. Harmless when repeated. Where the representative
    represents them no more, it becomes the person's own request.

    Raises DomainError for anybody else, and while another request of theirs waits for its answer.
    """
    with transaction.atomic():
        row = _locked(request)
        if row.employee.user_id != by.pk:
            raise DomainError(_("Only the person themselves can agree."))
        if row.state != InformationState.WAITING:
            return row
        settle_page([NoticeKind.AGREEMENT], row.pk)
        if not agrees:
            row.state, row.closed_at = InformationState.DECLINED, timezone.now()
            row.save()
            notify_of_page(NoticeKind.INFORMED, reader_of(row), page=OTHERS_PAGE, about=row.pk)
            return row
        _refuse_while_open(row.employee)
        _let_go_of_former(row)
        _open(row, timezone.localdate())
        row.save()
        _pass_on(row, by)
    return row


def withdraw(*, request: InformationRequest, by: User) -> InformationRequest:
    """The person takes a request back, or the representative one that waits for agreement. Harmless when repeated."""
    with transaction.atomic():
        row = _locked(request)
        own = row.employee.user_id == by.pk
        if not own and not (row.representative_id == by.pk and row.state == InformationState.WAITING):
            raise DomainError(_("Only whoever asked can take it back."))
        if row.state not in (InformationState.OPEN, InformationState.WAITING):
            return row
        heard = row.state == InformationState.OPEN
        row.state, row.closed_at = InformationState.WITHDRAWN, timezone.now()
        row.save()
        settle_page([NoticeKind.AGREEMENT, NoticeKind.FOR_HR, NoticeKind.FOR_HR_LATE], row.pk)
        if heard:
            _record(row, "request.withdrawn", by)
    return row


def send(
    *, request: InformationRequest, words: str = "", handed_to: str = "", seen: str, by: User
) -> InformationAnswer:
    """Send the answer as it was drafted and looked at (`seen`: its digest). Kept, and never changed. A representative who
    represents the person no more does not get it.

    Raises DomainError for whoever may not answer this person, about oneself, where the figures have changed meanwhile, or
    where something has to be written: why figures are missing, or to whom those of a small group were handed.
    """
    words, handed_to = words.strip(), handed_to.strip()
    with transaction.atomic():
        row = _locked(request)
        _refuse_unless_answerer(row, by)
        if needs_another(row, by):
            raise DomainError(_("You entered this request, so somebody else in HR answers."))
        if row.state != InformationState.OPEN:
            raise DomainError(_("This request does not wait for an answer any more."))
        draft = draft_answer(row, timezone.localdate(), tell=True)
        if digest_of(draft.content) != seen:
            raise DomainError(_("The figures have changed since you looked. Look at them again, then send."))
        if draft.needs_words and not words:
            raise DomainError(_("Figures are missing. Write why, and when the person can have them."))
        content = draft.content
        if content["recipient"] is not None:
            if not handed_to:
                raise DomainError(_("Write to whom you hand the figures: the person reads it and can turn to them."))
            content = content | {"recipient": content["recipient"] | {"handed_to": handed_to}}
        answer = InformationAnswer.objects.create(
            request=row,
            content=content,
            words=words,
            withheld="" if draft.withheld is None else canonical_json(draft.withheld),
            sent_by=by,
            digest=digest_of({"content": content, "words": words}),
        )
        _let_go_of_former(row)
        row.state, row.closed_at = InformationState.ANSWERED, answer.sent_at
        row.save()
        settle_page([NoticeKind.FOR_HR, NoticeKind.FOR_HR_LATE], row.pk)
        page = f"pay-information-answer {row.pk}"
        notify_of_page(NoticeKind.INFORMED, row.employee.user, row.representative, page=page, about=row.pk)
        _record(row, "answer.sent", by, {"SHA-256": [None, answer.digest]})
    return answer


def representatives_of(person: Employee) -> list[User]:
    """Who represents this person, by name; never themselves. 1 query."""
    found = people_holding(Permission.REPRESENT_EMPLOYEES, person)
    return [user for user in found if user.pk != person.user_id]


def reader_of(row: InformationRequest) -> User | None:
    """The representative who reads the answer beside the person; None where there is none, or none any more: 1 query."""
    chosen = row.representative
    return chosen if chosen is not None and chosen in representatives_of(row.employee) else None


def answerers_of(row: InformationRequest) -> list[User]:
    """Who in HR can answer it. 1 query; 1 more for whoever entered it."""
    apart = {row.employee.user_id, row.representative_id}
    found = people_holding(Permission.ANSWER_PAY_REQUESTS, row.employee)
    return [user for user in found if user.pk not in apart and not needs_another(row, user)]


def needs_another(row: InformationRequest, user: User) -> bool:
    """True where this user entered the request and somebody else answers it (see `for_another`): 1 query beside roles, none for
    anybody else."""
    if row.recorded_by_id is None or row.recorded_by_id != user.pk:
        return False
    return InformationRequest.objects.for_another(user).filter(pk=row.pk).exists()


def hr_page(row: InformationRequest) -> str:
    """Where HR answers it, as `notify_of_page` takes a page."""
    return f"pay-information-request {row.pk}"


def _refuse_unless_answerer(row: InformationRequest, by: User) -> None:
    refuse_own(row.employee, by, _("Nobody answers their own request: somebody else in HR does."))
    if row.representative_id == by.pk:
        raise DomainError(_("You asked for this person, so somebody else in HR answers."))
    if not by.reaches(Permission.ANSWER_PAY_REQUESTS, row.employee):
        raise DomainError(_("Your role does not reach this person. Somebody in HR whose role does answers them."))


def _refuse_while_open(person: Employee) -> None:
    """To the person: 1 query. What HR entered from paper they need not have asked themselves."""
    row = InformationRequest.objects.open().filter(employee=person).first()
    if row is None:
        return
    if row.recorded_by_id is None:
        raise DomainError(_("You have asked already, and HR has not answered yet."))
    assert row.asked_on is not None
    assert row.due_on is not None
    raise DomainError(
        _("HR has a request about you from %(day)s; it is answered by %(due)s.")
        % {"day": date_format(row.asked_on, "j F Y"), "due": date_format(row.due_on, "j F Y")}
    )


def _locked(request: InformationRequest) -> InformationRequest:
    rows = InformationRequest.objects.select_for_update(of=("self",))
    return rows.select_related("employee__user", "representative").get(pk=request.pk)


def _let_go_of_former(row: InformationRequest) -> None:
    """Whoever represents the person no more gets no right to the answer, not even by a role that they have again later."""
    if reader_of(row) is None:
        row.representative, row.by_representative = None, False


def _open(row: InformationRequest, today: dt.date) -> None:
    """From now on HR has to answer, within the time that the country's rules give."""
    months = rules_for(row.employee.country, today).answer_months
    row.state, row.asked_on, row.months = InformationState.OPEN, today, months
    row.due_on = months_after(today, months)


def _pass_on(row: InformationRequest, by: User) -> None:
    notify_of_page(NoticeKind.FOR_HR, *answerers_of(row), page=hr_page(row), about=row.pk)
    _record(row, "request.asked", by)


def _record(row: InformationRequest, what: str, by: User, detail: dict[str, Any] | None = None) -> None:
    record(
        by=by,
        verb=f"pay_information.{what}",
        subject=mark_of(row.employee),
        subject_key=str(row.pk),
        detail=detail,
        under=trail_mark(row.pk),  # when the request is let go of, nobody can tell whose it was
    )
