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
    # For everybody.
    ProductPage(_("Home"), "home"),
    ProductPage(_("My path"), "my-path", words=_("career next level")),
    ProductPage(_("How do I get to …?"), "path-route", words=_("my path route level")),
    ProductPage(_("My plan"), "growth", words=_("target goals level to work towards")),
    ProductPage(_("People who walked that way"), "growth-ways", words=_("ask colleagues moves")),
    ProductPage(_("Talks"), "talks", words=_("manager agenda notes")),
    ProductPage(_("Feedback"), "feedback", words=_("ask colleagues")),
    ProductPage(_("My seasons"), "seasons", words=_("path history timeline")),
    ProductPage(_("My evidence"), "evidence", words=_("impact path proof notes")),
    ProductPage(_("My assessment"), "assessment", words=_("competencies proficiency")),
    ProductPage(_("What gives me energy"), "energy", words=_("strengths")),
    ProductPage(_("Do you wish to lead people?"), "wish", words=_("leading wish")),
    ProductPage(_("Who sees what"), "sharing", words=_("sharing privacy visibility")),
    ProductPage(_("Shared with me"), "shared-list"),
    ProductPage(_("My moves"), "my-moves", words=_("request promotion step back rights of return change level")),
    ProductPage(_("To answer"), "moves-inbox", words=_("requests moves decide approve waiting")),
    ProductPage(_("Notices"), "notices", words=_("inbox messages")),
    ProductPage(_("How you are told"), "notice-settings", words=_("notices mail digest")),
    ProductPage(_("How moves go"), "move-rules", words=_("rules steps days promotion step back return")),
    ProductPage(_("Days away"), "absence", words=_("absence holiday stand-in")),
    ProductPage(_("My pay"), "my-pay", words=_("salary band")),
    ProductPage(_("What you may know about pay"), "pay-information", words=_("right to information article 7")),
    ProductPage(_("Is it fair?"), "fairness", words=_("figures answers moves")),
    ProductPage(_("Reports on equal pay"), "pay-reports", words=_("gap directive article 9 published")),
    ProductPage(_("Paper rungs"), "rungs", words=_("careers tracks management")),
    ProductPage(_("Talking about stepping back"), "team-talk", words=_("guide talk step back")),
    ProductPage(_("Frameworks"), "framework-list", words=_("levels tracks ladders")),
    ProductPage(_("Guide"), "guide", words=_("help manual")),
    ProductPage(_("Your account"), "account", words=_("password sign in settings")),
    ProductPage(_("My page"), "my-page", words=_("levels hr record")),
    ProductPage(_("Your dates"), "own-dates", words=_("calendar address days")),
    ProductPage(_("Where you are signed in"), "sessions", words=_("browsers devices sessions")),
    ProductPage(_("Background work"), "jobs", words=_("exports imports files")),
    ProductPage(_("My data"), "my-data", words=_("privacy copy personal known")),
    ProductPage(_("For a second person"), "approvals", words=_("approvals confirm two people")),
    ProductPage(_("My team"), "team", words=_("reports people"), leads=True),
    # People and moves.
    ProductPage(_("People"), "people", P.VIEW_PEOPLE, _("employees list")),
    ProductPage(_("Place people"), "unplaced", P.PLACE_PEOPLE, _("without a level")),
    ProductPage(_("Import people"), "import-people", P.IMPORT_PEOPLE, _("employees file hr system")),
    ProductPage(_("Invitations"), "invitations", P.INVITE_PEOPLE, _("invite people first sign-in")),
    ProductPage(_("Leading outside management"), "leads-outside-management", P.VIEW_PEOPLE, _("people leads reports")),
    ProductPage(_("Requests"), "moves-all", P.HANDLE_MOVES, _("moves list")),
    ProductPage(_("Checklists and rights of return"), "moves-follow-ups", P.HANDLE_MOVES, _("follow up")),
    ProductPage(_("Rules of moves"), "move-policy", P.EDIT_MOVE_POLICY, _("policy steps days groups try-outs")),
    ProductPage(_("Letters"), "letters", P.EDIT_MOVE_POLICY, _("texts templates print")),
    ProductPage(_("Dead ends"), "dead-ends", P.VIEW_DEAD_ENDS, _("careers")),
    ProductPage(_("Talks due"), "talks-due", P.VIEW_CAREERS, _("careers department")),
    # Frameworks and what they are evaluated by.
    ProductPage(_("New framework"), "framework-new", P.CREATE_FRAMEWORK, _("start template copy")),
    ProductPage(_("Import a framework"), "import", P.IMPORT_FRAMEWORK, _("file spreadsheet")),
    ProductPage(_("Owners of frameworks"), "framework-owners", P.PUBLISH_FRAMEWORK, _("name owners accountable")),
    ProductPage(_("Factors and grades"), "plan", P.VIEW_PLAN, _("impact evaluation points")),
    ProductPage(_("Calibration"), "calibration", P.VIEW_CALIBRATION, _("levels compare degrees")),
    # Pay.
    ProductPage(_("Bands"), "bands", P.VIEW_BANDS, _("pay zones ranges")),
    ProductPage(_("Market supplements"), "supplements", P.VIEW_BANDS, _("bands deviations")),
    ProductPage(_("Band exceptions"), "exceptions", P.VIEW_BANDS, _("bands deviations")),
    ProductPage(_("Import bands"), "import-bands", P.EDIT_BANDS, _("file pay zones")),
    ProductPage(_("Rules about pay"), "pay-policy", P.EDIT_PAY_RULES, _("who sees bands second person")),
    ProductPage(_("Pay of people"), "pay-list", P.VIEW_PAY, _("salaries compa-ratio findings")),
    ProductPage(_("Who has looked at pay"), "pay-log", P.VIEW_PAY_LOG, _("log access")),
    ProductPage(_("Import salaries"), "import-salaries", P.EDIT_PAY, _("pay file")),
    ProductPage(_("Pay progression"), "pay-criteria", P.EDIT_BANDS, _("criteria article 6")),
    ProductPage(_("Requests about pay"), "pay-information-requests", P.ANSWER_PAY_REQUESTS, _("right to know answer")),
    ProductPage(
        _("Enter a request that came on paper"),
        "pay-information-received",
        P.ANSWER_PAY_REQUESTS,
        _("right to know pay"),
    ),
    ProductPage(
        _("Where figures of small groups go"),
        "pay-information-rules",
        P.EDIT_PAY_RULES,
        _("right to know body countries"),
    ),
    ProductPage(_("Asked for others"), "pay-information-for-others", P.REPRESENT_EMPLOYEES, _("right to know pay")),
    # Equal pay.
    ProductPage(_("Equal pay"), "pay-data", P.VIEW_PAY_EQUITY, _("what was paid gap directive")),
    ProductPage(_("Import what was paid"), "import-paid", P.EDIT_PAY_EQUITY, _("payroll file year")),
    ProductPage(_("Kinds of pay"), "pay-kinds", P.VIEW_PAY_EQUITY, _("basic variable complementary")),
    ProductPage(_("Categories of workers"), "pay-categories", P.VIEW_PLAN, _("equal value grades")),
    ProductPage(_("Rules of countries"), "country-rules", P.VIEW_PLAN, _("threshold months smallest group")),
    ProductPage(_("What needs doing"), "remedies", P.VIEW_PAY_EQUITY, _("cases gaps in pay remedies measures raises")),
    ProductPage(_("Joint assessments"), "remedy-assessments", P.REPRESENT_EMPLOYEES, _("representatives gaps in pay")),
    ProductPage(_("Reason files"), "reason-files", P.VIEW_PAY_EQUITY, _("why paid evidence article 18")),
    ProductPage(_("How moves are answered today"), "fairness-now", P.VIEW_FAIRNESS, _("fair who stays loyalty impact")),
    # The organisation.
    ProductPage(_("Set-up"), "setup", P.MANAGE_SETTINGS, _("first day steps begin")),
    ProductPage(_("Roles"), "roles", P.MANAGE_ROLES, _("permissions rights access")),
    ProductPage(_("Audit"), "audit", P.VIEW_AUDIT, _("changes trail history")),
    ProductPage(_("Settings"), "organisation", P.MANAGE_SETTINGS, _("organisation name")),
    ProductPage(_("How people sign in"), "sign-in-policy", P.MANAGE_SETTINGS, _("second step factor roles")),
    ProductPage(_("A lost second step"), "second-factor-reset", P.MANAGE_SETTINGS, _("reset factor passkey")),
    ProductPage(_("Rules about careers"), "career-policy", P.MANAGE_SETTINGS, _("assessment gaps")),
    ProductPage(_("Rules about talks"), "talk-rules", P.MANAGE_SETTINGS, _("how often")),
    ProductPage(_("Reminders"), "reminder-rules", P.MANAGE_SETTINGS, _("days before")),
    ProductPage(
        _("How long links of invitations work"), "invitation-rules", P.MANAGE_SETTINGS, _("first sign-in days")
    ),
    ProductPage(_("How long data is kept"), "retention", P.EDIT_RETENTION, _("retention erase privacy")),
)


@lru_cache(maxsize=8)
def _words_of_pages(_language: str | None) -> list[tuple[ProductPage, str, str]]:
    """Each page with the words of its title, and with all its words, as they are compared."""
    return [(page, behind_spaces(str(page.title)), behind_spaces(f"{page.title} {page.words}")) for page in PAGES]


def behind_spaces(text: str) -> str:
    """The words of a text as they are compared, each behind a space: where “ word” stands in it, one of them begins so."""
    return " " + " ".join(plain(text).casefold().split())


def pages_matching(user: Any, words: str, most: int) -> list[ProductPage]:
    """The pages this person may open whose title or other words hold words that begin so; titles first. No query of its own."""
    asked = [f" {word}" for word in behind_spaces(words).split()]
    found: list[tuple[int, ProductPage]] = []
    for page, title, every in _words_of_pages(get_language()) if asked else ():
        if [word for word in asked if word not in every]:
            continue
        if (page.verb is None or user.has_perm(page.verb)) and (not page.leads or getattr(user, "leads", False)):
            found.append((0 if all(word in title for word in asked) else 1, page))
    return [page for _rank, page in sorted(found, key=lambda each: each[0])[:most]]
