"""Where each step is done: on the pages that everybody uses for it, and what the guide says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from ladders.core.access import may
from ladders.core.guide import guide_url
from ladders.core.permissions import Permission as P
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Level, Version
from ladders.frameworks.queries.evaluated_levels import drafts_of

from .domain.steps import Figures, State, Step

# Page of the guide.
GUIDE: Final[dict[Step, str]] = {
    Step.SIGN_IN: "signing-in",
    Step.FACTORS: "evaluating",
    Step.FRAMEWORK: "building",
    Step.GRADES: "evaluating",
    Step.BANDS: "pay",
    Step.PEOPLE: "people",
    Step.PUBLISHING: "building",
    Step.LEVELS: "people",
    Step.SALARIES: "pay",
    Step.TELLING: "first-day",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A link to where something is done."""

    label: str
    url: str


def guide_of(step: Step) -> str:
    """The address of the guide's page."""
    return guide_url(GUIDE[step])


def places_of(user: Any, step: Step, figures: Figures) -> list[Place]:
    """The links of a step, the most useful first, of those that lead this reader somewhere: at most 1 query."""
    return _PLACES[step](user, figures)


def _given(user: Any, *places: tuple[P | None, str, str, tuple[Any, ...]]) -> list[Place]:
    return [
        Place(label, reverse(name, args=args)) for verb, label, name, args in places if verb is None or may(user, verb)
    ]


def _sign_in(user: Any, figures: Figures) -> list[Place]:
    places: list[tuple[P | None, str, str, tuple[Any, ...]]] = []
    if figures["unnamed"]:
        places.append((P.MANAGE_SETTINGS, _("Name your organisation"), "organisation", ()))
    if not user.has_second_factor:
        places.append((None, _("Set up your own second step"), "account", ()))
    places += [
        (P.MANAGE_ROLES, _("Give colleagues roles"), "roles", ()),
        (P.MANAGE_SETTINGS, _("How people sign in"), "sign-in-policy", ()),
    ]
    return _given(user, *places)


def _factors(user: Any, figures: Figures) -> list[Place]:
    if figures.begun:
        return _given(user, (P.EDIT_PLAN, _("Go on with the draft"), "plan-draft", ()))
    label = _("See the plan in force") if figures.done else _("Choose the factors")
    return _given(user, (P.VIEW_PLAN, label, "plan", ()))


def _framework(user: Any, figures: Figures) -> list[Place]:
    shelf = [Place(_("See the frameworks"), reverse("framework-list"))] if figures["frameworks"] else []
    if figures.state is not State.DONE and (
        empty := drafts_of(user).filter(level_set=None).select_related("framework").first()
    ):
        label = _("Add levels to %(name)s") % {"name": empty.framework.name}
        shelf.insert(0, Place(label, reverse("draft", args=[empty.framework.slug])))
    return shelf + _given(
        user,
        (P.IMPORT_FRAMEWORK, _("Bring your own file"), "import", ()),
        (P.CREATE_FRAMEWORK, _("Start from a template, or from nothing"), "framework-new", ()),
    )


def _grades(user: Any, figures: Figures) -> list[Place]:
    places = []
    if figures.state is not State.DONE:
        levels = Level.objects.filter(version__in=drafts_of(user).values("pk"))
        if found := _first(levels.filter(grade=None)):
            slug, name = found
            places = [
                Place(_("Grade the levels of %(name)s") % {"name": name}, reverse("draft-evaluation", args=[slug])),
                Place(_("Grade many at once"), reverse("draft-grade-all", args=[slug])),
            ]
        elif found := _first(levels.filter(evaluation__proposed=True)):
            slug, name = found
            label = _("Confirm the proposed grades of %(name)s") % {"name": name}
            places = [Place(label, reverse("draft-evaluation", args=[slug]))]
    return places + _given(user, (P.VIEW_CALIBRATION, _("Compare all grades"), "calibration", ()))


def _first(levels: QuerySet[Level]) -> tuple[str, str] | None:
    """Address and name of the first framework that has any of them: 1 query."""
    rows = levels.order_by("version__framework__name")
    return rows.values_list("version__framework__slug", "version__framework__name").first()


def _bands(user: Any, figures: Figures) -> list[Place]:
    if not figures["zones"]:
        return _given(user, (P.EDIT_BANDS, _("Make a pay zone"), "zone-new", ()))
    return _given(user, (P.VIEW_BANDS, _("Zones and bands"), "bands", ()))


def _people(user: Any, figures: Figures) -> list[Place]:
    places = _given(user, (P.IMPORT_PEOPLE, _("Import people"), "import-people", ()))
    return places + (_given(user, (P.VIEW_PEOPLE, _("See who is there"), "people", ())) if figures["people"] else [])


def _publishing(user: Any, figures: Figures) -> list[Place]:
    drafts = Version.objects.visible_to(user).filter(state=VersionState.DRAFT).select_related("framework")
    first = drafts.order_by("number", "framework__name").first()
    if first is None or figures.state is State.DONE:
        return [Place(_("See the frameworks"), reverse("framework-list"))] if figures.total else []
    label = _("Check and publish %(name)s") % {"name": first.framework.name}
    return [Place(label, reverse("publish", args=[first.framework.slug]))]


def _levels(user: Any, figures: Figures) -> list[Place]:
    return _given(
        user,
        (P.PLACE_PEOPLE, _("Place people on levels"), "unplaced", ()),
        (P.VIEW_PEOPLE, _("See who holds which"), "people", ()),
    )


def _salaries(user: Any, figures: Figures) -> list[Place]:
    return _given(
        user,
        (P.EDIT_PAY, _("Import salaries"), "import-salaries", ()),
        (P.VIEW_PAY, _("Pay, person by person"), "pay-list", ()),
    )


def _telling(user: Any, figures: Figures) -> list[Place]:
    return _given(
        user,
        (P.INVITE_PEOPLE, _("Invite people"), "invite", ()),
        (P.INVITE_PEOPLE, _("See who was invited, and who has signed in"), "invitations", ()),
    )


_PLACES: Final = {
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
