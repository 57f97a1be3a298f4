"""Numbers that are the same but for leading zeros: whose they are. Pure."""

from __future__ import annotations

from ladders.core.sentences import gettext as _

from ..tables.leading_zeros import without_zeros
from ..tables.lists import first_of
from .basis import Basis
from .managers import name_key
from .parse import PersonRow


def match_numbers(basis: Basis) -> None:
    """A number that is new here but for leading zeros is the known person's, unless names or the mapping contradict.

    Two rows that differ in nothing else are one person, too, and so are those of one name where the mapping is silent.
    """
    manner = basis.people.mapping.zeros
    if manner == "count":
        return
    written = {person.number for person in basis.people.rows}
    bare: dict[str, list[str]] = {}
    for number in basis.known:
        if key := without_zeros(number):
            bare.setdefault(key, []).append(number)
    taken: list[str] = []
    first: dict[tuple[str, tuple[str, ...]], PersonRow] = {}  # of those who are new here
    for person in basis.people.rows:
        key, named = without_zeros(person.number), name_key(person.name)
        if not key or person.number in basis.known:
            continue
        alike = bare.get(key, [])
        if manner != "same":  # the file itself tells apart whom it names both ways
            alike = [each for each in alike if each not in written or name_key(basis.known[each].name) == named]
        if len(alike) > 1:
            several = " or ".join(f"{each} {basis.known[each].name}" for each in alike[:5])
            said = _("%(number)s could be %(several)s, who are here. Write the number as it is here") % {
                "number": person.number,
                "several": several,
            }
            basis.wrong("zeros", person, _("%(said)s, or say that leading zeros count.") % {"said": said})
            continue
        if not alike:
            other = first.setdefault((key, () if manner == "same" else named), person)
            if other.number != person.number:
                said = _("%(number)s stands in row %(row)s already, as %(other)s. Remove one of them") % {
                    "number": person.number,
                    "row": other.row,
                    "other": other.number,
                }
                basis.wrong("zeros", person, _("%(said)s, or say that leading zeros count.") % {"said": said})
            continue
        name, known = person.name, basis.known[alike[0]].name
        if manner != "same" and name and not set(name_key(name)) & set(name_key(known)):
            basis.wrong(
                "zeros",
                person,
                _(
                    "%(number)s %(name)s and %(alike)s %(known)s, who is here, differ in leading zeros and in the "
                    "name. Say whether leading zeros count."
                )
                % {"number": person.number, "name": name, "alike": alike[0], "known": known},
            )
            continue
        taken.append(f"{person.number} is {alike[0]} {known}")
        person.number = alike[0]
    if taken:
        basis.problems.note(
            _("%(file)s: leading zeros are taken not to count: %(taken)s. If not, say so.")
            % {"file": basis.people.file, "taken": first_of(taken, 10, "; ")}
        )
