"""Whose addresses are, once a file is taken in: nobody shares one, and whoever has left gives theirs up to somebody new."""

from __future__ import annotations

from ladders.core.sentences import gettext as _

from .basis import Basis
from .fields import PeopleField

F = PeopleField


def settle_addresses(planner: Basis) -> None:
    """Fill `planner.by_email`, name addresses that two people would have, and note which leavers give theirs up.

    Files of everybody go on to name the former address of whoever has left; it counts as not given where it is
    somebody else's.
    """
    given = F.EMAIL in planner.given
    changing = {n for n, person in planner.by_number.items() if given and person.email}
    here: dict[str, str] = {}  # address → number of somebody who works here and has it, or gets it
    for number, known in planner.known.items():
        if known.email and number not in changing and not planner.gone(planner.last_day(number)):
            here.setdefault(known.email, number)
    for number in changing:
        if not planner.gone(planner.last_day(number)):
            here.setdefault(planner.by_number[number].email, number)
    for number in changing:
        person = planner.by_number[number]
        if here.get(person.email, number) != number and planner.gone(planner.last_day(number)):
            person.email = ""
    for number, known in planner.known.items():
        heir = here.get(known.email, number) if known.email else number
        if heir != number and known.user and planner.gone(planner.last_day(number)):
            planner.plan.given_up.append(known)
        elif known.email and not (given and number in planner.by_number and planner.by_number[number].email):
            planner.by_email[known.email] = number
    _note(planner, here)
    if given:
        _refuse_shared(planner)


def _note(planner: Basis, here: dict[str, str]) -> None:
    for known in planner.plan.given_up:
        planner.problems.note(
            _("%(file)s: %(email)s belonged to %(number)s, who has left, and goes to %(here)s.")
            % {"file": planner.people.file, "email": known.email, "number": known.number, "here": here[known.email]}
        )


def _refuse_shared(planner: Basis) -> None:
    free = {each.number for each in planner.plan.given_up}
    taken = {each.email: number for number, each in planner.known.items() if each.email and number not in free}
    for person in planner.by_number.values():
        if not person.email:
            continue
        other = planner.by_email.setdefault(person.email, person.number)
        if other != person.number:
            planner.wrong(
                F.EMAIL,
                person,
                _("%(email)s is the address of %(other)s, too. Nobody can share an address.")
                % {"email": person.email, "other": other},
            )
        elif taken.get(person.email, person.number) != person.number:
            holder = taken[person.email]
            planner.wrong(
                F.EMAIL,
                person,
                _(
                    "%(email)s still belongs to %(holder)s, whose address changes in this file. Bring the two "
                    "changes in one after the other."
                )
                % {"email": person.email, "holder": holder},
            )
