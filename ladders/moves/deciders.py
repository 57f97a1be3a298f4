"""Who is asked in a step: found when it opens, from the lines and roles of that day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from accounts.models import Employee, RoleGrant, User
from accounts.roles import PERMISSIONS_OF
from ladders.core.permissions import Permission
from ladders.placements.models import Placement
from ladders.reporting.queries import chain_of, everybody_below, is_superior, managers_of

from .enums import Decider
from .escalation import ESCALATION, Candidate, Choice, Turn, choose
from .models import Absence, GroupMember, MoveRequest, Step
from .states import Via
from .workdays import due

HR_ROLES = [role for role, verbs in PERMISSIONS_OF.items() if Permission.HANDLE_MOVES in verbs]


def barred(user: Any, person: Employee, day: dt.date) -> bool:
    """True where `user` would decide about themselves or about somebody above them: at most 2 queries."""
    if person.user_id == user.pk:
        return True
    own = Employee.objects.filter(user=user).first()
    return own is not None and is_superior(person, own, day)


def hr_of(person: Employee) -> list[User]:
    """Who handles moves of this person: the one in charge, then the lead, then the others: 1 query.

    In charge is the narrowest reach, because it knows the person best; the lead has the widest. Both: the longest in office.
    """
    grants = RoleGrant.objects.filter(role__in=HR_ROLES, user__is_active=True).select_related("user__employee")
    covering = [grant for grant in grants if grant.covers(person)]
    narrow = sorted(covering, key=lambda each: (_width(each), each.granted_at, each.pk))
    wide = sorted(covering, key=lambda each: (-_width(each), each.granted_at, each.pk))
    return list({grant.user_id: grant.user for grant in [*narrow[:1], *wide[:1], *narrow]}.values())


def hr_leads(person: Employee) -> list[User]:
    """The same people, the lead first: who is asked where nobody in the line above can answer. 1 query."""
    users = hr_of(person)
    return users[1:2] + users[:1] + users[2:]


def _width(grant: RoleGrant) -> int:
    return (not grant.legal_entities) + (not grant.departments)


def receiving_managers(person: Employee, level_key: UUID, day: dt.date) -> list[Employee]:
    """Who manages most holders of that level, those of the person's own department and legal entity first: 2 queries."""
    holders = Placement.objects.primary().on(day).filter(level_key=level_key).exclude(employee=person)
    people = {each.pk: each for each in Employee.objects.working_on(day).filter(pk__in=holders.values("employee"))}
    managers = managers_of(list(people), day) if people else {}
    votes: Counter[tuple[int, Employee]] = Counter()
    for pk, manager in managers.items():
        near = 2 * (people[pk].legal_entity == person.legal_entity) + (people[pk].department == person.department)
        votes[near, manager] += 1
    ranked = sorted(votes.items(), key=lambda item: (-item[0][0], -item[1], item[0][1].number))
    return list(dict.fromkeys(manager for (_near, manager), _count in ranked))


def line_of(step: Step, day: dt.date) -> list[Candidate]:
    """Everybody who could be asked in this step on that day, in order: at most 9 queries."""
    request = step.request
    person = request.person
    above: list[tuple[Employee, Via]] = []
    chain: list[Employee] = []
    turns = ESCALATION[Decider(step.who)]
    match Decider(step.who):
        case Decider.CURRENT_MANAGER:
            chain = chain_of(person, day)
        case Decider.RECEIVING_MANAGER:
            named = [request.receiving] if request.receiving else receiving_managers(person, request.to_key, day)[:1]
            chain = [*named, *chain_of(named[0], day)] if named else []
        case Decider.GROUP:
            members = GroupMember.objects.filter(group=step.group_id).select_related("employee__user")
            above = [(each.employee, Via.ROLE) for each in members]
        case Decider.HR:
            pass
    above += [(each, Via.UP if place else Via.ROLE) for place, each in enumerate(chain)]
    if Turn.OWNER in turns and request.framework.owner:
        above.append((request.framework.owner, Via.OWNER))
    leads = hr_of(person) if Turn.HR in turns else hr_leads(person)
    if step.added:  # HR looks again: another one than who declined, where there is another
        leads.sort(key=lambda user: bool(request.declined_step and request.declined_step.answered_by_id == user.pk))
    return _candidates(above, leads, person, day)


def _candidates(
    above: list[tuple[Employee, Via]], leads: Iterable[User], person: Employee, day: dt.date
) -> list[Candidate]:
    """The facts about each, with who stands in for those who are away right behind them."""
    users = list(leads)
    employees = {each.pk: each for each, _via in above}
    by_user = {each.user_id: each for each in Employee.objects.filter(user__in=users)}
    ids = {*employees, *(each.pk for each in by_user.values())}
    away = {each.employee_id: each for each in Absence.objects.on(day).filter(employee__in=ids)}
    below = {person.pk, *everybody_below(person, day)}
    accounts = {user.pk: user for user in User.objects.filter(pk__in=[e.user_id for e in employees.values()])}
    stand_ins = {each.stand_in_id for each in away.values() if each.stand_in_id}
    others = Employee.objects.select_related("user").in_bulk(stand_ins)
    gone = set(Absence.objects.on(day).filter(employee__in=stand_ins).values_list("employee", flat=True))

    def of(employee: Employee, via: Via, user: User | None) -> Candidate:
        return Candidate(
            user=user.pk if user else None,
            via=via,
            country=employee.country,
            barred=employee.pk in below,
            here=_works(employee, day) and user is not None and user.is_active,
            away=employee.pk in away or employee.pk in gone,
        )

    found: list[Candidate] = []
    for employee, via in above:
        found.append(of(employee, via, accounts.get(employee.user_id or 0)))
        absence = away.get(employee.pk)
        if absence and absence.stand_in_id in others:
            other = others[absence.stand_in_id]
            found.append(of(other, Via.STAND_IN, other.user))
    for user in users:
        own = by_user.get(user.pk)
        found.append(of(own, Via.HR, user) if own else Candidate(user.pk, Via.HR, person.country))
    return found


def _works(employee: Employee, day: dt.date) -> bool:
    return (employee.hired_on is None or employee.hired_on <= day) and (
        employee.left_on is None or employee.left_on >= day
    )


def hr_lead_of(request: MoveRequest, day: dt.date, *, without: Collection[int] = ()) -> User | None:
    """The HR lead who looks after a request, not barred from it; None where the organisation has none: at most 6 queries."""
    line = _candidates([], hr_leads(request.person), request.person, day)
    choice = choose(line, without=without)
    return User.objects.get(pk=choice.candidate.user) if choice and choice.candidate.user else None


def among_of(step: Step, line: list[Candidate]) -> list[int]:
    """The users of a group of whom one answers; empty for other steps."""
    if step.who != Decider.GROUP:
        return []
    return [each.user for each in line if each.via == Via.ROLE and each.obstacle is None and each.user is not None]


def due_for(days: int, country: str, day: dt.date) -> dt.date:
    """Until when whoever is asked today answers: so many working days of their country."""
    return due(day, days, country).on


def chosen(step: Step, day: dt.date) -> tuple[Choice | None, list[Candidate]]:
    """Who is asked when the step opens on that day, and the whole line."""
    line = line_of(step, day)
    return choose(line), line
