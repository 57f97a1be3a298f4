"""How far each step is, counted anew each time, of what this reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.kept_counts import counted, is_large
from accounts.models import Employee, Invitation, Role, RoleGrant, SignInPolicy, User
from accounts.roles import SCOPED
from accounts.second_factor import FACTORS, FactorDemand
from ladders.compensation.models import Band, PayZone, Salary
from ladders.core.access import may
from ladders.core.models import Organisation
from ladders.core.permissions import Permission
from ladders.exchange.models import PeopleUpload, Upload, UploadState
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Framework, Level, Version
from ladders.frameworks.queries.evaluated_levels import readable_versions
from ladders.impact.models import FactorPlan, GradeRange, PlanState
from ladders.placements.models import NoLevel, Placement
from ladders.reporting.models import ReportingLine

from ..domain.steps import DONE_WITH, Figures, Step

# These count people; with the verb whose reach says which.
_OF_EVERYBODY: Final = {
    Step.PEOPLE: Permission.IMPORT_PEOPLE,
    Step.LEVELS: Permission.PLACE_PEOPLE,
    Step.SALARIES: Permission.EDIT_PAY,
    Step.TELLING: Permission.INVITE_PEOPLE,
}
WAITING: Final = (UploadState.READING, UploadState.READY, UploadState.APPLYING)


def may_do(user: Any, step: Step) -> bool:
    """Whether this person does the step, for everybody or for the people in their reach."""
    return any(may(user, verb) for verb in DONE_WITH[step])


def may_skip(user: Any, step: Step) -> bool:
    """Whether this person decides for the whole organisation to do without it."""
    return any(may(user, verb) and (verb not in SCOPED or user.reaches_all(verb)) for verb in DONE_WITH[step])


def figures_of(user: Any, day: dt.date) -> dict[Step, Figures]:
    """The steps that this person does, each as far as it is for whom they reach: at most 21 queries, whatever there is.

    Where there are many people, those that count them say what was counted within the last minute.
    """
    mine = [step for step in _COUNTS if may_do(user, step)]
    large = any(step in _OF_EVERYBODY for step in mine) and is_large()
    return {step: _figures(step, user, day, large=large) for step in mine}


def _figures(step: Step, user: Any, day: dt.date, *, large: bool) -> Figures:
    count = _COUNTS[step]
    if step not in _OF_EVERYBODY:
        return count(user, day)
    return counted(step.value, [day], user, _OF_EVERYBODY[step], lambda: count(user, day), large=large)


def _sign_in(user: Any, day: dt.date) -> Figures:
    """The organisation's name, who holds which role, and who of them still owes a second step: 5 queries."""
    grants = list(RoleGrant.objects.filter(user__is_active=True).exclude(user__employee__left_on__lt=day))
    demanded = FactorDemand.read(SignInPolicy.stored().first()).demanded
    owing = {grant.user_id for grant in grants if grant.role in demanded}
    having = Authenticator.objects.filter(user__in=owing, type__in=FACTORS).aggregate(n=Count("user", distinct=True))[
        "n"
    ]
    whole = [grant for grant in grants if not grant.legal_entities and not grant.departments]
    admins = len({grant.user_id for grant in whole if grant.role == Role.HR_ADMIN})
    named = Organisation.current().is_named
    more = {
        "unnamed": not named,
        "admins": admins,
        "roles": len({grant.user_id for grant in grants}),
        "without_second_step": len(owing) - having,
    }
    done, total = named + (admins > 1) + having, 2 + len(owing)
    # Whom to make an HR admin is known once people are here.
    alone = admins < 2 and done == total - 1
    waits = alone and not Employee.objects.filter(user__is_active=True).exclude(user=user).exists()
    return Figures(done, total, more=more, after=(Step.PEOPLE,) if waits else ())


def published_at_all() -> Figures:
    """Whether there is anything that everybody reads, for those who do not publish: 1 query."""
    return Figures(int(Version.objects.filter(state=VersionState.PUBLISHED).exists()), 1)


def _factors(user: Any, day: dt.date) -> Figures:
    """The plan in force, or a draft: 1 query."""
    plans = FactorPlan.objects.exclude(state=PlanState.RETIRED).annotate(size=Count("factors"))
    sizes = dict(plans.values_list("state", "size"))
    in_force = PlanState.ACTIVE in sizes
    return Figures(int(in_force), 1, PlanState.DRAFT in sizes, {"factors": sizes.get(PlanState.ACTIVE, 0)})


def _versions(user: Any) -> QuerySet[Version]:
    """Of each framework the draft, or what is published."""
    return readable_versions(user, drafts=True)


def _framework(user: Any, day: dt.date) -> Figures:
    """Frameworks and their levels, and files that wait: 3 queries."""
    versions = _versions(user)
    levels = Level.objects.filter(version__in=versions.values("pk")).count()
    uploads = Upload.objects.visible_to(user).filter(state__in=WAITING).count()
    more = {"frameworks": versions.count(), "levels": levels, "uploads": uploads}
    return Figures(min(levels, 1), 1, bool(more["frameworks"] or uploads), more)


def _grades(user: Any, day: dt.date) -> Figures:
    """Levels that have a grade, and those of them whose evaluation nobody has confirmed, so that they cannot be published yet:
    1 query."""
    rows = Level.objects.filter(version__in=_versions(user).values("pk"))
    proposed = Count("pk", filter=Q(grade__isnull=False, evaluation__proposed=True))
    found = rows.aggregate(levels=Count("pk"), graded=Count("grade"), proposed=proposed)
    more = {"graded": found["graded"], "proposed": found["proposed"]}
    return Figures(found["graded"] - found["proposed"], found["levels"], bool(found["graded"]), more)


def _bands(user: Any, day: dt.date) -> Figures:
    """Grades that have a band in every zone, of those that levels are on (before there are any: of the plan's): 4 queries."""
    zones = PayZone.objects.count()
    levels = Level.objects.filter(version__in=_versions(user).values("pk"), grade__isnull=False)
    used = set(levels.order_by().values_list("grade", flat=True).distinct())
    if not used:
        used = set(GradeRange.objects.filter(plan__state=PlanState.ACTIVE).values_list("grade", flat=True))
    bands = (
        Band.objects.on(day).filter(grade__in=used).order_by().values("grade").annotate(n=Count("zone", distinct=True))
    )
    covered = bands.filter(n__gte=zones).count() if zones else 0
    return Figures(covered, len(used), bool(zones), {"zones": zones})


def _people(user: Any, day: dt.date) -> Figures:
    """Who works here, with an address and a manager, and files that wait: 2 queries."""
    lines = ReportingLine.objects.on(day).filter(employee=OuterRef("pk"))
    found = Employee.objects.working_on(day).aggregate(
        people=Count("pk"),
        addresses=Count("pk", filter=Q(user__is_active=True)),
        managed=Count("pk", filter=Q(Exists(lines))),
    )
    waits = PeopleUpload.objects.visible_to(user).filter(state__in=WAITING).exists()
    return Figures(found["people"], max(found["people"], 1), waits, found)


def _publishing(user: Any, day: dt.date) -> Figures:
    """Frameworks that people can read: 1 query."""
    published = Version.objects.filter(framework=OuterRef("pk"), state=VersionState.PUBLISHED)
    kept = Framework.objects.filter(versions__state__in=[VersionState.DRAFT, VersionState.PUBLISHED])
    found = kept.aggregate(
        total=Count("pk", distinct=True), done=Count("pk", distinct=True, filter=Q(Exists(published)))
    )
    return Figures(found["done"], found["total"])


def _having(user: Any, day: dt.date, verb: Permission, rows: QuerySet[Any], *only: Any) -> Figures:
    people = Employee.objects.working_on(day).within(user, verb).filter(*only)
    found = people.aggregate(
        total=Count("pk"), done=Count("pk", filter=Q(Exists(rows.filter(employee=OuterRef("pk")))))
    )
    return Figures(found["done"], found["total"])


def _levels(user: Any, day: dt.date) -> Figures:
    """People in reach who hold a level or will, of those who hold none on purpose nobody: 1 query, and one for the reach."""
    left_out = Exists(NoLevel.objects.on(day).filter(employee=OuterRef("pk")))
    return _having(user, day, Permission.PLACE_PEOPLE, Placement.objects.primary().exclude(ends_on__lt=day), ~left_out)


def _salaries(user: Any, day: dt.date) -> Figures:
    """People in reach who have a salary: 1 query, and one for the reach."""
    return _having(user, day, Permission.EDIT_PAY, Salary.objects.on(day))


def _telling(user: Any, day: dt.date) -> Figures:
    """People in reach with an address who were invited or have signed in: 1 query, and one for the reach."""
    people = Employee.objects.working_on(day).within(user, Permission.INVITE_PEOPLE).filter(user__is_active=True)
    signed = Q(user__last_login__isnull=False)
    invited = Q(Exists(Invitation.objects.filter(user=OuterRef("user"))))
    found = people.aggregate(
        total=Count("pk"),
        done=Count("pk", filter=signed | invited),
        told=Count("pk", filter=invited | Q(Exists(signed_in_without_role().filter(pk=OuterRef("user"))))),
        signed_in=Count("pk", filter=signed),
    )
    more = {"signed_in": found["signed_in"]}
    return Figures(found["done"], found["total"], more=more, only_own=not found["told"])


def signed_in_without_role() -> QuerySet[User]:
    """Accounts of people whom somebody has told, by whatever way: whoever holds a role sets up."""
    return User.objects.filter(last_login__isnull=False, employee__isnull=False, grants=None)


_COUNTS: Final[Mapping[Step, Callable[[Any, dt.date], Figures]]] = {
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
