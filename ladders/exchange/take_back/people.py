"""An import of people, taken back: who was new goes, who was changed is as before, levels and managers included."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any, Final

from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Employee, User
from ladders.core.permissions import Permission
from ladders.core.put_back import Written, bring_former, hold, remove_made, written_by
from ladders.core.table_rights import analyze
from ladders.frameworks.actions.base import hold_versions
from ladders.moves.notifications.former_address import write_to_former
from ladders.moves.queries.requests import in_effect_since, lapsed_since
from ladders.placements.domain.later_use import built_upon
from ladders.placements.models import Placement
from ladders.reporting.models import ReportingLine

from ..models import PeopleUpload
from ..people.kept_values import ACCOUNT, PERSON
from .references import delete_along, referring
from .shapes import BackPlan, TakeBack

TABLES: Final = (User, Employee, ReportingLine, Placement)
HISTORY_GONE = gettext_lazy("The history does not say any more what stood there before")


class _Wrote:
    """What the import did, and to whom. 4 queries, 3 more for whose rows they are."""

    def __init__(self, upload: PeopleUpload) -> None:
        assert upload.history is not None
        self.upload, self.context = upload, upload.history
        self.rows: dict[type[models.Model], Written] = {each: written_by(each, self.context) for each in TABLES}
        self.whose: dict[type[models.Model], dict[int, int]] = {
            Employee: {pk: pk for pk in self.rows[Employee].all},
            User: dict(Employee.objects.filter(user__in=self.rows[User].all).values_list("user", "pk")),
            ReportingLine: self._events(ReportingLine),
            Placement: self._events(Placement),
        }

    def _events(self, model: Any) -> dict[int, int]:
        rows = model.events.rel.related_model.objects.filter(pgh_context=self.context)
        return dict(rows.values_list("pgh_obj", "employee"))

    def people(self, model: type[models.Model], rows: Iterable[int]) -> set[int]:
        """The employees whose rows these are."""
        whose = self.whose[model]
        return {whose[row] for row in rows if row in whose}

    @property
    def new(self) -> frozenset[int]:
        """Employees whom the import made."""
        return self.rows[Employee].made

    @cached_property
    def levels(self) -> set[int]:
        """Employees whose levels it touched."""
        return self.people(Placement, self.rows[Placement].all)

    @cached_property
    def lines(self) -> set[int]:
        """Employees whose managers it touched."""
        return self.people(ReportingLine, self.rows[ReportingLine].all)

    @cached_property
    def kept(self) -> set[int]:
        """Employees of whom it changed what no history holds."""
        return set(map(int, self.upload.before.get("people", {})))

    @cached_property
    def accounts(self) -> set[int]:
        """Accounts of which it did."""
        return set(map(int, self.upload.before.get("accounts", {})))

    @cached_property
    def everybody(self) -> set[int]:
        """All employees whom it touched."""
        found = self.kept | {pk for model in TABLES for pk in self.people(model, self.rows[model].all)}
        return found | set(Employee.objects.filter(user__in=self.accounts).values_list("pk", flat=True))


class TakeBackPeople(TakeBack[PeopleUpload]):
    """See `TakeBack`."""

    model = PeopleUpload
    permission = Permission.IMPORT_PEOPLE
    verb = "exchange.people.taken_back"
    page = "people-upload"

    def lock(self, upload: PeopleUpload) -> None:
        """As an import does, and whoever places people or gives them a manager."""
        hold_versions()
        hold(Employee, User, ReportingLine, Placement)

    def look(self, upload: PeopleUpload, by: Any) -> BackPlan:
        """Some 20 queries."""
        wrote, plan = _Wrote(upload), BackPlan()
        names = dict(Employee.objects.filter(pk__in=wrote.everybody).values_list("pk", "name"))

        def called(people: Iterable[int]) -> list[str]:
            return [names.get(pk, _("somebody who is gone")) for pk in people]

        changed = wrote.everybody - wrote.new
        plan.add(_("Would not be here any more"), called(wrote.new))
        plan.add(_("Would be as they were before"), called(changed))
        assert upload.applied_at is not None
        lapsed = lapsed_since(wrote.rows[Employee].changed, upload.applied_at)
        plan.add(_("Their request lapsed meanwhile and does not come back; they can ask anew"), called(lapsed))
        plan.marks = [f"accounts.employee:{pk}" for pk in sorted(wrote.everybody)]
        plan.counts = {"created": len(wrote.new), "updated": len(changed)}
        for said, people in self._hindrances(wrote, by):
            plan.hinder(said, called(people))
        return plan

    def _hindrances(self, wrote: _Wrote, by: Any) -> Iterable[tuple[str, Collection[int]]]:
        rows, when = wrote.rows, wrote.upload.applied_at
        assert when is not None
        yield str(HISTORY_GONE), {pk for model in TABLES for pk in wrote.people(model, rows[model].unknown)}
        since = {pk for model in TABLES for pk in wrote.people(model, rows[model].other_since)}
        since |= {pk for pk in rows[Employee].all if pk in rows[Employee].other_since} | self._kept_since(wrote)
        yield _("Changed since, by somebody or by a later file"), since
        levels = Placement.objects.filter(employee__in=wrote.levels, created_at__gt=when)
        levels = levels.exclude(pk__in=rows[Placement].made)
        yield _("Were given another level since"), set(levels.values_list("employee", flat=True))
        lines = ReportingLine.objects.filter(employee__in=wrote.lines, created_at__gt=when)
        lines = lines.exclude(pk__in=rows[ReportingLine].made)
        yield _("Were given another manager since"), set(lines.values_list("employee", flat=True))
        yield _("Asked for a move since: it begins at this level"), built_upon(wrote.levels | wrote.new, when)
        held = rows[Placement].made | rows[Placement].changed
        yield _("A request took effect since, with the level that was brought in"), in_effect_since(held, when)
        own = Employee.objects.filter(user=by.pk, pk__in=wrote.levels | wrote.lines)
        yield _("This is you: nobody decides about their own level or manager"), set(own.values_list("pk", flat=True))
        accounts = rows[User].made
        inside = Employee.objects.filter(user__in=accounts, user__last_login__isnull=False)
        yield _("Signed in since"), set(inside.values_list("pk", flat=True))
        made = {model: rows[model].made for model in TABLES}
        for said, people in referring(Employee, wrote.new, made).items():
            yield _("Since then %(what)s") % {"what": said}, people
        for said, users in referring(User, accounts, made).items():
            yield _("Since then %(what)s") % {"what": said}, wrote.people(User, users)

    def _kept_since(self, wrote: _Wrote) -> set[int]:
        """Of whom a name, a title or an address is no longer what the import wrote: 2 queries."""
        before = wrote.upload.before
        people = {pk: values for pk, *values in Employee.objects.filter(pk__in=wrote.kept).values_list("pk", *PERSON)}
        found = {pk for pk in wrote.kept if people.get(pk) != before["people"][str(pk)][1]}
        rows = User.objects.filter(pk__in=wrote.accounts).values_list("pk", "employee", *ACCOUNT)
        for pk, employee, *values in rows:
            if values != before["accounts"][str(pk)][1]:
                found.add(employee)
        return found - {None}

    def write(self, upload: PeopleUpload, by: Any) -> None:
        """Each table by one statement for what goes and at most three for what comes back."""
        assert upload.history is not None
        context, before = upload.history, upload.before
        new, accounts = written_by(Employee, context).made, written_by(User, context).made
        delete_along(Employee, new)
        delete_along(User, accounts)
        for model in (Placement, ReportingLine, Employee, User):
            remove_made(model, context)
        bring_former(User, context)
        self._accounts(before.get("accounts", {}))
        bring_former(Employee, context)
        _set(Employee, PERSON, before.get("people", {}))
        bring_former(ReportingLine, context)
        bring_former(Placement, context, reason="")
        for pk, (reason, batch) in before.get("placements", {}).items():
            Placement.objects.filter(pk=pk).update(reason=reason, batch=batch)
        with connection.cursor() as cursor:
            analyze(cursor, *(model._meta.db_table for model in TABLES))

    def _accounts(self, kept: dict[str, list[list[Any]]]) -> None:
        """Addresses step aside before they are given back; whoever reads one that no longer opens an account is told."""
        parked = {pk: [[], [f"former.{pk}@ladders.invalid"]] for pk, (old, new) in kept.items() if old[0] != new[0]}
        _set(User, ("email",), {pk: [each[1]] for pk, each in parked.items()})
        _set(User, ACCOUNT, kept)
        restored = {old[0] for old, _new in kept.values()}
        addresses = [(int(pk), new[0]) for pk, (old, new) in kept.items() if old[0] != new[0]]
        write_to_former(
            [(pk, address) for pk, address in addresses if address not in restored and ".invalid" not in address]
        )


def _set(model: type[models.Model], columns: tuple[str, ...], kept: dict[str, list[list[Any]]]) -> None:
    """Give these rows the first of their kept values: 1 query for 2,000 of them."""
    rows = [
        model(pk=int(pk), **dict(zip(columns, before, strict=True))) for pk, (before, *_after) in sorted(kept.items())
    ]
    model._base_manager.bulk_update(rows, columns, batch_size=2000)
