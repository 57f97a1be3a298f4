"""Roles: named sets of verbs. Everyone is an employee and needs no role to read what is published."""

from __future__ import annotations

from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from ladders.core.permissions import Permission as P


class Role(models.TextChoices):
    """What somebody can be made. The owner of a framework is named on the framework, not here."""

    HR_ADMIN = "hr_admin", _("HR admin")
    FRAMEWORK_EDITOR = "framework_editor", _("Framework editor")
    COMPENSATION_ANALYST = "compensation_analyst", _("Compensation analyst")
    PAY_EQUITY_ANALYST = "pay_equity_analyst", _("Pay equity analyst")
    EMPLOYEE_REPRESENTATIVE = "employee_representative", _("Employee representative")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")


# What the owner of a framework may do with that framework, and with no other.
OWNER_PERMISSIONS = frozenset({P.EDIT_FRAMEWORK, P.PUBLISH_FRAMEWORK, P.EVALUATE_LEVEL})

PERMISSIONS_OF: dict[Role, frozenset[P]] = {
    Role.HR_ADMIN: frozenset(P) - {P.REPRESENT_EMPLOYEES},
    Role.FRAMEWORK_EDITOR: frozenset(
        {
            P.CREATE_FRAMEWORK,
            P.EDIT_FRAMEWORK,
            P.IMPORT_FRAMEWORK,
            P.EVALUATE_LEVEL,
            P.VIEW_CALIBRATION,
            P.VIEW_PLAN,
        }
    ),
    Role.COMPENSATION_ANALYST: frozenset(
        {
            P.EVALUATE_LEVEL,
            P.VIEW_CALIBRATION,
            P.VIEW_PLAN,
            P.EDIT_PLAN,
            P.VIEW_BANDS,
            P.EDIT_BANDS,
            P.APPROVE_BANDS,
            P.VIEW_PAY,
            P.EDIT_PAY,
        }
    ),
    # Groups of people by sex, and the amounts they are made of; no salary is changed and no person's pay page opened.
    Role.PAY_EQUITY_ANALYST: frozenset(
        {P.VIEW_PAY_EQUITY, P.EDIT_PAY_EQUITY, P.VIEW_FAIRNESS, P.VIEW_PLAN, P.VIEW_CALIBRATION, P.VIEW_BANDS}
    ),
    # The structure of pay, by which criteria it came about; nobody's own pay but with that person's agreement.
    Role.EMPLOYEE_REPRESENTATIVE: frozenset({P.VIEW_PLAN, P.VIEW_CALIBRATION, P.VIEW_BANDS, P.REPRESENT_EMPLOYEES}),
    # No people's data: settings only.
    Role.SYSTEM_ADMINISTRATOR: frozenset({P.MANAGE_SETTINGS}),
}


# Roles that open people's pay, or the way to it, as a second person for looser settings is: nobody gives or widens one alone.
OPENS_PAY = frozenset(
    role
    for role, verbs in PERMISSIONS_OF.items()
    if verbs & {P.VIEW_PAY, P.EDIT_PAY, P.EDIT_PAY_RULES, P.VIEW_PAY_EQUITY, P.MANAGE_ROLES, P.MANAGE_SETTINGS}
)

# Verbs about single people: a role with a reach (some legal entities, some departments) carries these for the people in
# it, and no others. What concerns the whole organisation needs a role for all of it.
SCOPED = frozenset(
    {
        P.VIEW_PEOPLE,
        P.INVITE_PEOPLE,
        P.PLACE_PEOPLE,
        P.VIEW_PAY,
        P.EDIT_PAY,
        P.VIEW_PAY_LOG,
        P.VIEW_CAREERS,
        P.VIEW_DEAD_ENDS,
        P.HANDLE_MOVES,
        P.ERASE_PEOPLE,
        P.VIEW_PAY_EQUITY,
        P.EDIT_PAY_EQUITY,
        P.ANSWER_PAY_REQUESTS,
        P.REPRESENT_EMPLOYEES,
    }
)


@lru_cache(maxsize=512)
def verbs_of(roles: frozenset[Role], scoped: frozenset[Role]) -> frozenset[P]:
    """The verbs that these roles contain, of those that are `scoped` the ones that can be: every page asks many of them."""
    whole = frozenset().union(*(PERMISSIONS_OF[role] for role in roles - scoped))
    return whole | (SCOPED & frozenset().union(*(PERMISSIONS_OF[role] for role in scoped)))
