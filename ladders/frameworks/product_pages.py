"""The pages of the product that search finds: each for whoever may open it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.names import plain
from ladders.core.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class ProductPage:
    """A page: what it is called, where it stands, which verb opens it (None: everybody), and other words for it."""

    title: Promise
    address: str
    verb: P | None = None
    words: Promise | str = ""
    leads: bool = False  # only for whoever leads people


PAGES: tuple[ProductPage, ...] = (
    ProductPage(_("Home"), "home"),
    ProductPage(_("My path"), "my-path", words=_("career next level")),
    ProductPage(_("Feedback"), "feedback", words=_("ask colleagues")),
    ProductPage(_("Seasons"), "seasons", words=_("my path history")),
    ProductPage(_("Evidence of impact"), "evidence", words=_("my path proof")),
    ProductPage(_("My assessment"), "assessment", words=_("competencies proficiency")),
    ProductPage(_("What gives me energy"), "energy", words=_("strengths")),
    ProductPage(_("What I share"), "sharing", words=_("privacy visibility")),
    ProductPage(_("Shared with me"), "shared-list"),
    ProductPage(_("My moves"), "my-moves", words=_("request promotion step back change level")),
    ProductPage(_("Notices"), "notices", words=_("inbox messages")),
    ProductPage(_("My pay"), "my-pay", words=_("salary band")),
    ProductPage(_("What you may know about pay"), "pay-information", words=_("right to information article 7")),
    ProductPage(_("Is it fair?"), "fairness", words=_("figures answers moves")),
    ProductPage(_("Frameworks"), "framework-list", words=_("levels tracks ladders")),
    ProductPage(_("Your account"), "account", words=_("password sign in settings")),
    ProductPage(_("Signed-in browsers"), "sessions", words=_("devices")),
    ProductPage(_("Background work"), "jobs", words=_("exports imports files")),
    ProductPage(_("What is known about me"), "my-data", words=_("privacy copy personal data")),
    ProductPage(_("My team"), "team", words=_("reports people"), leads=True),
    ProductPage(_("People"), "people", P.VIEW_PEOPLE, _("employees list")),
    ProductPage(_("Place people"), "unplaced", P.PLACE_PEOPLE, _("without a level")),
    ProductPage(_("Import people"), "import-people", P.IMPORT_PEOPLE, _("employees file hr system")),
    ProductPage(_("Requests"), "moves-all", P.HANDLE_MOVES, _("moves list")),
    ProductPage(_("Checklists and rights of return"), "moves-follow-ups", P.HANDLE_MOVES, _("follow up")),
    ProductPage(_("Rules of moves"), "move-rules", P.EDIT_MOVE_POLICY, _("policy steps days")),
    ProductPage(_("Dead ends"), "dead-ends", P.VIEW_DEAD_ENDS, _("careers")),
    ProductPage(_("Factors and grades"), "plan", P.VIEW_PLAN, _("impact evaluation points")),
    ProductPage(_("Calibration"), "calibration", P.VIEW_CALIBRATION),
    ProductPage(_("Bands"), "bands", P.VIEW_BANDS, _("pay zones ranges")),
    ProductPage(_("Pay of people"), "pay-list", P.VIEW_PAY, _("salaries compa-ratio findings")),
    ProductPage(_("Who looked at pay"), "pay-log", P.VIEW_PAY_LOG, _("log access")),
    ProductPage(_("Import salaries"), "import-salaries", P.EDIT_PAY, _("pay file")),
    ProductPage(_("Equal pay"), "pay-data", P.VIEW_PAY_EQUITY, _("gap directive")),
    ProductPage(_("Reports on equal pay"), "pay-reports", P.VIEW_PAY_EQUITY, _("gap directive article 9")),
    ProductPage(_("Gaps in pay"), "remedies", P.VIEW_PAY_EQUITY, _("cases remedies joint assessment")),
    ProductPage(_("Import a framework"), "import", P.IMPORT_FRAMEWORK, _("file spreadsheet")),
    ProductPage(_("Roles"), "roles", P.MANAGE_ROLES, _("permissions rights access")),
    ProductPage(_("Audit"), "audit", P.VIEW_AUDIT, _("changes trail history")),
    ProductPage(_("Settings"), "organisation", P.MANAGE_SETTINGS, _("organisation name")),
    ProductPage(_("How long data is kept"), "retention", P.EDIT_RETENTION, _("retention erase privacy")),
)


@lru_cache(maxsize=8)
def _words_of_pages(_language: str | None) -> list[tuple[ProductPage, list[str], list[str]]]:
    """Each page with the words of its title and its other words, as they are compared."""
    return [(page, _folded(page.title), _folded(page.words)) for page in PAGES]


def _folded(text: object) -> list[str]:
    return plain(str(text)).casefold().split()


def pages_matching(user: Any, words: str, most: int) -> list[ProductPage]:
    """The pages this person may open whose title or other words hold words that begin so; titles first. No query of its own."""
    asked = _folded(words)
    found: list[tuple[int, ProductPage]] = []
    for page, title, other in _words_of_pages(get_language()):
        if not asked or not all(any(each.startswith(word) for each in (*title, *other)) for word in asked):
            continue
        if (page.verb is None or user.has_perm(page.verb)) and (not page.leads or getattr(user, "leads", False)):
            found.append((0 if all(any(each.startswith(word) for each in title) for word in asked) else 1, page))
    return [page for _rank, page in sorted(found, key=lambda each: each[0])[:most]]
