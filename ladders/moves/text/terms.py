"""The terms of one person's move in sentences, with days and amounts in the reader's language.

They hold a salary: only the person and whoever decides reads them. With `own` they speak to the person, else about them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from ladders.careers.domain.move_kinds import MoveKind
from ladders.compensation.domain.position import RangeStatus
from ladders.compensation.money import amount, money
from ladders.frameworks.labels import level_label

from ..domain.enums import Decider, PayRule
from ..domain.escalation import Asking, Hears, Turn
from ..domain.pay_projection import Outlook, Stage
from ..domain.readers import Reads, readers
from ..domain.terms import MoveTerms, StepTerms
from . import try_outs
from .policy_sentences import TURNS, return_until, step_title, working_days
from .term_parts import TermsPart, manager_told, second_told

HUNDRED = Decimal(100)
NAMED: dict[Decider, Promise] = {
    Decider.CURRENT_MANAGER: lazy("your manager"),
    Decider.RECEIVING_MANAGER: lazy("the receiving manager"),
    Decider.HR: lazy("HR"),
    Decider.GROUP: lazy("one of the group"),
}


@dataclass(frozen=True, slots=True)
class PayRow:
    """Pay from a day, as it is written; `paid` is empty for full time."""

    when: str
    annual: str
    paid: str


@dataclass(frozen=True, slots=True)
class Sees:
    """Who sees what, from when."""

    who: str
    what: str
    when: str


def day(value: dt.date) -> str:
    """1 July 2027."""
    return date_format(value, "j F Y")


def pay_now(terms: MoveTerms, *, own: bool) -> str:
    """Today's pay, or that none is known."""
    pay = terms.pay
    if pay.annual is None or pay.paid is None:
        if own:
            return _("No salary is recorded for you, so amounts cannot be shown. HR can add it.")
        return _("No salary is recorded, so amounts cannot be shown. HR can add it.")
    year = money(pay.annual, pay.currency)
    if pay.fte == 1:
        text = _("Your pay now: %(year)s for a year.") if own else _("Their pay now: %(year)s for a year.")
        return text % {"year": year}
    text = _("Your pay now: %(year)s for a full-time year, %(paid)s at the %(share)s %% you work.")
    if not own:
        text = _("Their pay now: %(year)s for a full-time year, %(paid)s at the %(share)s %% they work.")
    return text % {
        "year": year,
        "paid": money(pay.paid, pay.currency),
        "share": amount((pay.fte * HUNDRED).quantize(Decimal("0.01")).normalize()),
    }


def standing(terms: MoveTerms, *, own: bool) -> str:
    """Where today's pay stands in the new band, or why that cannot be said."""
    pay, there = terms.pay, terms.there
    values = {"grade": there.grade, "zone": there.zone, "salary": pay.currency}
    if there.band is not None:
        low, high = there.band.minimum, there.band.maximum
        values |= {"band": f"{money(low, there.band.currency)} – {money(high, there.band.currency)}"}
        values |= {"currency": there.band.currency}
        values |= {"over": money(pay.over_maximum, pay.currency or there.band.currency)}
        values |= {"lacks": money(pay.to_minimum, pay.currency or there.band.currency)}
    match pay.standing:
        case RangeStatus.ABOVE:
            return _("That is %(over)s above the maximum of grade %(grade)s (%(band)s).") % values
        case RangeStatus.BELOW:
            return _("That is %(lacks)s below the minimum of grade %(grade)s (%(band)s).") % values
        case RangeStatus.WITHIN:
            return _("That lies in the band of grade %(grade)s (%(band)s).") % values
        case RangeStatus.OTHER_CURRENCY:
            text = _("Your pay is in %(salary)s and the band of grade %(grade)s in %(currency)s.")
            if not own:
                text = _("Their pay is in %(salary)s and the band of grade %(grade)s in %(currency)s.")
            return f"{text % values} {_('Nothing is converted, so ask HR where it stands.')}"
        case RangeStatus.NO_SALARY:
            return _("The band of grade %(grade)s is %(band)s.") % values if there.band else ""
        case RangeStatus.NO_ZONE:
            if own:
                return _("Your location belongs to no pay zone yet, so there is no band to compare with.")
            return _("Their location belongs to no pay zone yet, so there is no band to compare with.")
        case RangeStatus.NO_GRADE | RangeStatus.NO_LEVEL:
            return _("%(level)s has no grade yet, so there is no band to compare with.") % {"level": there.title}
        case RangeStatus.NO_BAND:
            return _("Grade %(grade)s has no band in %(zone)s yet, so there is nothing to compare with.") % values


def what_follows(terms: MoveTerms, *, own: bool) -> list[str]:
    """What happens to pay and until when, in sentences."""
    pay, rule = terms.pay, terms.policy.pay_rule
    if pay.annual is None:
        return []
    said = []
    if pay.standing.placed:
        said.append(_placed(terms))
    elif rule == PayRule.KEPT:
        said.append(_("It stays as it is."))
    elif pay.kept_until:
        said.append(_("It stays as it is until %(day)s.") % {"day": day(pay.kept_until)})
    if pay.protection:
        promise = _("The protection of your pay up to %(amount)s until %(day)s goes on.")
        if not own:
            promise = _("The protection of their pay up to %(amount)s until %(day)s goes on.")
        values = {"amount": money(pay.protection.amount, pay.protection.currency), "day": day(pay.protection.until)}
        said.append(promise % values)
    if pay.unknown_from:
        text = _("What it is from %(day)s is for HR to set, before the move takes effect.")
        said.append(text % {"day": day(pay.unknown_from)})
    elif len(pay.stages) > 1:
        rising = _(
            "If bands rise in the meantime, your cut gets smaller or disappears. The amounts here are the least you get."
        )
        if not own:
            rising = _(
                "If bands rise in the meantime, the cut gets smaller or disappears. The amounts here are the least they get."
            )
        said.append(rising)
    return said


def _placed(terms: MoveTerms) -> str:
    pay = terms.pay
    last, first = pay.stages[-1], pay.stages[0]
    if pay.standing == RangeStatus.BELOW:
        return _("It rises to %(amount)s on the day of the move.") % {"amount": money(first.annual, pay.currency)}
    if len(pay.stages) == 1:
        if first.annual == pay.annual:
            return _("It stays as it is.")
        return _("It is %(amount)s from the day of the move.") % {"amount": money(first.annual, pay.currency)}
    values = {"day": day(first.ends_on or first.starts_on), "amount": money(last.annual, pay.currency)}
    values |= {"end": day(last.starts_on), "n": str(len(pay.stages) - 1)}
    if first.annual == pay.annual and len(pay.stages) == 2:
        return _("It stays as it is until %(day)s; from %(end)s it is %(amount)s.") % values
    if first.annual == pay.annual:
        return _("It stays as it is until %(day)s, then goes in %(n)s steps to %(amount)s on %(end)s.") % values
    return _("It goes in steps to %(amount)s on %(end)s.") % values


def pay_rows(terms: MoveTerms) -> list[PayRow]:
    """Pay from day to day, as a table: what the rules promise at least."""
    return [pay_row(stage, terms.pay) for stage in terms.pay.stages]


def pay_row(stage: Stage, pay: Outlook) -> PayRow:
    """One of its rows."""
    when = _("From %(day)s") % {"day": day(stage.starts_on)}
    if stage.ends_on:
        when = _("%(first)s – %(last)s") % {"first": day(stage.starts_on), "last": day(stage.ends_on)}
    paid = "" if pay.fte == 1 else money(stage.paid, pay.currency)
    return PayRow(when, money(stage.annual, pay.currency), paid)


def pay_told(terms: MoveTerms, *, own: bool = True) -> TermsPart:
    """Pay, whole: now, where it stands, what follows."""
    sentences = [pay_now(terms, own=own), standing(terms, own=own), *what_follows(terms, own=own)]
    return TermsPart(_("Pay"), tuple(each for each in sentences if each))


def title_told(terms: MoveTerms, *, scheduled: bool = False, passed: dt.date | None = None) -> TermsPart:
    """Level and title. `scheduled`: everybody has answered, and the day is agreed; `passed`: the day that has gone by without
    that. What follows then counts from the first day that is left, that of `terms`."""
    here, there = terms.here, terms.there
    values = {"now": level_label(here), "then": level_label(there), "day": day(terms.on)}
    text = _("%(now)s now; %(then)s from %(day)s, if the answers come in time.")
    if scheduled:
        text = _("%(now)s now; %(then)s from %(day)s.")
    elif passed is not None:
        values["passed"] = day(passed)
        text = _("%(now)s now; %(then)s from a day that is still to be agreed: %(passed)s has passed.")
        counted = _("The days below are counted from %(day)s; they move with the day that is agreed.")
        return TermsPart(_("Level and title"), (text % values, counted % values))
    return TermsPart(_("Level and title"), (text % values,))


def came_to_nothing_told(terms: MoveTerms, how: str, *, own: bool) -> TermsPart:
    """What was asked for and how it ended; no day and no amount of what would have been."""
    if terms.kind == MoveKind.TRY_OUT:
        return try_outs.came_to_nothing(terms, how)
    here, there = terms.here, terms.there
    values = {"now": level_label(here), "then": level_label(there)}
    asked = _("%(then)s was asked for, instead of %(now)s.") % values
    same = _("Nothing came of it: your level, your pay and your rights stayed as they were.")
    if not own:
        same = _("Nothing came of it: their level, pay and rights stayed as they were.")
    return TermsPart(_("Level and title"), (asked, how, same))


def trial_told(terms: MoveTerms, *, own: bool) -> TermsPart | None:
    """The trial, with its last day; None without one."""
    if terms.trial_until is None:
        return None
    text = _("A trial until %(day)s: until then you can go back to %(level)s.")
    if not own:
        text = _("A trial until %(day)s: until then they can go back to %(level)s.")
    return TermsPart(_("Trial"), (text % {"day": day(terms.trial_until), "level": terms.here.title},))


def right_told(terms: MoveTerms, *, own: bool = True) -> TermsPart:
    """The right of return, or that the move carries none."""
    right = terms.right
    if right is None:
        none = _("A move of this kind carries none; you can ask to move again at any time.")
        if not own:
            none = _("A move of this kind carries none; they can ask to move again at any time.")
        return TermsPart(_("Right of return"), (none,))
    here, there = terms.here.rank, terms.there.rank
    if right.pay_rule != PayRule.BAND:
        pay = _("Pay then stays as it is, and is at least the minimum of that level’s band.")
    elif here is not None and there is not None and here < there:
        pay = _("Pay then lies in that level’s band.")
    else:
        pay = _("Returning never lowers your pay; it is at least the minimum of that level’s band.")
        if not own:
            pay = _("Returning never lowers their pay; it is at least the minimum of that level’s band.")
    level = level_label(right)
    return TermsPart(_("Right of return"), (return_until(level, day(right.until), right.needs_review, own=own), pay))


def way_told(way: StepTerms, kind: MoveKind | None = None, *, own: bool = True) -> TermsPart:
    """One step: who answers within which time, and who comes next, to the end. `own`: said to the person whose move it is."""
    heading = step_title(way.step, kind, who=way.names[0] if way.names else "")
    first, *others = [_name(way, index, own=own) for index in range(len(way.turns))]
    days = working_days(way.step.days)
    if way.skipped:
        return TermsPart(heading, (skipped_text(first, proposed=way.asking == Asking.PROPOSED),))
    said = [_("Asked first: %(who)s, within %(days)s.") % {"who": first, "days": days}]
    if way.due_on:
        said[0] = _("Asked first: %(who)s, within %(days)s, by %(day)s at the latest.") % {
            "who": first,
            "days": days,
            "day": day(way.due_on),
        }
    if others:
        text = _("Silence or absence passes it on to %(others)s, each with %(days)s.")
        said.append(text % {"others": _(", then to ").join(others), "days": days})
    said.append(_("There it stays open until it is answered. Silence is never a no."))
    if way.asking == Asking.INSTEAD:
        said.insert(0, _("Whoever proposes a move does not answer for the other side, too: somebody else does."))
    if way.asking == Asking.MAY_DECLINE:
        said.append(_("They can say no, too: nobody else but who proposes the move has said yes to it."))
    if not way.country_known:
        said.append(_("Public holidays are not known there: every Monday to Friday counts as a working day."))
    return TermsPart(heading, tuple(said))


def skipped_text(who: str, *, proposed: bool) -> str:
    """Why a step is skipped, in the same words before it is reached and behind it."""
    text = _("Skipped: %(who)s has a say in another step, and nobody is asked twice.")
    if proposed:
        text = _("Skipped: %(who)s proposes this move, and has said yes with it.")
    return text % {"who": who}


def passes_to(way: StepTerms) -> str:
    """Who comes next when they stay silent, by name: the end of a sentence. Empty where nobody comes next."""
    others = [_name(way, index, own=True) for index in range(1, len(way.turns))]
    return _("or it passes to %(others)s") % {"others": _(", then to ").join(others)} if others else ""


def _name(way: StepTerms, index: int, *, own: bool) -> str:
    part = _as_what(way.step.decider, way.turns[index], way.step.group_name, own=own)
    name = way.names[index] if index < len(way.names) else ""
    return f"{name} ({part})" if name else part


def _as_what(decider: Decider | None, turn: Turn, group: str = "", *, own: bool = True) -> str:
    """As what somebody answers: "your manager", "stands in for the receiving manager", "the HR lead"."""
    whom = str(NAMED[decider]) if decider else ""
    if decider == Decider.CURRENT_MANAGER and not own:
        whom = _("their manager")
    if decider == Decider.GROUP and group:
        whom = _("one of %(group)s") % {"group": group}
    return whom if turn == Turn.NAMED else str(TURNS[turn]) % {"whom": whom}


def sees(terms: MoveTerms, *, managers_see_pay: bool = False) -> list[Sees]:
    """Who sees what and when, in the order in which they hear of it: the readers that follow from the way (`domain.readers`).

    Amounts of pay follow the rule about pay: HR sees them, managers where the organisation lets them, nobody else who answers.
    """
    with_pay = _("what you ask for, the terms with your pay, and what you show")
    without = _("what you ask for, the terms without amounts of pay, and what you show")
    same = _("what you ask for, the terms, and what you show; amounts of pay only where they may see yours anyway")
    if terms.kind == MoveKind.TRY_OUT:  # its terms hold no pay
        with_pay = without = same = _("what you ask for, and its terms")
    groups = {way.step.decider: way.step.group_name for way in terms.way}
    rows = [Sees(_("You"), _("everything"), _("at all times"))]
    for several in _by_person(readers(terms.way, terms.hr)):
        first = several[0]
        parts = [_as_what(each.decider, each.turn, groups.get(each.decider, "")) for each in several if each.decider]
        if first.decider is None:
            parts = [_as_what(None, first.turn) if first.name else _("HR in charge of you")]
        part = "; ".join(dict.fromkeys(parts))
        who = f"{first.name} ({part})" if first.name else part[:1].upper() + part[1:]
        named = (Decider.CURRENT_MANAGER, Turn.NAMED)
        manager = managers_see_pay and any((each.decider, each.turn) == named for each in several)
        what = with_pay if first.decider is None or manager else same if first.hears == Hears.PASSED else without
        rows.append(Sees(who, what, first.hears.label))
    later = _("Whoever stands in for one of them or is handed the step, and a manager who is new in their place")
    rows.append(Sees(later, same, _("from then on; whoever is no longer asked sees nothing")))
    rows.append(Sees(_("Only whom you name"), _("your reason, if you give one"), _("until the day you set")))
    if terms.kind == MoveKind.TRY_OUT:
        rows.append(Sees(_("Your manager and HR"), _("what you try, and until when"), _("from its first day")))
    else:
        rows.append(Sees(_("Everybody here"), _("your new level"), _("from the day of the move")))
    return rows


def _by_person(found: Sequence[Reads]) -> list[list[Reads]]:
    """Whoever answers more than once, once: together, in the order in which they first hear of it."""
    together: dict[object, list[Reads]] = {}
    for each in found:
        key = each.person if each.name and each.decider else each
        together.setdefault(key, []).append(each)
    return list(together.values())


def told(
    terms: MoveTerms, *, own: bool = True, scheduled: bool = False, sent: bool = False, passed: dt.date | None = None
) -> list[TermsPart]:
    """Everything but the way and who sees it, in reading order. `own`: for the person, else for whoever decides; `sent`: what
    they could still choose before is over.

    Of a move that took effect, `aftermath.told` says what happened.
    """
    if terms.kind == MoveKind.TRY_OUT:
        return try_outs.told(terms, own=own, scheduled=scheduled, sent=sent)
    found = [
        title_told(terms, scheduled=scheduled, passed=passed),
        *manager_told(terms, own=own, sent=sent),
        *second_told(terms, own=own),
        pay_told(terms, own=own),
        trial_told(terms, own=own),
        right_told(terms, own=own),
    ]
    return [each for each in found if each is not None]
