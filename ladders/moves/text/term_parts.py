"""Who receives somebody and why, and what becomes of a second level: in sentences, before asking and in frozen terms."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from ladders.careers.domain.move_kinds import MoveKind
from ladders.frameworks.labels import level_label

from ..domain.term_parts import MOST_OFFERED, Received, SecondFate
from ..domain.terms import MoveTerms
from .days import day


@dataclass(frozen=True, slots=True)
class TermsPart:
    """A part of the terms: a heading and its sentences."""

    heading: str
    sentences: tuple[str, ...]


WHY: dict[Received, Promise] = {
    Received.BOTH: lazy("leads people on this level in your department and legal entity"),
    Received.ENTITY: lazy("leads people on this level in your legal entity"),
    Received.DEPARTMENT: lazy("leads people on this level in your department, in another legal entity"),
    Received.ELSEWHERE: lazy("leads people on this level elsewhere in the organisation"),
    Received.CHOSEN: lazy("chosen by you from those who lead people on this level"),
    Received.NAMED: lazy("named by HR"),
}
WHY_THEIRS: dict[Received, Promise] = {
    Received.BOTH: lazy("leads people on this level in the person’s department and legal entity"),
    Received.ENTITY: lazy("leads people on this level in the person’s legal entity"),
    Received.DEPARTMENT: lazy("leads people on this level in the person’s department, in another legal entity"),
    Received.CHOSEN: lazy("chosen by the person from those who lead people on this level"),
}


def why_received(why: Received, *, own: bool) -> str:
    """The end of a sentence: "leads people on this level in your department"."""
    return str(WHY[why] if own or why not in WHY_THEIRS else WHY_THEIRS[why])


def manager_told(terms: MoveTerms, *, own: bool, sent: bool = False) -> list[TermsPart]:
    """Who would be the manager, and why that person; nothing where terms do not say it."""
    term = terms.manager
    if term is None:
        return []
    trying = terms.policy.kind == MoveKind.TRY_OUT
    heading = _("Your manager then") if own else _("The manager then")
    if trying:
        heading = _("Who leads you meanwhile") if own else _("Who leads meanwhile")
    if not term.names:
        said = [_("Nobody leads people on this level yet. Who answers in their place stands under the steps.")]
        said.append(_("Your manager stays as now.") if trying else _("HR says with the day who leads you then."))
        if not own:
            said = said[:1]
        return [TermsPart(heading, tuple(said))]
    values = {"who": term.names[0], "why": why_received(term.why, own=own)}
    text = _("%(who)s: %(why)s.")
    if term.present:
        text = _("%(who)s, as now: %(why)s.")
    elif trying:
        text = _("For the try-out %(who)s: %(why)s. Your manager stays your manager.")
        if not own:
            text = _("For the try-out %(who)s: %(why)s. The present manager stays.")
    said = [text % values]
    if term.others and own and not sent and term.why != Received.CHOSEN:
        text = ngettext(
            "%(n)s other person could receive you, too: until you send it, you can choose.",
            "%(n)s others could receive you, too: until you send it, you can choose.",
            term.others,
        )
        if term.others >= MOST_OFFERED:
            text = _(
                "%(n)s others could receive you, too: until you send it, you can choose among the nearest %(most)s."
            )
        said.append(text % {"n": term.others, "most": MOST_OFFERED - 1})
    return [TermsPart(heading, tuple(said))]


def second_told(terms: MoveTerms, *, own: bool) -> list[TermsPart]:
    """What becomes of a second level; nothing where none is held, or it ends before."""
    second = terms.second
    if second is None or (second.until is not None and second.until < terms.on):
        return []
    values = {"level": level_label(second), "share": second.share, "day": day(second.until) if second.until else ""}
    match second.fate:
        case SecondFate.WHOLE:
            text = _("%(level)s, held at %(share)s %% today, becomes the whole of it: the part ends the day before.")
        case SecondFate.ENDS:
            text = _("The try-out of %(level)s (%(share)s %%) ends the day before.")
        case SecondFate.STAYS if second.until:
            text = _("%(level)s (%(share)s %%) stays as it is, until %(day)s; the new level takes the rest.")
        case SecondFate.STAYS:
            text = _("%(level)s (%(share)s %%) stays as it is; the new level takes the rest.")
    heading = _("Your second level") if own else _("Their second level")
    return [TermsPart(heading, (text % values,))]
