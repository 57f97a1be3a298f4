"""Sex from the people file: it goes to pay equity alone, past the plan, its preview and the history of people."""

from __future__ import annotations

from collections import Counter
from typing import Any

from accounts.models import Employee
from ladders.core.access import may
from ladders.core.permissions import Permission
from ladders.core.sentences import gettext as _
from ladders.insights.actions.pay_equity import record_sexes, tell_unknown_sexes

from .fields import PeopleField
from .parse import PeopleFile


def leave_sexes_to_pay_equity(people: PeopleFile, by: Any) -> None:
    """Whoever may not report on equal pay brings in no sexes: the column counts for nothing. `by` None is the operator."""
    if PeopleField.SEX not in people.given or by is None:
        return
    if may(by, Permission.EDIT_PAY_EQUITY) and by.reaches_all(Permission.EDIT_PAY_EQUITY):
        return
    people.sexes.clear()
    people.unknown_values.pop(PeopleField.SEX, None)
    people.problems.note(
        _("%(file)s: sex is left out. Only whoever reports on equal pay brings it in.") % {"file": people.file}
    )


def keep_sexes(people: PeopleFile, *, by: Any) -> int:
    """Record what the file says of everybody who is known now, and of how many it is new: 7 queries, none without a column."""
    if PeopleField.SEX in people.given:
        words = people.unknown_values.get(PeopleField.SEX) or Counter[str]()
        if words or people.sexes:
            tell_unknown_sexes(words=words, by=by, source=people.file)
    if not people.sexes:
        return 0
    numbers = {person.number: people.sexes[person.row] for person in people.rows if person.row in people.sexes}
    known = Employee.objects.filter(number__in=numbers).values_list("number", "pk")
    return record_sexes(sexes={pk: numbers[number] for number, pk in known}, by=by, source=people.file)
