"""An import of salaries, taken back: what it began goes, what it ended goes on, what it replaced is as before."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.compensation.models import Salary
from ladders.compensation.queries.pay_positions import refresh
from ladders.core.permissions import Permission
from ladders.core.put_back import bring_former, hold, remove_made, written_by
from ladders.core.table_rights import analyze
from ladders.placements.domain.later_use import built_upon

from ..models import SalaryUpload
from .people import HISTORY_GONE
from .shapes import BackPlan, TakeBack


class TakeBackSalaries(TakeBack[SalaryUpload]):
    """See `TakeBack`. No amount is shown: the history of each person's pay holds them, before and after."""

    model = SalaryUpload
    permission = Permission.EDIT_PAY
    verb = "compensation.salaries.taken_back"
    page = "salary-upload"

    def lock(self, upload: SalaryUpload) -> None:
        """As an import does: whoever sets a salary waits."""
        hold(Salary)

    def look(self, upload: SalaryUpload, by: Any) -> BackPlan:
        """8 queries."""
        assert upload.history is not None
        assert upload.applied_at is not None
        plan, wrote = BackPlan(), written_by(Salary, upload.history)
        events: Any = Salary.events.rel.related_model  # type: ignore[attr-defined]
        whose = dict(events.objects.filter(pgh_context=upload.history).values_list("pgh_obj", "employee"))
        rows = Employee.objects.filter(pk__in=set(whose.values())).values_list("pk", "name", "user")
        names = {pk: name for pk, name, _user in rows}
        own = {pk for pk, _name, user in rows if user == by.pk}
        reach = Employee.objects.within(by, Permission.EDIT_PAY).filter(pk__in=names)
        foreign = names.keys() - set(reach.values_list("pk", flat=True))
        when = upload.applied_at

        def called(people: Any) -> list[str]:
            return [names[pk] for pk in set(people) & names.keys() - foreign]

        plan.add(_("A salary would go"), called(whose[pk] for pk in wrote.made))
        plan.add(
            _("A salary would be as it was, or go on as before"),
            called(whose[pk] for pk in wrote.changed | wrote.deleted),
        )
        plan.marks = [f"accounts.employee:{pk}" for pk in sorted(names)]
        plan.counts = {"created": len(wrote.made), "replaced": len(wrote.changed | wrote.deleted)}
        if foreign:
            said = _("Outside your reach by now: ask somebody who looks after their pay")
            plan.hinder(said, [_("people whose pay you may not set")])
        plan.hinder(HISTORY_GONE, called(whose[pk] for pk in wrote.unknown))
        later = Salary.objects.filter(employee__in=names, created_at__gt=when).exclude(pk__in=wrote.made)
        set_since = {whose[pk] for pk in wrote.other_since} | set(later.values_list("employee", flat=True))
        plan.hinder(_("Their salary was set or changed since"), called(set_since))
        plan.hinder(_("Asked for a move since: its terms name their pay"), called(built_upon(set(names), when)))
        plan.hinder(_("This is you: nobody sets their own pay"), called(own))
        return plan

    def write(self, upload: SalaryUpload, by: Any) -> None:
        """What the import made goes first, so that nothing overlaps when the others become longer."""
        assert upload.history is not None
        remove_made(Salary, upload.history)
        bring_former(Salary, upload.history)
        with connection.cursor() as cursor:
            analyze(cursor, Salary._meta.db_table)

    def afterwards(self) -> None:
        """So that whoever opens the list of pay next does not wait for it."""
        refresh()
