"""The steps of setting up in words: why each is there, and how far it is."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..domain.steps import Figures, Step

WHYS: Final[dict[Step, Promise]] = {
    Step.SIGN_IN: gettext_lazy(
        "Your organisation’s name stands in every mail. What opens pay takes two people, so there have to be two HR admins, "
        "each with a second step at sign-in. Colleagues can get roles once they are imported as people."
    ),
    Step.FACTORS: gettext_lazy(
        "Every level is valued by the same factors, whatever its track; their points lead to its grade. You can start "
        "with the standard plan as it is."
    ),
    Step.FRAMEWORK: gettext_lazy(
        "One job family with its tracks and levels. Bring the file you already have, start from a template, or from "
        "nothing."
    ),
    Step.GRADES: gettext_lazy(
        "Levels of the same grade are worth the same and have the same pay band. Evaluate a level, or give it the grade "
        "it has in your company today and evaluate it later."
    ),
    Step.BANDS: gettext_lazy(
        "A band is what a grade pays in a zone. Without bands people see their level and where they can go, but not "
        "what it pays."
    ),
    Step.PEOPLE: gettext_lazy(
        "Names, departments, managers and addresses from your HR system, in one file. You see what it would change "
        "before anything is written."
    ),
    Step.PUBLISHING: gettext_lazy(
        "Until a framework is published only those who write it can read it. Ladders first checks that no track falls "
        "behind another."
    ),
    Step.LEVELS: gettext_lazy(
        "Each person’s place on the ladder: by job title for many at once, or one by one. From there they see where "
        "they can go."
    ),
    Step.SALARIES: gettext_lazy(
        "With salaries you see who is paid outside their band, and whether equal work is paid alike. Each person sees "
        "their own."
    ),
    Step.TELLING: gettext_lazy(
        "When all is ready, invite people by mail: department by department or everybody at once. You see the mail "
        "first, and afterwards who has signed in."
    ),
}


def figures_text(step: Step, figures: Figures) -> str:
    """How far it is, in numbers: “36 of 48 levels have a grade”."""
    return _SAID[step](figures)


def _many(number: int) -> str:
    """A number as people write it: 1,200."""
    return f"{number:,}"


def _of(figures: Figures) -> dict[str, str]:
    return {"done": _many(figures.done), "total": _many(figures.total)}


def _sign_in(figures: Figures) -> str:
    admins, roles = figures["admins"], figures["roles"]
    said = [_("The organisation has no name yet")] if figures["unnamed"] else []
    said += [
        ngettext("%(n)s HR admin for the whole organisation", "%(n)s HR admins for the whole organisation", admins)
        % {"n": admins},
        ngettext("%(n)s person with a role", "%(n)s people with a role", roles) % {"n": roles},
    ]
    if n := figures["without_second_step"]:
        said.append(
            ngettext(
                "%(n)s of them still has to set up a second step at sign-in",
                "%(n)s of them still have to set up a second step at sign-in",
                n,
            )
            % {"n": _many(n)}
        )
    return " · ".join(said)


def _factors(figures: Figures) -> str:
    if figures.done:
        n = figures["factors"]
        said = ngettext("A plan with %(n)s factor is in force", "A plan with %(n)s factors is in force", n) % {"n": n}
        return f"{said} · {_('a draft is open')}" if figures.begun else said
    return _("A draft is open, and none is in force yet") if figures.begun else _("No plan is in force")


def _framework(figures: Figures) -> str:
    if n := figures["levels"]:
        frameworks = ngettext("%(n)s framework", "%(n)s frameworks", figures["frameworks"])
        levels = ngettext("%(n)s level", "%(n)s levels", n) % {"n": _many(n)}
        return f"{frameworks % {'n': figures['frameworks']}} · {levels}"
    if figures["frameworks"]:
        return _("A framework is there, without levels yet")
    if n := figures["uploads"]:
        waits = ngettext("%(n)s file of yours waits to be looked at", "%(n)s files of yours wait to be looked at", n)
        return waits % {"n": _many(n)}
    return _("No framework yet")


def _grades(figures: Figures) -> str:
    if not figures.total:
        return _("No levels yet")
    said = ngettext("%(n)s of %(total)s level has a grade", "%(n)s of %(total)s levels have a grade", figures.total)
    said %= {"n": _many(figures["graded"]), "total": _many(figures.total)}
    if n := figures["proposed"]:
        waits = ngettext(
            "%(n)s of them is proposed, and to be confirmed", "%(n)s of them are proposed, and to be confirmed", n
        )
        said = f"{said} · {waits % {'n': _many(n)}}"
    return said


def _bands(figures: Figures) -> str:
    if not (zones := figures["zones"]):
        return _("No pay zone yet")
    zones_said = ngettext("%(n)s pay zone", "%(n)s pay zones", zones) % {"n": zones}
    if not figures.total:
        return zones_said
    covered = ngettext(
        "%(done)s of %(total)s grade has a band in each",
        "%(done)s of %(total)s grades have a band in each",
        figures.total,
    ) % {"done": figures.done, "total": figures.total}
    return f"{zones_said} · {covered}"


def _people(figures: Figures) -> str:
    if not (n := figures["people"]):
        if figures.begun:
            return _("A file of yours waits to be looked at")
        return _("Nobody yet")
    said = [
        ngettext("%(n)s person works here", "%(n)s people work here", n) % {"n": _many(n)},
        ngettext("%(n)s has an address", "%(n)s have an address", figures["addresses"])
        % {"n": _many(figures["addresses"])},
        ngettext("%(n)s has a manager", "%(n)s have a manager", figures["managed"]) % {"n": _many(figures["managed"])},
    ]
    return " · ".join(said)


def _publishing(figures: Figures) -> str:
    if not figures.total:
        return _("No framework yet")
    return ngettext(
        "%(done)s of %(total)s framework is published",
        "%(done)s of %(total)s frameworks are published",
        figures.total,
    ) % _of(figures)


def _levels(figures: Figures) -> str:
    if not figures.total:
        return _("Nobody to place yet")
    return ngettext(
        "%(done)s of %(total)s person has a level", "%(done)s of %(total)s people have a level", figures.total
    ) % _of(figures)


def _salaries(figures: Figures) -> str:
    if not figures.total:
        return _("Nobody yet")
    return ngettext(
        "%(done)s of %(total)s person has a salary", "%(done)s of %(total)s people have a salary", figures.total
    ) % _of(figures)


def _telling(figures: Figures) -> str:
    if not figures.total:
        return _("Nobody with an address yet")
    told = ngettext(
        "%(done)s of %(total)s person was told or has signed in",
        "%(done)s of %(total)s people were told or have signed in",
        figures.total,
    )
    signed = ngettext("%(n)s has signed in", "%(n)s have signed in", figures["signed_in"])
    return f"{told % _of(figures)} · {signed % {'n': _many(figures['signed_in'])}}"


_SAID: Final = {
    Step.SIGN_IN: _sign_in,
    Step.FACTORS: _factors,
    Step.FRAMEWORK: _framework,
    Step.GRADES: _grades,
    Step.BANDS: _bands,
    Step.PEOPLE: _people,
    Step.PUBLISHING: _publishing,
    Step.LEVELS: _levels,
    Step.SALARIES: _salaries,
    Step.TELLING: _telling,
}
