"""What a move that took effect has brought, in sentences: in the past tense what has happened, in the future only what
still will. A day that came to nothing, because the level was left before, is gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ladders.compensation.models import PayProtection, Salary
from ladders.compensation.money import money
from ladders.frameworks.labels import level_label

from ..domain.pay_projection import Stage
from ..domain.terms import MoveTerms
from ..models import MoveRequest, ReturnRight
from .policy_sentences import pay_rule, return_until
from .term_parts import TermsPart
from .terms import PayRow, day, pay_row

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RightInForce:
    """The right of return as it stands: until when, and on which day it was used, if it was."""

    until: dt.date
    reviewed: bool
    used_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What has happened since. Amounts are full-time years in `currency`, None where no salary was recorded.

    `left_on`: the last day on the level, once it has passed. `protected`: pay that the terms protect still, until when.
    """

    today: dt.date
    before: Decimal | None = None
    after: Decimal | None = None
    currency: str = ""
    left_on: dt.date | None = None
    right: RightInForce | None = None
    protected: tuple[Decimal, str, dt.date] | None = None


def aftermath_of(row: MoveRequest, today: dt.date) -> Aftermath:
    """What became of a move that is in effect: 5 queries."""
    on = row.agreed_on
    assert on is not None
    assert row.placement is not None
    salaries = Salary.objects.filter(employee=row.person)
    before, after = salaries.on(on - ONE_DAY).first(), salaries.on(on).first()
    same = before is not None and after is not None and before.currency == after.currency
    held = ReturnRight.objects.filter(request=row).select_related("used_by").first()
    right = None
    if held is not None:
        used = held.used_by.agreed_on if held.used_by else None
        right = RightInForce(held.until, held.reviewed, used)
    kept = PayProtection.objects.filter(employee=row.person, promised_by=row.pk).on(today).first()
    last = row.placement.ends_on
    return Aftermath(
        today,
        before.annual if before and same else None,
        after.annual if after and same else None,
        after.currency if after and same else "",
        last if last is not None and last < today else None,
        right,
        (kept.amount, kept.currency, kept.ends_on) if kept else None,
    )


def told(terms: MoveTerms, then: Aftermath, *, own: bool, amounts: bool) -> list[TermsPart]:
    """All parts, in reading order. `own`: said to the person; `amounts`: with pay in figures, else the rule alone."""
    found = [
        title_told(terms, then),
        pay_told(terms, then, own=own) if amounts else rule_told(terms, own=own),
        trial_told(terms, then, own=own),
        right_told(terms, then, own=own),
    ]
    return [each for each in found if each is not None]


def title_told(terms: MoveTerms, then: Aftermath) -> TermsPart:
    """The level before, and since when the new one was held; until when, where it was left again."""
    values = {"now": level_label(terms.here), "then": level_label(terms.there), "day": day(terms.on)}
    text = _("%(now)s before; %(then)s since %(day)s.")
    if then.left_on:
        values["last"] = day(then.left_on)
        text = _("%(now)s before; %(then)s from %(day)s until %(last)s.")
    return TermsPart(_("Level and title"), (text % values,))


def pay_told(terms: MoveTerms, then: Aftermath, *, own: bool) -> TermsPart:
    """What pay did on the day, and afterwards; what the terms still hold ready."""
    said = [_on_the_day(terms, then, own=own), *promised_told(terms, then), *coming_told(terms, then, own=own)]
    return TermsPart(_("Pay"), tuple(said))


def promised_told(terms: MoveTerms, then: Aftermath, *, but: Collection[dt.date] = ()) -> list[str]:
    """What the terms promised for days after the first that have passed, `but` for some of them; empty where there are none."""
    text = _("From %(day)s on the terms promised at least %(amount)s for a full-time year.")
    return [
        text % {"day": day(stage.starts_on), "amount": money(stage.annual, terms.pay.currency)}
        for stage in _past(terms, then)[1:]
        if stage.starts_on not in but
    ]


def coming_told(terms: MoveTerms, then: Aftermath, *, own: bool) -> list[str]:
    """What the terms still hold ready for pay: the stages to come, and what is protected; empty where nothing is."""
    said = []
    coming = _coming(terms, then)
    for stage in coming:
        text = _("From %(day)s on it is at least %(amount)s for a full-time year.")
        said.append(text % {"day": day(stage.starts_on), "amount": money(stage.annual, terms.pay.currency)})
    if coming:
        said.append(_("If bands rise in the meantime, the cut gets smaller or disappears."))
    if then.protected:
        amount, currency, last = then.protected
        text = _("Your pay is protected up to %(amount)s until %(day)s.")
        if not own:
            text = _("Their pay is protected up to %(amount)s until %(day)s.")
        if last.year >= 2999:
            text = _("Your pay is protected up to %(amount)s, without an end.")
            if not own:
                text = _("Their pay is protected up to %(amount)s, without an end.")
        said.append(text % {"amount": money(amount, currency), "day": day(last)})
    return said


def _on_the_day(terms: MoveTerms, then: Aftermath, *, own: bool) -> str:
    if then.before is None or then.after is None:
        return _("The recorded salaries of that day cannot be compared, so no amounts stand here.")
    values = {
        "day": day(terms.on),
        "before": money(then.before, then.currency),
        "after": money(then.after, then.currency),
    }
    if then.after > then.before:
        text = _("Your pay rose from %(before)s to %(after)s for a full-time year on %(day)s.")
        if not own:
            text = _("Their pay rose from %(before)s to %(after)s for a full-time year on %(day)s.")
    elif then.after < then.before:
        text = _("Your pay went from %(before)s to %(after)s for a full-time year on %(day)s.")
        if not own:
            text = _("Their pay went from %(before)s to %(after)s for a full-time year on %(day)s.")
    else:
        text = _("Your pay stayed at %(after)s for a full-time year on %(day)s.")
        if not own:
            text = _("Their pay stayed at %(after)s for a full-time year on %(day)s.")
    return text % values


def rule_told(terms: MoveTerms, *, own: bool) -> TermsPart:
    """The rule about pay, for whoever sees no amounts, as it stood in the terms."""
    return TermsPart(_("Pay"), (_("The terms said: “%(rule)s”") % {"rule": pay_rule(terms.policy, own=own)},))


def _past(terms: MoveTerms, then: Aftermath) -> list[Stage]:
    """The stages of pay that have begun while the level was held."""
    last = then.left_on or then.today
    return [stage for stage in terms.pay.stages if stage.starts_on <= last]


def _coming(terms: MoveTerms, then: Aftermath) -> list[Stage]:
    """The stages still to come; none once the level was left."""
    return [] if then.left_on else [stage for stage in terms.pay.stages if stage.starts_on > then.today]


def pay_rows(terms: MoveTerms, then: Aftermath) -> list[PayRow]:
    """The table of pay from day to day, without what came to nothing."""
    stages: Sequence[Stage] = [*_past(terms, then), *_coming(terms, then)]
    return [pay_row(stage, terms.pay) for stage in stages]


def trial_told(terms: MoveTerms, then: Aftermath, *, own: bool) -> TermsPart | None:
    """The trial: until when it runs, or when it ended. None where there was none."""
    last = terms.trial_until
    if last is None:
        return None
    if then.left_on and then.left_on < last:
        text = _("The trial ended on %(day)s, with the level.") % {"day": day(then.left_on)}
    elif last < then.today:
        text = _("The trial ended on %(day)s.") % {"day": day(last)}
    else:
        text = _("A trial until %(day)s: until then you can go back to %(level)s.")
        if not own:
            text = _("A trial until %(day)s: until then they can go back to %(level)s.")
        text %= {"day": day(last), "level": terms.here.title}
    return TermsPart(_("Trial"), (text,))


def right_told(terms: MoveTerms, then: Aftermath, *, own: bool) -> TermsPart:
    """The right of return: that it holds, that it was used, or that it ended unused."""
    right = then.right
    level = level_label(terms.right or terms.here)
    if right is None:
        text = _("This move carried none; you can ask to move again at any time.")
        if not own:
            text = _("This move carried none; they can ask to move again at any time.")
    elif right.used_on:
        text = _("It was used: back to %(level)s on %(day)s.") % {"level": level, "day": day(right.used_on)}
    elif right.until < then.today:
        text = _("It held until %(day)s and was not used.") % {"day": day(right.until)}
    else:
        text = return_until(level, day(right.until), right.reviewed, own=own)
    return TermsPart(_("Right of return"), (text,))
