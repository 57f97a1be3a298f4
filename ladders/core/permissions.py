"""The verbs of the product. Roles (in accounts) are named sets of them; code asks for a verb, never for a role.

`user.has_perm(Permission.X)` answers through django-rules; a room may register a rule of its own for a verb that also
looks at the object (the owner of a framework may edit that one).
"""

from enum import StrEnum


class Permission(StrEnum):
    """What somebody may do. Reading published frameworks needs none: everyone signed in may."""

    CREATE_FRAMEWORK = "create_framework"
    EDIT_FRAMEWORK = "edit_framework"  # object: Framework; drafts are seen by whoever may edit them
    PUBLISH_FRAMEWORK = "publish_framework"  # object: Framework
    IMPORT_FRAMEWORK = "import_framework"
    EVALUATE_LEVEL = "evaluate_level"  # object: Framework
    VIEW_CALIBRATION = "view_calibration"
    VIEW_PLAN = "view_plan"  # factors, degrees and grades: the criteria
    EDIT_PLAN = "edit_plan"
    ACTIVATE_PLAN = "activate_plan"
    VIEW_AUDIT = "view_audit"
    MANAGE_ROLES = "manage_roles"
    MANAGE_SETTINGS = "manage_settings"
    VIEW_PEOPLE = "view_people"  # object: Employee, in the reach of the role
    IMPORT_PEOPLE = "import_people"
    INVITE_PEOPLE = (
        "invite_people"  # object: Employee: tell people by mail, with a first sign-in, in the reach of the role
    )
    PLACE_PEOPLE = "place_people"  # object: Employee, in the reach of the role
    VIEW_BANDS = "view_bands"  # zones, bands, supplements and exceptions of every grade
    EDIT_BANDS = "edit_bands"
    APPROVE_BANDS = "approve_bands"
    EDIT_PAY_RULES = (
        "edit_pay_rules"  # who sees bands and pay, and where a second person is needed; loosened by two people
    )
    VIEW_PAY = "view_pay"  # of the people in the reach of the role
    EDIT_PAY = "edit_pay"  # of the people in the reach of the role
    VIEW_PAY_LOG = "view_pay_log"  # who has looked at whose pay
    VIEW_CAREERS = "view_careers"  # object: Employee: assessments and what was shared with HR, of the people in reach
    VIEW_DEAD_ENDS = "view_dead_ends"  # dead ends and paper rungs, counted over the people in the reach of the role
    HANDLE_MOVES = "handle_moves"  # object: Employee: HR's steps of requests by the people in the reach of the role
    EDIT_MOVE_POLICY = "edit_move_policy"
    ERASE_PEOPLE = "erase_people"  # object: Employee: erase what is known of leavers, and answer what they ask
    EDIT_RETENTION = "edit_retention"  # how long personal data is kept
    VIEW_FAIRNESS = "view_fairness"  # the whole page about how moves are answered; everybody sees its aggregates
    VIEW_PAY_EQUITY = (
        "view_pay_equity"  # recorded sex, what was paid, and every figure of the people in the reach of the role
    )
    ANSWER_PAY_REQUESTS = "answer_pay_requests"  # object: Employee: what people in reach ask about pay (Article 7)
    REPRESENT_EMPLOYEES = "represent_employees"  # ask for people in reach who agree to it
    EDIT_PAY_EQUITY = "edit_pay_equity"  # bring in what was paid, say what counts, decide categories, make reports
