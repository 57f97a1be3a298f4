"""Who may go where: one line for every named address. `tests/test_routes.py` walks the URL configuration with it.

A new address needs a line here: which verbs it answers, who gets in, which ids stand in it (names of `World.ids`), and
what others get: 403, or 404 where its existence is nobody's business.
"""

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


ROUTES: dict[str, Route] = {
    # careers: one's own path
    "my-path": page(ALL),
    "path-route": page(ALL),
    "path-compare": page(ALL, "slug", "code"),
    "seats": form(WRITERS, "slug"),
    "seats-several": deed(WRITERS, "slug"),
    "seat-remove": deed(WRITERS, "slug", "level", gone=True),
    # core
    "home": page(ALL),
    "unsent": Route(BOTH, ALL),
    "theme": deed(OPEN),
    "take-back-batch": deed(ALL, "own batch"),
    "jobs": page(ALL),
    "job": page(ALL, "own job"),
    "audit": page(HR_ONLY),
    "list-file-new": deed(PERSONNEL, "list"),
    "list-filter-save": deed(PERSONNEL, "list"),
    "list-filter-remove": deed(ALL, "own filter"),
    "list-filter-opens": deed(ALL, "own filter"),
    "list-file": page(PERSONNEL, "own list file"),
    "approvals": page(ALL),
    "approval": Route(BOTH, frozenset({HR, SYSTEM}), ("approval",), refused=404),  # who may confirm settings
    "organisation": form(KEEPERS),
    "guide": page(ALL),
    "guide-page": page(ALL, "page of the guide"),
    "setup": page(SETTERS_UP),
    "setup-skip": deed(HR_ONLY, "step"),
    "setup-take-up": deed(HR_ONLY, "step"),
    "invitations": page(PERSONNEL),
    "invite": form(PERSONNEL),
    "invitation-rules": form(KEEPERS),
    "invitation": allauth(OPEN),  # as a link for a new password, it says by itself when it opens nothing
    "invitation-open": allauth(OPEN, "invitation key", verbs=GET),
    "retention": form(HR_ONLY),
    "my-data": form(ALL),
    "my-data-copy": page(ALL, "own copy"),
    "my-data-file": page(ALL, "own copy"),
    "personal-data-schema": page(ALL),
    "person-data": Route(POST, HR_ONLY, ("employee",), unseen=frozenset({LOCAL_HR})),
    "person-erase": Route(BOTH, HR_ONLY, ("employee",), unseen=frozenset({LOCAL_HR})),
    "erasure-cancel": Route(POST, HR_ONLY, ("employee",), unseen=frozenset({LOCAL_HR})),
    # accounts
    "account": page(ALL),
    "second-factor": page(ALL),
    "sign-in-policy": form(KEEPERS),
    "second-factor-reset": form(KEEPERS),
    "sessions": page(ALL),
    "session-end": deed(ALL, "own session"),
    "session-end-others": deed(ALL),
    "roles": page(HR_ONLY),
    "roles-several": deed(HR_ONLY),
    "person-roles": form(HR_ONLY, "person"),
    "demo-sign-in": Route(NOBODY, NOBODY, refused=404),
    "demo-clock": Route(NOBODY, NOBODY, refused=404),
    "account_login": allauth(OPEN),
    "account_logout": allauth(OPEN),
    "account_inactive": allauth(OPEN, verbs=GET),
    "account_reauthenticate": allauth(ALL),
    "account_reset_password": allauth(OPEN),
    "account_reset_password_done": allauth(OPEN, verbs=GET),
    "account_reset_password_from_key": allauth(OPEN, "reset link", "reset key", verbs=ANY),
    "account_reset_password_from_key_done": allauth(OPEN, verbs=GET),
    "account_change_password": allauth(ALL),
    "account_set_password": allauth(ALL),
    "mfa_login_webauthn": allauth(OPEN),
    "mfa_authenticate": allauth(OPEN),
    "mfa_reauthenticate": allauth(ALL),
    "mfa_reauthenticate_webauthn": allauth(ALL),
    "mfa_index": allauth(ALL, verbs=ANY),
    "mfa_activate_totp": allauth(ALL),
    "mfa_deactivate_totp": allauth(ALL),
    "mfa_view_recovery_codes": allauth(ALL, verbs=GET),
    "mfa_generate_recovery_codes": allauth(ALL),
    "mfa_download_recovery_codes": allauth(ALL, verbs=GET),
    "mfa_list_webauthn": allauth(ALL, verbs=ANY),
    "mfa_add_webauthn": allauth(ALL),
    "mfa_edit_webauthn": allauth(ALL, "own passkey"),
    "mfa_remove_webauthn": allauth(ALL, "own passkey", verbs=BOTH | {"DELETE"}),
    # insights
    "fairness": page(ALL),
    "fairness-now": page(REPORTERS),
    # remedies
    "remedies": page(EQUITY),
    "remedy-assessments": page(frozenset({REPRESENTATIVE})),
    "remedy-case": Route(GET, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-measured": Route(POST, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-path": Route(BOTH, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-day": Route(BOTH, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-justify": Route(BOTH, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-judge": Route(BOTH, WHOLE_EQUITY, ("remedy", "remedy reason"), unseen=frozenset({LOCAL_HR})),
    "remedy-measure": Route(BOTH, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-measure-end": Route(BOTH, WHOLE_EQUITY, ("remedy", "remedy measure"), unseen=frozenset({LOCAL_HR})),
    "remedy-joint": Route(BOTH, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-close": Route(BOTH, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-reopen": Route(BOTH, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-planner": Route(BOTH, WHOLE_EQUITY, ("remedy",), unseen=frozenset({LOCAL_HR})),
    "remedy-plan": Route(GET, WHOLE_EQUITY, ("remedy", "remedy plan"), unseen=frozenset({LOCAL_HR})),
    "remedy-raises": Route(POST, HR_ONLY, ("remedy", "remedy plan"), unseen=frozenset({LOCAL_HR})),
    # reports on equal pay: drafts for whoever sees everybody in them, published ones for everybody
    "pay-reports": page(ALL),
    "pay-report-new": form(EQUITY),
    "pay-report": Route(GET, REPORTERS, ("pay report",), refused=404),
    "pay-report-methods": Route(BOTH, REPORTERS, ("pay report",), refused=404),
    "pay-report-figures": Route(POST, REPORTERS, ("pay report",), refused=404),
    "pay-report-discard": Route(POST, REPORTERS, ("pay report",), refused=404),
    "pay-report-document": Route(GET, REPORTERS, ("pay report",), refused=404),
    "pay-report-json": Route(GET, REPORTERS, ("pay report",), refused=404),
    "pay-report-xlsx": Route(GET, REPORTERS, ("pay report",), refused=404),
    "pay-report-schema": page(ALL),
    "pay-report-explain": Route(BOTH, REPORTERS, ("pay report", "pay category"), refused=404),
    "pay-report-consult": Route(BOTH, REPORTERS, ("pay report",), refused=404),
    "pay-report-opinion": Route(BOTH, frozenset({REPRESENTATIVE}), ("asked report",), refused=404),
    "pay-report-sign": Route(BOTH, REPORTERS, ("pay report",), refused=404),
    "pay-report-open": Route(BOTH, REPORTERS, ("pay report",), refused=404),
    "pay-report-publish": Route(POST, REPORTERS, ("pay report",), refused=404),
    "pay-data": page(EQUITY),
    "pay-kinds": page(EQUITY),
    "pay-kind": page(EQUITY, "kind of pay"),
    "pay-kind-say": deed(REPORTERS, "kind of pay"),
    "pay-categories": page(CRITERIA | EQUITY),
    "pay-categories-decide": form(REPORTERS),
    "country-rules": page(CRITERIA | EQUITY),
    "country-rules-new": form(REPORTERS),
    "country-rules-edit": form(REPORTERS, "country rules"),
    # reason files: about EMPLOYEE; never about oneself
    "reason-files": form(EQUITY),
    "reason-file": Route(GET, REPORTERS, ("reason file",), unseen=frozenset({LOCAL_HR})),
    "reason-file-check": Route(GET, REPORTERS, ("reason file",), unseen=frozenset({LOCAL_HR})),
    # the right to know: EMPLOYEE asks, REPRESENTATIVE reads an answer with them, HR answers
    "pay-information": form(ALL),
    "pay-information-for-others": form(frozenset({REPRESENTATIVE})),
    "pay-information-answer": Route(GET, frozenset({EMPLOYEE, REPRESENTATIVE}), ("answered question",), refused=404),
    "pay-information-agree": Route(POST, frozenset({EMPLOYEE}), ("unagreed question",), refused=404),
    "pay-information-withdraw": Route(POST, frozenset({EMPLOYEE}), ("open question",), refused=404),
    "pay-information-requests": page(PERSONNEL),
    "pay-information-request": Route(BOTH, HR_ONLY, ("open question",), unseen=frozenset({LOCAL_HR})),
    "pay-information-withheld": Route(GET, HR_ONLY, ("withheld question",), unseen=frozenset({LOCAL_HR})),
    "pay-information-rules": form(HR_ONLY),
    # impact
    "plan": page(CRITERIA),
    "plan-version": page(CRITERIA, "plan"),
    "plan-install": deed(HR_ONLY),
    "plan-draft": page(PLANNERS),
    "plan-draft-start": deed(PLANNERS),
    "plan-draft-discard": deed(PLANNERS),
    "plan-describe": deed(PLANNERS),
    "plan-weights": deed(PLANNERS),
    "factor-add": form(PLANNERS),
    "factor-edit": form(PLANNERS, "factor"),
    "factor-move": deed(PLANNERS, "factor"),
    "factor-delete": deed(PLANNERS, "factor"),
    "plan-grades": form(PLANNERS),
    "grade-add": deed(PLANNERS),
    "grade-remove": deed(PLANNERS, "grade", gone=True),
    "grade-right-add": deed(PLANNERS),
    "grade-right-remove": deed(PLANNERS, "grade", gone=True),
    "plan-preview": page(HR_ONLY),
    "plan-activate": deed(HR_ONLY),
    "calibration": page(CRITERIA),
    # exchange
    "import": form(FOUNDERS),
    "grade-file-new": form(EVALUATORS, "slug"),
    "grade-file": page(EVALUATORS, "slug", "own grade file"),
    "upload": page(FOUNDERS, "own upload"),
    "upload-aim": deed(FOUNDERS, "own upload"),
    "upload-choices": deed(FOUNDERS, "own upload"),
    "upload-mapping": form(FOUNDERS, "own upload"),
    "upload-guess": deed(FOUNDERS, "own upload"),
    "upload-apply": deed(FOUNDERS, "own upload"),
    "upload-take-back": deed(FOUNDERS, "own upload"),
    "upload-discard": deed(FOUNDERS, "own upload"),
    "export": page(ALL, "slug"),
    "schema": page(ALL),
    "import-bands": form(PLANNERS),
    "band-upload": page(PLANNERS, "own band upload"),
    "band-upload-apply": deed(PLANNERS, "own band upload"),
    "band-upload-correct": deed(PLANNERS, "own band upload"),
    "band-upload-forget": deed(PLANNERS, "own band upload"),
    "band-upload-take-back": deed(PLANNERS, "own band upload"),
    "band-upload-discard": deed(PLANNERS, "own band upload"),
    "import-people": form(HR_ONLY),
    "people-upload": page(HR_ONLY, "own people upload"),
    "people-upload-apply": deed(HR_ONLY, "own people upload"),
    "people-upload-correct": deed(HR_ONLY, "own people upload"),
    "people-upload-forget": deed(HR_ONLY, "own people upload"),
    "people-upload-take-back": deed(HR_ONLY, "own people upload"),
    "people-upload-discard": deed(HR_ONLY, "own people upload"),
    "import-paid": form(EQUITY),
    "paid-upload": page(EQUITY, "own paid upload"),
    "paid-upload-apply": deed(EQUITY, "own paid upload"),
    "paid-upload-correct": deed(EQUITY, "own paid upload"),
    "paid-upload-forget": deed(EQUITY, "own paid upload"),
    "paid-upload-discard": deed(EQUITY, "own paid upload"),
    "import-salaries": form(PAYROLL),
    "salary-upload": page(PAYROLL, "own salary upload"),
    "salary-upload-apply": deed(PAYROLL, "own salary upload"),
    "salary-upload-correct": deed(PAYROLL, "own salary upload"),
    "salary-upload-forget": deed(PAYROLL, "own salary upload"),
    "salary-upload-take-back": deed(PAYROLL, "own salary upload"),
    "salary-upload-discard": deed(PAYROLL, "own salary upload"),
    # people, in the reach of one's role; each person sees their own page
    "people": page(PERSONNEL),
    "my-page": page(ALL),
    "unplaced": form(PERSONNEL),
    "people-several": deed(PERSONNEL),
    "leads-outside-management": page(PERSONNEL),
    "person": Route(GET, frozenset({HR, EMPLOYEE, OWNER}), ("employee",), refused=404),
    "person-place": Route(POST, HR_ONLY, ("employee", "how to place"), unseen=SIGNED_IN - {HR, EMPLOYEE, OWNER}),
    # for managers and HR; everybody may check the rungs, without small groups
    "rungs": page(ALL),
    "dead-ends": page(PERSONNEL),
    "level-people": page(PERSONNEL, "level"),
    "team": page(ALL),
    "team-talk": page(ALL),
    "team-member": Route(GET, frozenset({OWNER}), ("employee",), refused=404),  # the manager of the day
    "shared-moves": Route(GET, NOBODY, ("employee",), refused=404),  # they share none
    # pay: one's own, and that of people in the reach of one's role
    "my-pay": page(ALL),
    "pay-list": page(PAYROLL),
    "pay-log": page(PERSONNEL),
    "person-pay": Route(GET, frozenset({HR, ANALYST, EMPLOYEE}), ("employee",), refused=404),
    "salary-set": Route(BOTH, PLANNERS, ("employee",), unseen=frozenset({LOCAL_HR})),
    "salary-remove": Route(BOTH, PLANNERS, ("employee", "salary"), unseen=frozenset({LOCAL_HR})),
    "pay-protection-remove": Route(BOTH, PLANNERS, ("employee", "protection"), unseen=frozenset({LOCAL_HR})),
    "pay-protect": Route(BOTH, PLANNERS, ("employee",), unseen=frozenset({LOCAL_HR})),
    "pay-criteria": form(PLANNERS),
    "why-band": page(ALL, "slug", "code"),
    "vacancy": page(ALL, "slug", "code"),
    # careers: one's own, and what others share
    "seasons": page(ALL),
    "season-name": deed(ALL),
    "season-unname": deed(ALL, "own season", gone=True),
    "plan-new": deed(ALL),
    "plan-edit": form(ALL, "own plan"),
    "plan-drop": deed(ALL, "own plan", gone=True),
    "evidence": page(ALL),
    "evidence-new": form(ALL),
    "evidence-edit": form(ALL, "own evidence"),
    "evidence-delete": deed(ALL, "own evidence"),
    "evidence-restore": deed(ALL, "own evidence"),
    "evidence-erase": deed(ALL, "own evidence"),
    "assessment": form(ALL),
    "energy": form(ALL),
    "energy-remove": deed(ALL),
    "wish": form(ALL),
    "wish-remove": deed(ALL, "own wish", gone=True),
    "sharing": form(ALL),
    "share-revoke": deed(ALL, "own share", gone=True),
    "share-revoke-all": deed(ALL),
    "team-assessment": Route(BOTH, frozenset({OWNER}), ("employee",), refused=404),  # the manager of the day
    "shared-list": page(ALL),
    "shared": Route(GET, frozenset({OWNER, HR}), ("employee",), refused=404),
    "career-policy": form(KEEPERS),
    # plans and talks: EMPLOYEE has a plan and a talk with OWNER, their manager of the day
    "own-dates": page(ALL),
    "own-date": Route(GET, frozenset({EMPLOYEE, OWNER}), ("date name",), refused=404),
    "calendar-make": deed(ALL),
    "calendar-take-back": deed(ALL),
    "calendar-feed": Route(GET, OPEN, ("calendar key",)),
    "reminder-rules": form(KEEPERS),
    "growth": page(ALL),
    "growth-choose": form(ALL, "level"),
    "growth-target": Route(GET, frozenset({EMPLOYEE, OWNER}), ("target",), refused=404),
    "growth-share": Route(POST, frozenset({EMPLOYEE}), ("target",), refused=404),
    "growth-keep": Route(POST, frozenset({EMPLOYEE}), ("target",), refused=404),
    "growth-end": Route(POST, frozenset({EMPLOYEE}), ("target",), refused=404),
    "growth-goal-new": Route(BOTH, frozenset({EMPLOYEE, OWNER}), ("target",), refused=404),
    "growth-goal": Route(BOTH, frozenset({EMPLOYEE}), ("goal",), refused=404),
    "growth-goal-state": Route(POST, frozenset({EMPLOYEE}), ("goal",), refused=404),
    "growth-goal-take-up": Route(POST, frozenset({EMPLOYEE}), ("goal",), refused=404),
    "growth-goal-agree": Route(POST, frozenset({OWNER}), ("goal",), refused=404),
    "growth-goal-say": Route(POST, frozenset({EMPLOYEE, OWNER}), ("goal",), refused=404),
    "growth-goal-remove": Route(POST, frozenset({EMPLOYEE}), ("goal",), 302, gone=True, unseen=frozenset({OWNER})),
    # feedback: EMPLOYEE asked OWNER, who has written; and was asked by OWNER
    "feedback": page(ALL),
    "feedback-ask": form(ALL),
    "feedback-asked": Route(GET, frozenset({EMPLOYEE}), ("feedback ask",), refused=404),
    "feedback-remove": Route(POST, frozenset({EMPLOYEE}), ("feedback ask",), refused=302, gone=True),
    "feedback-give": Route(BOTH, frozenset({OWNER}), ("feedback",), refused=404),
    "feedback-decline": Route(POST, frozenset({EMPLOYEE}), ("feedback of employee",), refused=404),
    "feedback-take-back": Route(POST, frozenset({OWNER}), ("feedback",), refused=404),
    "feedback-readers": Route(POST, frozenset({OWNER}), ("feedback",), refused=404),
    "feedback-talk": Route(POST, frozenset({EMPLOYEE}), ("feedback",), refused=404),
    "feedback-wider": Route(POST, frozenset({EMPLOYEE}), ("feedback",), refused=404),
    "growth-ways": page(ALL),
    "growth-way-open": Route(POST, NOBODY, ("level",), refused=404),  # nobody has moved anywhere
    "growth-way-ask": Route(BOTH, SIGNED_IN - {EMPLOYEE}, ("walked way",), refused=404),
    "growth-way-answer": Route(POST, frozenset({EMPLOYEE}), ("way question",), refused=404),
    "growth-way-remove": Route(POST, frozenset({EMPLOYEE, OWNER}), ("way question",), refused=302, gone=True),
    "talks": page(ALL),
    "talks-due": page(PERSONNEL),
    "talk-rules": form(KEEPERS),
    "talk-new": Route(BOTH, frozenset({EMPLOYEE, OWNER}), ("employee",), refused=404),
    "talk": Route(GET, frozenset({EMPLOYEE, OWNER}), ("talk",), refused=404),
    "talk-move": Route(BOTH, frozenset({EMPLOYEE, OWNER}), ("talk",), refused=404),
    "talk-off": Route(POST, frozenset({EMPLOYEE, OWNER}), ("talk",), refused=404),
    "talk-held": Route(POST, frozenset({EMPLOYEE, OWNER}), ("talk",), refused=404),
    "talk-not-held": Route(POST, frozenset({EMPLOYEE, OWNER}), ("talk",), refused=404),
    "talk-write": Route(POST, frozenset({EMPLOYEE, OWNER}), ("talk",), refused=404),
    "talk-entry-remove": Route(POST, frozenset({EMPLOYEE, OWNER}), ("talk", "entry"), refused=404, gone=True),
    "talk-mine": Route(POST, frozenset({EMPLOYEE, OWNER}), ("talk",), refused=404),
    "talk-calendar": Route(GET, frozenset({EMPLOYEE, OWNER}), ("talk",), refused=404),
    # zones and bands
    "bands": page(BAND_READERS),
    "pay-policy": form(HR_ONLY),
    "zone-new": form(PLANNERS),
    "zone": page(BAND_READERS, "zone"),
    "vacancies": page(BAND_READERS, "zone"),
    "zone-edit": form(PLANNERS, "zone"),
    "zone-delete": deed(PLANNERS, "zone"),
    "bands-edit": form(PLANNERS, "zone"),
    "bands-restructure": form(PLANNERS, "zone", "how to adjust"),
    "band-change": form(BAND_READERS, "band change"),
    "supplements": page(BAND_READERS),
    "supplement-new": form(PLANNERS),
    "supplement-edit": form(PLANNERS, "supplement"),
    "exceptions": page(BAND_READERS),
    "exception-new": form(PLANNERS),
    "exception": form(BAND_READERS, "exception"),
    "exceptions-several": deed(BAND_READERS),
    # moves: the way of a request by EMPLOYEE, who reports to OWNER; HR hears of it
    "my-moves": page(ALL),
    "moves-inbox": page(ALL),
    "notices": page(ALL),
    "notice-change": page(ALL, "own notice"),
    "notice-open": page(ALL, "own page notice"),
    "notices-read": deed(ALL),
    "notice-settings": form(ALL),
    "move-ask": form(ALL, "level"),
    "move-try": form(ALL, "level"),
    "move-propose": Route(BOTH, frozenset({OWNER}), ("employee",), refused=404),  # the manager of the day
    "move": Route(GET, frozenset({EMPLOYEE, OWNER, HR}), ("move",), refused=404),
    "move-deed": Route(POST, frozenset({EMPLOYEE, OWNER, HR}), ("move", "move deed"), refused=404),
    "move-draft": Route(BOTH, frozenset({EMPLOYEE}), ("move draft",), refused=404),
    "move-send": Route(BOTH, frozenset({EMPLOYEE}), ("move draft",), refused=404),
    "move-discard": Route(POST, frozenset({EMPLOYEE}), ("move draft",), refused=404),
    "move-reason": Route(GET, frozenset({EMPLOYEE, OWNER}), ("move",), refused=404),  # its author, and who was named
    "moves-all": page(PERSONNEL),
    "moves-follow-ups": page(PERSONNEL),
    "moves-follow-up": Route(POST, HR_ONLY, ("follow-up",), refused=404),
    "move-right": Route(BOTH, HR_ONLY, ("right of return",), refused=404),
    # letters
    "letters": page(HR_ONLY),
    "letter-text": Route(BOTH, HR_ONLY, ("letter",)),
    "letter-restore": Route(POST, HR_ONLY, ("letter",)),
    # this move has not taken effect, so there is no letter for anybody: tests/letters tries one that has
    "letter-move": Route(GET, NOBODY, ("move",), unseen=PERSONNEL),
    "letter-right": Route(GET, HR_ONLY, ("right of return",), unseen=frozenset({LOCAL_HR})),
    "letter-pay": Route(GET, frozenset({HR, ANALYST}), ("salary",), unseen=frozenset({LOCAL_HR})),
    # frameworks: reading
    "framework-list": page(ALL),
    "search": page(ALL),
    "search-quick": page(ALL),
    "framework": page(ALL, "slug"),
    "level": page(ALL, "slug", "code"),
    "competencies": page(ALL, "slug"),
    "lattice-svg": page(ALL, "slug"),
    "version-list": page(ALL, "slug"),
    "version": page(ALL, "slug", "number"),
    "version-level": page(ALL, "slug", "number", "code"),
    "version-competencies": page(ALL, "slug", "number"),
    "version-lattice-svg": page(ALL, "slug", "number"),
    "compare": page(ALL, "slug"),
    # frameworks: the draft
    "framework-new": form(FOUNDERS),
    "framework-owners": form(HR_ONLY),
    "framework-owners-undo": deed(HR_ONLY),
    "people-suggestions": page(FOUNDERS | {OWNER, OTHER_OWNER}),  # whoever may name an owner
    "draft": page(WRITERS, "slug"),
    "draft-start": deed(WRITERS, "slug"),
    "draft-discard": form(WRITERS, "slug"),
    "draft-details": form(WRITERS, "slug"),
    "draft-undo": deed(WRITERS, "slug"),
    "draft-deleted": page(WRITERS, "slug"),
    "draft-changes": page(WRITERS, "slug"),
    "track-new": form(WRITERS, "slug"),
    "track-edit": form(WRITERS, "slug", "track", gone=True),
    "track-move": deed(WRITERS, "slug", "track", gone=True),
    "track-delete": form(WRITERS, "slug", "track", gone=True),
    "level-new": form(WRITERS, "slug"),
    "level-edit": form(WRITERS, "slug", "level", gone=True),
    "level-move": deed(WRITERS, "slug", "level", gone=True),
    "level-grade": form(WRITERS, "slug", "level"),
    "level-delete": form(WRITERS, "slug", "level", gone=True),
    "level-history": form(WRITERS, "slug", "level"),
    "draft-grid": page(WRITERS, "slug"),
    "draft-cell": form(WRITERS, "slug", "level", "competency", gone=True),
    "draft-cell-history": page(WRITERS, "slug", "level", "competency"),
    "draft-cell-restore": deed(WRITERS, "slug", "level", "competency", "event", gone=True),
    "draft-cell-copy": form(WRITERS, "slug", "level", "competency"),
    "draft-competencies": page(WRITERS, "slug"),
    "draft-competencies-several": deed(WRITERS, "slug"),
    "draft-competency-new": form(WRITERS, "slug"),
    "draft-competency-edit": form(WRITERS, "slug", "competency", gone=True),
    "draft-competency-move": deed(WRITERS, "slug", "competency", gone=True),
    "draft-competency-delete": form(WRITERS, "slug", "competency", gone=True),
    "draft-competency-restore": deed(WRITERS, "slug", "competency", gone=True),
    "draft-group-new": form(WRITERS, "slug"),
    "draft-group-edit": form(WRITERS, "slug", "group", gone=True),
    "draft-group-move": deed(WRITERS, "slug", "group", gone=True),
    "draft-group-delete": form(WRITERS, "slug", "group", gone=True),
    "draft-group-restore": deed(WRITERS, "slug", "group", gone=True),
    "draft-scale": form(WRITERS, "slug"),
    "draft-scale-remove": deed(WRITERS, "slug"),
    # frameworks: evaluating the draft
    "draft-evaluation": page(EVALUATORS, "slug"),
    "draft-evaluation-confirm": deed(EVALUATORS, "slug"),
    "draft-grading": form(EVALUATORS, "slug"),
    "draft-grade-all": form(EVALUATORS, "slug"),
    "draft-grading-undo": deed(EVALUATORS, "slug", "grading", gone=True),
    "level-evaluation": form(EVALUATORS, "slug", "level"),
    "level-evaluation-result": page(EVALUATORS, "slug", "level"),
    "level-evaluation-slot": deed(EVALUATORS, "slug", "level"),
    "level-evaluation-unslot": deed(EVALUATORS, "slug", "level"),
    "level-evaluation-clear": deed(EVALUATORS, "slug", "level"),
    # frameworks: publishing the draft
    "parity": page(WRITERS, "slug"),
    "parity-reason": deed(PUBLISHERS, "slug"),
    "parity-reason-withdraw": deed(PUBLISHERS, "slug"),
    "publish": page(PUBLISHERS, "slug"),
    "publish-ask": deed(PUBLISHERS, "slug"),
    "publish-confirm": deed(PUBLISHERS, "slug"),
    "publication-take-back": form(PUBLISHERS, "slug"),
    "successor": deed(PUBLISHERS, "slug", "level", gone=True),
    "reorganisation": deed(HR_ONLY, "slug", "level", gone=True),
    "consultation": deed(PUBLISHERS, "slug"),
    "consultation-remove": deed(PUBLISHERS, "slug", "consultation", gone=True),
    # moves: rules, groups, days away
    "move-rules": page(ALL),
    "move-policy": page(HR_ONLY),
    "move-policy-own": page(HR_ONLY),
    "move-policy-edit": form(HR_ONLY, "kind of move"),
    "move-policy-history": page(HR_ONLY, "kind of move"),
    "move-policy-framework": form(HR_ONLY, "kind of move", "slug"),
    "move-policy-end": deed(HR_ONLY, "kind of move", "slug"),
    "decider-group-new": form(HR_ONLY),
    "decider-group": form(HR_ONLY, "decider group"),
    "absence": form(ALL),
    "absence-of": Route(BOTH, HR_ONLY, ("employee",), unseen=frozenset({LOCAL_HR})),
    "absence-of-end": Route(POST, HR_ONLY, ("employee", "absence"), unseen=frozenset({LOCAL_HR})),
    "absence-end": deed(ALL, "own absence"),
}
