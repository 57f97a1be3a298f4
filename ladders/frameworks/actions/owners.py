"""Naming the owner of several frameworks at once, and undoing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Employee, User
from ladders.core import audit
from ladders.core.errors import DomainError
from ladders.core.person_keys import mark_of

from ..models import Framework
from .ownership import check_new_owner


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who answers for a framework: an employee's id, or an account's where nobody knows its employee, and the function."""

    owner: int | None
    account: int | None
    title: str

    @classmethod
    def of(cls, framework: Framework) -> Ownership:
        """As it is now."""
        return cls(framework.owner_id, framework.owner_account_id, framework.owner_title)


@dataclass(frozen=True, slots=True)
class NamedOwner:
    """One framework that got another owner."""

    framework: int
    before: Ownership
    after: Ownership


def name_owners(
    *, frameworks: Collection[int], owner: Employee | User | None, owner_title: str, by: Any
) -> list[NamedOwner]:
    """Let one person answer for several frameworks (ids) at once, with one entry in the audit trail; returns what changed.

    All or none. Raises DomainError where none was chosen, or `by` may not name this owner for one of them.
    """
    if not frameworks:
        raise DomainError(_("Choose at least one framework."))
    with transaction.atomic():
        changes, detail = [], {}
        for framework in _locked(frameworks):
            check_new_owner(framework=framework, owner=owner, by=by)
            before, was = Ownership.of(framework), framework.accountable
            framework.name_owner(owner)
            framework.owner_title = owner_title.strip()
            after = Ownership.of(framework)
            if after == before:
                continue
            framework.save(update_fields=["owner", "owner_account", "owner_title"])
            changes.append(NamedOwner(framework.pk, before, after))
            detail[framework.name] = [was and mark_of(was), owner and mark_of(owner)]
        if changes:
            audit.record(by=by, verb="frameworks.owners.named", subject=_count(len(changes)), detail=detail)
        return changes


def undo_owners(*, changes: Sequence[NamedOwner], by: Any) -> int:
    """Bring the owners of before back: of how many frameworks. Raises DomainError where one of them has another owner by now.

    Whoever is not there any more is not named again.
    """
    with transaction.atomic():
        found: Mapping[int, Framework] = {row.pk: row for row in _locked([item.framework for item in changes])}
        if moved := [found[item.framework].name for item in changes if _moved(found, item)]:
            raise DomainError(
                _("%(names)s changed since, so this cannot be undone as a whole.") % {"names": ", ".join(moved)}
            )
        detail = {}
        for item in changes:
            framework = found.get(item.framework)
            if framework is None:
                continue
            was = framework.accountable
            owner, account = item.before.owner, item.before.account
            framework.owner = Employee.objects.filter(pk=owner).first() if owner else None
            framework.owner_account = User.objects.filter(pk=account).first() if account else None
            framework.owner_title = item.before.title
            check_new_owner(framework=framework, owner=framework.accountable, by=by)
            framework.save(update_fields=["owner", "owner_account", "owner_title"])
            now = framework.accountable
            detail[framework.name] = [was and mark_of(was), now and mark_of(now)]
        if detail:
            audit.record(by=by, verb="frameworks.owners.undone", subject=_count(len(detail)), detail=detail)
        return len(detail)


def _locked(ids: Collection[int]) -> list[Framework]:
    rows = Framework.objects.select_for_update(of=("self",)).select_related("owner", "owner_account__employee")
    return list(rows.filter(pk__in=ids).order_by("pk"))


def _moved(found: Mapping[int, Framework], item: NamedOwner) -> bool:
    return item.framework in found and Ownership.of(found[item.framework]) != item.after


def _count(n: int) -> str:
    return ngettext("%(n)s framework", "%(n)s frameworks", n) % {"n": n}
