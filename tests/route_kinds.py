"""Who tries addresses in tests, and what is expected of one: what the tables of `tests/routes.py` are written with."""

from __future__ import annotations

from dataclasses import dataclass

STRANGER = "stranger"  # signed out
EMPLOYEE = "employee"
OWNER = "owner"  # of the framework that is tried
OTHER_OWNER = "other_owner"  # of another one
EDITOR = "editor"
HR = "hr"
LOCAL_HR = "local_hr"  # HR of one department, in which nobody of the others works
ANALYST = "analyst"
PAY_EQUITY = "pay_equity"  # the analyst of pay by sex
REPRESENTATIVE = "representative"
SYSTEM = "system"
SIGNED_IN = frozenset({EMPLOYEE, OWNER, OTHER_OWNER, EDITOR, HR, LOCAL_HR, ANALYST, PAY_EQUITY, REPRESENTATIVE, SYSTEM})

ALL = SIGNED_IN
OPEN = SIGNED_IN | {STRANGER}
HR_ONLY = frozenset({HR})
NOBODY: frozenset[str] = frozenset()
WRITERS = frozenset({OWNER, EDITOR, HR})  # edit drafts
EVALUATORS = WRITERS | {ANALYST}
PUBLISHERS = frozenset({OWNER, HR})
FOUNDERS = frozenset({EDITOR, HR})  # start and import frameworks
CRITERIA = frozenset({EDITOR, HR, ANALYST, PAY_EQUITY, REPRESENTATIVE})  # see the plan and the calibration
PLANNERS = frozenset({HR, ANALYST})
KEEPERS = frozenset({HR, SYSTEM})  # settings
PERSONNEL = frozenset({HR, LOCAL_HR})  # see and place people, each in their reach
SETTERS_UP = frozenset({EDITOR, HR, LOCAL_HR, ANALYST, SYSTEM})  # do at least one step
BAND_READERS = frozenset({HR, ANALYST, PAY_EQUITY, REPRESENTATIVE})
PAYROLL = frozenset({HR, LOCAL_HR, ANALYST})  # see and set pay, each in their reach
EQUITY = frozenset({HR, LOCAL_HR, PAY_EQUITY})  # report on equal pay, each in their reach
WHOLE_EQUITY = frozenset({HR, PAY_EQUITY})  # report on a whole legal entity
REPORTERS = EQUITY - {LOCAL_HR}  # those of them who reach everybody

GET, POST, BOTH = frozenset({"GET"}), frozenset({"POST"}), frozenset({"GET", "POST"})
ANY = BOTH | {"PUT", "PATCH", "DELETE"}


@dataclass(frozen=True, slots=True)
class Route:
    """What is expected of an address.

    `ids` names what stands in the address; an id that begins with "own " belongs to the person, and others' get a 404.
    `unseen` are people who hold the verb, but not for the person in the address: for them there is no such page (404).
    `library` marks pages of allauth, which answer PUT as POST and lead on by redirects of their own. `gone` marks deeds
    on what may have been removed a moment ago: they lead back or say so in a sentence (302, 409) instead of a 404, and answer
    just so (`refused=302`) on what is somebody else's.
    """

    verbs: frozenset[str]
    may: frozenset[str]
    ids: tuple[str, ...] = ()
    refused: int = 403
    library: bool = False
    gone: bool = False
    unseen: frozenset[str] = NOBODY


def page(may: frozenset[str], *ids: str) -> Route:
    """Something to read."""
    return Route(GET, may, ids)


def deed(may: frozenset[str], *ids: str, gone: bool = False) -> Route:
    """Something to do, without a page of its own."""
    return Route(POST, may, ids, gone=gone)


def form(may: frozenset[str], *ids: str, gone: bool = False) -> Route:
    """A page with a form that is sent to the same address."""
    return Route(BOTH, may, ids, gone=gone)


def allauth(may: frozenset[str], *ids: str, verbs: frozenset[str] = BOTH) -> Route:
    """A page of allauth."""
    return Route(verbs, may, ids, library=True)
