"""Try-outs in sentences: what is tried, how it ends, what stays as it is. With `own` they speak to the person."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.frameworks.labels import level_label

from ..domain.policy import PolicyShape
from ..domain.terms import MoveTerms
from ..models import MoveRequest
from .days import day
from .policy_sentences import months
from .term_parts import TermsPart, manager_told


def weeks(count: int) -> str:
    """ "2 weeks"."""
    return ngettext("%(n)s week", "%(n)s weeks", count) % {"n": count}


def told(terms: MoveTerms, *, own: bool, scheduled: bool = False, sent: bool = False) -> list[TermsPart]:
    """All parts, in reading order, before it begins."""
    assert terms.until is not None
    values = {
        "then": level_label(terms.there),
        "now": level_label(terms.here),
        "share": terms.share,
        "rest": 100 - terms.share,
        "months": months(terms.months),
        "first": day(terms.on),
        "last": day(terms.until),
    }
    what = _what(terms, values, own=own, scheduled=scheduled)
    if terms.longer:
        what.insert(0, _("It makes longer what runs now, once, at the same share."))
    stays = _("The other %(rest)s %% stay on %(now)s, which alone decides your grade, your band and your pay.")
    if not own:
        stays = _("The other %(rest)s %% stay on %(now)s, which alone decides their grade, band and pay.")
    return [
        TermsPart(_("What is tried"), tuple(what)),
        TermsPart(_("What stays as it is"), (stays % values, _never_counted())),
        TermsPart(_("How it ends"), tuple(_ends(terms, terms.until, own=own))),
        *manager_told(terms, own=own, sent=sent),
    ]


def _what(terms: MoveTerms, values: dict[str, object], *, own: bool, scheduled: bool) -> list[str]:
    """Level, share and days; where the level beside it is known to end, that it ends then, too."""
    values = values | {"ends": day(terms.level_until) if terms.level_until else ""}
    if terms.too_late:
        text = _(
            "It cannot begin on %(first)s: you hold %(now)s until %(ends)s, and it ends with that. Choose a day until then."
        )
        if not own:
            text = _("It cannot begin on %(first)s: %(now)s is held until %(ends)s, and it ends with that.")
        return [_("%(then)s at %(share)s %% of working time, for %(months)s.") % values, text % values]
    if terms.cut:
        said = [_("%(then)s at %(share)s %% of working time, from %(first)s to %(last)s.") % values]
        text = _("It ends with %(now)s, which you hold until that day: before %(months)s are over.")
        if not own:
            text = _("It ends with %(now)s, which is held until that day: before %(months)s are over.")
        said.append(text % values)
    else:
        said = [_("%(then)s at %(share)s %% of working time, from %(first)s to %(last)s (%(months)s).") % values]
    if scheduled:
        return said
    late = _("If the answers take longer, it begins on the day after the last one and lasts as long.")
    if terms.level_until:
        late = _(
            "If the answers take longer, it begins on the day after the last one, and lasts until %(ends)s at most."
        )
    return [*said, late % values]


def _ends(terms: MoveTerms, last: dt.date, *, own: bool) -> list[str]:
    """See `ends`; one that ends with the level beside it cannot be made longer."""
    return ends(terms.policy, None if terms.too_late else last, own=own, longer=terms.longer or terms.cut)


def ends(policy: PolicyShape, until: dt.date | None = None, *, own: bool, longer: bool = False) -> list[str]:
    """The last day, going back before it, making it longer, and what else ends it."""
    said = [_("It ends by itself on %(day)s.") % {"day": day(until)}] if until else [_("It ends by itself.")]
    if policy.notice_weeks:
        back = _("You can go back earlier at any time, without a reason: it then ends %(weeks)s after you say so.")
        if not own:
            back = _(
                "They can go back earlier at any time, without a reason: it then ends %(weeks)s after they say so."
            )
        said.append(back % {"weeks": weeks(policy.notice_weeks)})
    else:
        back = _("You can go back earlier at any time, without a reason: it then ends on that day.")
        said.append(back if own else _("They can go back earlier at any time, without a reason, on that very day."))
    if policy.longer_months and not longer:
        text = _("You can ask once to make it longer, by up to %(months)s.")
        if not own:
            text = _("They can ask once to make it longer, by up to %(months)s.")
        said.append(text % {"months": months(policy.longer_months)})
    said.append(_("A move to another level, a return, or leaving ends it as well."))
    return said


def happened(terms: MoveTerms, last: dt.date, today: dt.date, *, own: bool) -> list[TermsPart]:
    """The same once it has begun: until when it runs, or ran. `last`: its last day as it is now."""
    values = {"then": level_label(terms.there), "share": terms.share, "first": day(terms.on), "last": day(last)}
    if last < today:
        text = _("%(then)s at %(share)s %% of working time, from %(first)s until %(last)s.") % values
        after = _("You can ask for a move there and show what you did. Nothing follows by itself.")
        if not own:
            after = _("They can ask for a move there and show what they did. Nothing follows by itself.")
        return [TermsPart(_("What was tried"), (text,)), TermsPart(_("What can follow"), (after,))]
    text = _("%(then)s at %(share)s %% of working time, since %(first)s, until %(last)s.") % values
    values |= {"rest": 100 - terms.share, "now": level_label(terms.here)}
    stays = _("The other %(rest)s %% stay on %(now)s, which alone decides grade, band and pay.") % values
    return [
        TermsPart(_("What is tried"), (text,)),
        TermsPart(_("What stays as it is"), (stays, _never_counted())),
        TermsPart(_("How it ends"), tuple(_ends(terms, last, own=own))),
    ]


def status(begins: dt.date | None, last: dt.date | None, today: dt.date) -> str:
    """Where one stands that is agreed; `last`: its last day, once it has begun."""
    if last is None:
        return _("Begins on %(day)s") % {"day": day(begins) if begins else "–"}
    return (_("Runs until %(day)s") if last >= today else _("Ended on %(day)s")) % {"day": day(last)}


def shown(row: MoveRequest) -> str:
    """One that has begun, as evidence: "20 % from 1 April 2026 to 30 June 2026"; needs its placement joined."""
    assert row.placement is not None
    first, last = row.placement.starts_on, row.placement.ends_on or row.placement.starts_on
    return _("%(share)s %% from %(first)s to %(last)s") % {"share": row.share, "first": day(first), "last": day(last)}


def came_to_nothing(terms: MoveTerms, how: str) -> TermsPart:
    """What was asked for, and how it ended."""
    values = {"then": level_label(terms.there), "share": terms.share, "months": months(terms.months)}
    asked = _("%(then)s at %(share)s %% for %(months)s was asked for.") % values
    return TermsPart(_("What is tried"), (asked, how, _("Nothing came of it: everything stayed as it was.")))


def whole(policy: PolicyShape) -> list[str]:
    """The rules, as an employee reads them, without the steps."""
    values = {"months": months(policy.most_months), "share": policy.most_share}
    return [
        _("You can ask at any time to try a level of any track, for up to %(months)s and %(share)s %% of working time.")
        % values,
        *ends(policy, own=True),
        _never_counted(),
    ]


def _never_counted() -> str:
    return _("A try-out enters no figure: not grade, band or pay, not headcount, and no report on equal pay.")
