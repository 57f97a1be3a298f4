"""Who is asked in a step: found when it opens, from the lines and roles of that day."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import Employee, RoleGrant, User
from accounts.roles import PERMISSIONS_OF
from ladders.core.once import known, once, within_scope
from ladders.core.permissions import Permission
from ladders.frameworks.models import Framework
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine
from ladders.reporting.queries.lines import below, chain_of, chains_of, in_circle, led_among

from ..domain.enums import Decider, StepAction
from ..domain.escalation import ESCALATION, DeciderCandidate, DeciderChoice, Turn, choose, passes_over
from ..domain.states import Via
from ..domain.workdays import due
from ..models import Absence, GroupMember, MoveRequest, Step

HR_ROLES = [role for role, verbs in PERMISSIONS_OF.items() if Permission.HANDLE_MOVES in verbs]


def barred(user: Any, person: Employee, day: dt.date) -> bool:
    """True where `user` would decide about themselves or about somebody above them: at most 2 queries, for both chains."""
    if person.user_id == user.pk:
        return True
    own = getattr(user, "employee", None)
    if own is None:
        return False
    return any(each.pk == person.pk for each in chains_of({own.pk, person.pk}, day)[own.pk])


def read_chains(request: MoveRequest, by: Any, day: dt.date) -> None:
    """Read, for this scope, who stands above `by` and above all whom the request may come to when they have answered: 2
    queries, which `barred` and `lines_of` ask else one after the other."""
    own = [getattr(user, "employee", None) for user in (by, *hr_of(request.person))]
    starts = {request.person_id, request.receiving_id, request.framework.owner_id, *(each.pk for each in own if each)}
    chains_of(starts - {None}, day)


@once
def _hr_grants() -> list[RoleGrant]:
    rows = RoleGrant.objects.filter(role__in=HR_ROLES, user__is_active=True)
    return list(rows.select_related("user__employee"))


def read_hr_grants(users: Iterable[User]) -> None:
    """Give these users the roles that handle moves, all that is asked of them here: 1 query, once for a page."""
    held = defaultdict(list)
    for grant in _hr_grants():
        held[grant.user_id].append(grant)
    for user in users:
        user.note_grants(held[user.pk])


@once
def hr_of(person: Employee) -> list[User]:
    """Who handles moves of this person: the one in charge, then the lead, then the others: 1 query.

    In charge is the narrowest reach, because it knows the person best; the lead has the widest. Both: the longest in office.
    """
    covering = [grant for grant in _hr_grants() if grant.covers(person)]
    narrow = sorted(covering, key=lambda each: (_width(each), each.granted_at, each.pk))
    wide = sorted(covering, key=lambda each: (-_width(each), each.granted_at, each.pk))
    return list({grant.user_id: grant.user for grant in [*narrow[:1], *wide[:1], *narrow]}.values())


def hr_leads(person: Employee) -> list[User]:
    """The same people, the lead first: who is asked where nobody in the line above can answer. 1 query."""
    return _lead_first(hr_of(person))


def _lead_first(users: Sequence[User]) -> list[User]:
    return [*users[1:2], *users[:1], *users[2:]]


def _width(grant: RoleGrant) -> int:
    return (not grant.legal_entities) + (not grant.departments)


@once
def receiving_managers(person: Employee, level_key: UUID, day: dt.date) -> list[Employee]:
    """Who manages most holders of that level, those of the person's own department and legal entity first, and nobody whom the
    person leads: 1 query."""
    return [manager for manager, _near in receivers(person, level_key, day)]


@once
def receivers(person: Employee, level_key: UUID, day: dt.date) -> list[tuple[Employee, int]]:
    """The same, with how near their people are: 3 in the person's department and legal entity, 2 in that, 1 in the department
    of another, 0 elsewhere. 1 query."""
    holders = Placement.objects.primary().on(day).filter(level_key=level_key).exclude(employee=person)
    here = Employee.objects.working_on(day)
    lines = ReportingLine.objects.on(day).filter(employee__in=here.filter(pk__in=holders.values("employee")))
    votes: Counter[tuple[int, Employee]] = Counter()
    lines = lines.filter(manager__in=here).exclude(manager__in=below(person.pk, day))
    for line in lines.select_related("employee", "manager__user"):
        own = line.employee
        near = 2 * (own.legal_entity == person.legal_entity) + (own.department == person.department)
        votes[near, line.manager] += 1
    ranked = sorted(votes.items(), key=lambda item: (-item[0][0], -item[1], item[0][1].number))
    nearest: dict[Employee, int] = {}
    for (near, manager), _count in ranked:
        nearest.setdefault(manager, near)
    return list(nearest.items())


def read_deciders(steps: Collection[Step], day: dt.date) -> None:
    """Read all that `line_of` asks about the open steps of many requests, for this scope (see `read_once`): 7 to 14 queries,
    however many."""
    own = {each.pk for grant in _hr_grants() if (each := getattr(grant.user, "employee", None)) is not None}
    rows = [step.request for step in steps]
    named = {row.receiving_id for row in rows if row.receiving_id}
    asked = [step.request for step in steps if step.who == Decider.RECEIVING_MANAGER and not step.request.receiving_id]
    named |= _read_receivers(asked, day)
    owners = {row.framework.owner_id for row in rows if row.framework.owner_id}
    chains = chains_of({*(row.person_id for row in rows), *named, *owners, *own}, day)
    everybody = {*chains, *(each.pk for chain in chains.values() for each in chain)}
    stand_ins = {each.stand_in_id for each in absences(everybody, day).values() if each.stand_in_id}
    people(stand_ins)
    absences(stand_ins, day)
    chains_of(stand_ins, day)
    deciders = {step.decider_id for step in steps if step.decider_id}
    found = {each.user_id: each for each in Employee.objects.select_related("user").filter(user__in=deciders)}
    known(employee_of).update({pk: found.get(pk) for pk in deciders})
    absences({each.pk for each in found.values()}, day)


def employee_of(user: int) -> Employee | None:
    """The record of an account, with the account: 1 query, none where it was read."""
    read: dict[int, Employee | None] = known(employee_of)
    if user not in read:
        read[user] = Employee.objects.select_related("user").filter(user=user).first()
    return read[user]


def _read_receivers(requests: Collection[MoveRequest], day: dt.date) -> set[int]:
    """The first of `receiving_managers` for each of the requests, at once: 4 queries. Returns their ids."""
    if not requests:
        return set()
    here = Employee.objects.working_on(day).order_by()
    holders = Placement.objects.primary().on(day).filter(level_key__in={row.to_key for row in requests})
    lines = "employee__reporting_lines"
    counted = holders.order_by().filter(
        Q(**{f"{lines}__ends_on": None}) | Q(**{f"{lines}__ends_on__gte": day}),
        employee__in=here.values("pk"),
        **{f"{lines}__starts_on__lte": day, f"{lines}__manager__in": here.values("pk")},
    )
    votes: dict[UUID, Counter[tuple[str, str, int, str]]] = defaultdict(Counter)
    of_person: dict[tuple[int, UUID], tuple[str, str, int, str]] = {}
    persons = {row.person_id for row in requests}
    fields = ("employee__legal_entity", "employee__department", f"{lines}__manager", f"{lines}__manager__number")
    for key, *group, count in counted.values_list("level_key", *fields).annotate(count=Count("pk")):
        votes[key][tuple(group)] = count
    for employee, key, *group in counted.filter(employee__in=persons).values_list("employee", "level_key", *fields):
        of_person[employee, key] = tuple(group)
    led = led_among(persons, {group[2] for counts in votes.values() for group in counts}, day)
    first: dict[tuple[int, UUID], int] = {}
    for row in requests:
        ranked: Counter[tuple[int, int, str]] = Counter()
        for group, count in votes.get(row.to_key, Counter()).items():
            entity, department, manager, number = group
            if manager == row.person_id or (row.person_id, manager) in led:
                continue
            near = 2 * (entity == row.person.legal_entity) + (department == row.person.department)
            ranked[near, manager, number] += count - (of_person.get((row.person_id, row.to_key)) == group)
        best = min(
            (each for each in ranked.items() if each[1] > 0),
            key=lambda each: (-each[0][0], -each[1], each[0][2]),
            default=None,
        )
        if best is not None:
            first[row.person_id, row.to_key] = best[0][1]
    known_people = people(set(first.values()))
    for row in requests:
        chosen_one = first.get((row.person_id, row.to_key))
        answer = [known_people[chosen_one]] if chosen_one else []
        known(receiving_managers)[((row.person, row.to_key, day),)] = answer
    return set(first.values())


def line_of(step: Step, day: dt.date) -> list[DeciderCandidate]:
    """Everybody who could be asked in this step on that day, in order: at most 7 queries."""
    return lines_of([step], hr_of(step.request.person), day)[0]


@within_scope
def lines_of(steps: Sequence[Step], hr: Sequence[User], day: dt.date) -> list[list[DeciderCandidate]]:
    """The lines of several steps of one request, with the facts about everybody read once: at most 6 queries, and one for
    each group, however many steps.

    `hr`: what `hr_of` says of the person.
    """
    request = steps[0].request
    above = _above(steps, hr, day)
    facts = _facts([employee for line in above for employee, _via in line], hr, request.person, day)
    return [_line(step, each, hr, facts) for step, each in zip(steps, above, strict=True)]


def _above(steps: Sequence[Step], hr: Sequence[User], day: dt.date) -> list[list[tuple[Employee, Via]]]:
    """For each step those before HR, stand-ins apart. The chains above all whom it may concern are read at once."""
    request = steps[0].request
    person = request.person
    asked = {Decider(step.who) for step in steps}
    named: list[Employee] = []
    if Decider.RECEIVING_MANAGER in asked:
        named = [request.receiving] if request.receiving else receiving_managers(person, request.to_key, day)[:1]
    owner_id = request.framework.owner_id if any(Turn.OWNER in ESCALATION[who] for who in asked) else None
    starts = {person.pk, *(each.pk for each in named), *({owner_id} if owner_id else ())}
    chains_of(starts | {own.pk for user in hr if (own := getattr(user, "employee", None)) is not None}, day)
    chains = {Decider.CURRENT_MANAGER: chain_of(person, day)}
    chains[Decider.RECEIVING_MANAGER] = [*named, *chain_of(named[0], day)] if named else []
    found = []
    for step in steps:
        who = Decider(step.who)
        line: list[tuple[Employee, Via]] = []
        if who == Decider.GROUP:
            members = GroupMember.objects.filter(group=step.group_id).select_related("employee__user")
            line = [(each.employee, Via.ROLE) for each in members]
        line += [(each, Via.UP if place else Via.ROLE) for place, each in enumerate(chains.get(who, []))]
        if Turn.OWNER in ESCALATION[who] and (owner := _owner_of(request.framework)):
            line.append((owner, Via.OWNER))
        found.append(line)
    return found


def _owner_of(framework: Framework) -> Employee | None:
    """Who answers for the framework and works here; an account that is in no people file is not asked as a colleague."""
    if framework.owner_id is not None:
        found: Employee | None = known(Employee).get(framework.owner_id)
        return found or Employee.objects.select_related("user").get(pk=framework.owner_id)
    return getattr(framework.owner_account, "employee", None)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of everybody who may be in a line: their own record, who is away, who stands in, who is barred."""

    person: Employee
    day: dt.date
    accounts: Mapping[int, User]
    by_user: Mapping[int | None, Employee]
    away: Mapping[int, Absence]
    others: Mapping[int, Employee]
    gone: Collection[int]
    above: Mapping[int, Collection[int]]

    def of(self, employee: Employee, via: Via, user: User | None) -> DeciderCandidate:
        """Somebody in line."""
        works = works_on(employee, self.day)
        return DeciderCandidate(
            user=user.pk if user else None,
            via=via,
            country=employee.country,
            barred=employee.pk == self.person.pk or (works and self.person.pk in self.above[employee.pk]),
            here=works and user is not None and user.is_active,
            away=employee.pk in self.away or employee.pk in self.gone,
            name=user.name if user else "",
        )

    def stand_in(self, employee: Employee) -> Employee | None:
        """Who stands in for somebody who is away."""
        absence = self.away.get(employee.pk)
        return self.others.get(absence.stand_in_id or 0) if absence else None


def _facts(employees: Iterable[Employee], users: Sequence[User], person: Employee, day: dt.date) -> _Facts:
    """At most 4 queries, and one for each of `employees` whose account is not joined. `users`: with their employee joined."""
    known = {each.pk: each for each in employees}
    by_user: dict[int | None, Employee] = {
        user.pk: own for user in users if (own := getattr(user, "employee", None)) is not None
    }
    ids = {*known, *(each.pk for each in by_user.values())}
    away = absences(ids, day)
    stand_ins = {each.stand_in_id for each in away.values() if each.stand_in_id}
    return _Facts(
        person,
        day,
        {each.user.pk: each.user for each in known.values() if each.user is not None},
        by_user,
        away,
        people(stand_ins),
        set(absences(stand_ins, day)),
        superiors({*ids, *stand_ins}, person, day),
    )


def absences(employees: Collection[int], day: dt.date) -> dict[int, Absence]:
    """Employee id → their absence of that day, of those who are away: 1 query for those not read already."""
    read: dict[int, Absence | None] = known((absences, day))
    if new := set(employees) - set(read):
        rows = {each.employee_id: each for each in Absence.objects.on(day).filter(employee__in=new)}
        read.update({pk: rows.get(pk) for pk in new})
    return {pk: away for pk in employees if (away := read[pk]) is not None}


def people(employees: Collection[int]) -> dict[int, Employee]:
    """Employees with their accounts, by id: 1 query for those not read already."""
    read: dict[int, Employee] = known(Employee)
    if new := set(employees) - set(read):
        read.update(Employee.objects.select_related("user").in_bulk(new))
    return {pk: read[pk] for pk in employees}


def superiors(employees: Collection[int], person: Employee, day: dt.date) -> dict[int, Collection[int]]:
    """Employee id → ids of everybody above them, as far as it matters whether `person` is among them: 1 query at most.

    The chain above somebody in a chain that was read is its rest, unless the lines lead from `person` back to themselves.
    """
    read: dict[int, list[Employee]] = known((chain_of, day))
    if person.pk not in read:
        chains_of({person.pk, *employees}, day)
    found: dict[int, Collection[int]] = {}
    if not in_circle(person.pk, day):
        for chain in list(read.values()):
            ids = [each.pk for each in chain]
            found |= {pk: ids[place + 1 :] for place, pk in enumerate(ids) if pk in employees and pk not in found}
    rest = [pk for pk in employees if pk not in found]
    return found | {pk: [each.pk for each in chain] for pk, chain in chains_of(rest, day).items()}


def _line(step: Step, above: list[tuple[Employee, Via]], hr: Sequence[User], facts: _Facts) -> list[DeciderCandidate]:
    found: list[DeciderCandidate] = []
    for employee, via in above:
        found.append(facts.of(employee, via, facts.accounts.get(employee.user_id or 0)))
        if (other := facts.stand_in(employee)) is not None:
            found.append(facts.of(other, Via.STAND_IN, other.user))
    request = step.request
    users = hr if Turn.HR in ESCALATION[Decider(step.who)] else _lead_first(hr)
    if step.added:  # HR looks again: another one than who declined, where there is another
        declined = request.declined_step
        users = sorted(users, key=lambda user: bool(declined and declined.answered_by_id == user.pk))
    found += _of_hr(users, facts)
    who, deed, proposer = Decider(step.who), StepAction(step.deed), request.proposer_id
    return [replace(each, proposed=passes_over(each.user, who, deed, each.via, proposer=proposer)) for each in found]


def _of_hr(users: Iterable[User], facts: _Facts) -> list[DeciderCandidate]:
    return [
        facts.of(own, Via.HR, user)
        if (own := facts.by_user.get(user.pk))
        else DeciderCandidate(user.pk, Via.HR, facts.person.country, name=user.name)
        for user in users
    ]


def works_on(employee: Employee, day: dt.date) -> bool:
    return (employee.hired_on is None or employee.hired_on <= day) and (
        employee.left_on is None or employee.left_on >= day
    )


@within_scope
def hr_lead_of(request: MoveRequest, day: dt.date) -> User | None:
    """The HR lead who looks after a request, not barred from it; None where the organisation has none: at most 5 queries."""
    leads = hr_leads(request.person)
    choice = choose(_of_hr(leads, _facts([], leads, request.person, day)))
    return next((user for user in leads if choice and user.pk == choice.candidate.user), None)


@within_scope
def hr_owner_of(request: MoveRequest, day: dt.date) -> User:
    """Who in HR looks after a request: whoever does, as long as they can, else the HR lead of the day; nobody else where
    there is none. At most 5 queries."""
    leads = hr_leads(request.person)
    line = _of_hr(leads, _facts([], leads, request.person, day))
    if any(each.user == request.owner_id and each.obstacle is None for each in line):
        return request.owner
    return hr_lead_of(request, day) or request.owner


def among_of(step: Step, line: list[DeciderCandidate]) -> list[int]:
    """The users of a group of whom one answers; empty for other steps."""
    if step.who != Decider.GROUP:
        return []
    return [each.user for each in line if each.via == Via.ROLE and each.obstacle is None and each.user is not None]


def due_for(days: int, country: str, day: dt.date) -> dt.date:
    """Until when whoever is asked today answers: so many working days of their country."""
    return due(day, days, country).on


def chosen(step: Step, day: dt.date) -> tuple[DeciderChoice | None, list[DeciderCandidate]]:
    """Who is asked when the step opens on that day, and the whole line."""
    line = line_of(step, day)
    return choose(line), line
