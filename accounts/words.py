"""What roles and verbs mean, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ladders.core.permissions import Permission as P

from .roles import PERMISSIONS_OF, SCOPED, Role

if TYPE_CHECKING:
    from .models import RoleGrant

ALLOWS: dict[P, Promise] = {
    P.CREATE_FRAMEWORK: _("Start frameworks"),
    P.IMPORT_FRAMEWORK: _("Import frameworks from files"),
    P.EDIT_FRAMEWORK: _("Edit the drafts of all frameworks"),
    P.PUBLISH_FRAMEWORK: _("Publish all frameworks"),
    P.EVALUATE_LEVEL: _("Evaluate levels for their impact"),
    P.VIEW_CALIBRATION: _("Compare the evaluations of all levels"),
    P.VIEW_PLAN: _("See the factors, degrees and grades"),
    P.EDIT_PLAN: _("Edit the draft of the factors and grades"),
    P.ACTIVATE_PLAN: _("Put new factors and grades into force"),
    P.VIEW_AUDIT: _("See who changed what"),
    P.MANAGE_ROLES: _("Give and take roles"),
    P.VIEW_PEOPLE: _("See people and the levels they hold"),
    P.IMPORT_PEOPLE: _("Import people from the HR system"),
    P.INVITE_PEOPLE: _("Invite people by mail, and see who has signed in"),
    P.PLACE_PEOPLE: _("Place people on levels"),
    P.VIEW_BANDS: _("See zones, bands, supplements and exceptions"),
    P.EDIT_BANDS: _("Change bands, supplements and exceptions"),
    P.APPROVE_BANDS: _("Approve changes of bands and exceptions"),
    P.EDIT_PAY_RULES: _("Write the rules about pay; loosening one takes a second person"),
    P.VIEW_PAY: _("See what people are paid"),
    P.EDIT_PAY: _("Set and protect people’s pay"),
    P.VIEW_PAY_LOG: _("See who has looked at whose pay"),
    P.VIEW_CAREERS: _("See assessments, and what people share with HR"),
    P.VIEW_DEAD_ENDS: _("See where careers come to a dead end"),
    P.HANDLE_MOVES: _("Answer requests for moves on behalf of HR, and look after rights of return"),
    P.EDIT_MOVE_POLICY: _("Write the rules of moves"),
    P.VIEW_FAIRNESS: _("See how fairly moves are answered"),
    P.VIEW_PAY_EQUITY: _("See pay by sex, as recorded for pay reporting"),
    P.EDIT_PAY_EQUITY: _("Bring in what was paid in a year, and report on equal pay"),
    P.ANSWER_PAY_REQUESTS: _("Answer what people ask about their pay and the averages beside it"),
    P.REPRESENT_EMPLOYEES: _("Ask about pay for people who agree to it"),
    P.ERASE_PEOPLE: _("Erase what is known of people who left, and give them a copy of it"),
    P.EDIT_RETENTION: _("Say how long personal data is kept"),
    P.MANAGE_SETTINGS: _("Change the organisation’s settings"),
}

PURPOSES: dict[Role, Promise] = {
    Role.HR_ADMIN: _("Runs Ladders for the organisation: everything is open, what people are paid included."),
    Role.FRAMEWORK_EDITOR: _(
        "Writes and imports frameworks and evaluates their levels. Publishing stays with owners and HR."
    ),
    Role.COMPENSATION_ANALYST: _(
        "Sees and sets what people are paid, keeps bands, factors and grades, and evaluates levels."
    ),
    Role.PAY_EQUITY_ANALYST: _(
        "Proves equal pay: brings in what was paid in a year, reads it by sex, and makes the reports. Sets nobody’s pay."
    ),
    Role.EMPLOYEE_REPRESENTATIVE: _(
        "Sees the pay bands and by which criteria levels are graded, and asks about pay for people who agree. "
        "Sees nobody else’s own pay, and changes nothing."
    ),
    Role.SYSTEM_ADMINISTRATOR: _("Changes settings. Sees no people’s data."),
}


# What a role is for where it reaches some people only: nothing that concerns the whole organisation.
NARROWED: dict[Role, Promise] = {
    Role.HR_ADMIN: _("Looks after some people: their levels, careers and moves, and what they are paid."),
    Role.COMPENSATION_ANALYST: _("Sees and sets what some people are paid."),
    Role.EMPLOYEE_REPRESENTATIVE: _("Asks about pay for some people who agree to it."),
    Role.PAY_EQUITY_ANALYST: _("Reads what some people were paid in a year, by sex, and reports on it."),
}


def allowed(role: Role, narrowed: bool = False) -> list[Promise]:
    """What a role allows, in the order of the verbs; `narrowed`, where it reaches some people only."""
    verbs = PERMISSIONS_OF[role] & SCOPED if narrowed else PERMISSIONS_OF[role]
    return [words for verb, words in ALLOWS.items() if verb in verbs]


def covered(grant: RoleGrant) -> str:
    """Whom a grant reaches, such as “people in Lab or Works, at One Ltd”; empty where it reaches everybody."""
    departments = get_text_list(grant.departments, gettext("or"))
    entities = get_text_list(grant.legal_entities, gettext("or"))
    if departments and entities:
        return gettext("people in %(departments)s, at %(entities)s") % {
            "departments": departments,
            "entities": entities,
        }
    if departments:
        return gettext("people in %(departments)s") % {"departments": departments}
    return gettext("people at %(entities)s") % {"entities": entities} if entities else ""
