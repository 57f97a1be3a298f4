"""Naming one owner for several frameworks at once, and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db import transaction
from django.utils.translation import ngettext

from accounts.models import Employee, User
from ladders.core import audit
from ladders.core.access import require
from ladders.core.batches import BatchKind, TakenBack
from ladders.core.models import Batch
from ladders.core.permissions import Permission
from ladders.core.person_keys import mark_of

from ..models import Framework
from .ownership import check_new_owner

NAMED: Final = "frameworks.owners_named"
FIELDS: Final = ("owner_id", "owner_account_id", "owner_title")


def name_owners(*, frameworks: Collection[int], owner: Employee | User, owner_title: str, by: Any) -> Batch:
    """Let one person answer for several frameworks (ids), with one entry in the audit trail that lists what changed.

    All or none. Raises PermissionDenied for whoever may not publish all frameworks, DomainError where `by` may not name this
    owner for one of them.
    """
    require(by, Permission.PUBLISH_FRAMEWORK)
    with transaction.atomic():
        before, detail = [], {}
        for framework in _locked(frameworks):
            check_new_owner(framework=framework, owner=owner, by=by)
            was, answered = _answering(framework), framework.accountable
            framework.name_owner(owner)
            framework.owner_title = owner_title.strip()
            now = _answering(framework)
            if now == was:
                continue
            framework.save(update_fields=["owner", "owner_account", "owner_title"])
            before.append([framework.pk, was, now])
            detail[framework.name] = [answered and mark_of(answered), mark_of(owner)]
        if before:
            audit.record(by=by, verb="frameworks.owners.named", subject=_count(len(before)), detail=detail)
        return Batch.objects.create(kind=NAMED, made_by=by, count=len(before), before={"frameworks": before})


def take_back_named(batch: Batch, by: Any) -> TakenBack:
    """Whoever answered before answers again, unless somebody named another owner since, or the former one is gone."""
    require(by, Permission.PUBLISH_FRAMEWORK)  # who named them may have lost their role since
    told = {pk: (was, now) for pk, was, now in batch.before["frameworks"]}
    kept, detail = [], {}
    for framework in _locked(told):
        was, now = told[framework.pk]
        owner, account, title = was
        former = Employee.objects.filter(pk=owner).first() or User.objects.filter(pk=account).first()
        if _answering(framework) != now or (former is None and (owner or account)):
            kept.append(framework.name)
            continue
        check_new_owner(framework=framework, owner=former, by=by)
        answered = framework.accountable
        framework.owner_id, framework.owner_account_id, framework.owner_title = owner, account, title
        framework.save(update_fields=["owner", "owner_account", "owner_title"])
        detail[framework.name] = [answered and mark_of(answered), former and mark_of(former)]
    if detail:
        audit.record(by=by, verb="frameworks.owners.undone", subject=_count(len(detail)), detail=detail)
    return TakenBack(len(detail), tuple(kept))


def _answering(framework: Framework) -> list[Any]:
    return [getattr(framework, name) for name in FIELDS]


def _locked(ids: Collection[int]) -> list[Framework]:
    rows = Framework.objects.select_for_update(of=("self",)).select_related("owner", "owner_account__employee")
    return list(rows.filter(pk__in=ids).order_by("pk"))


def _count(n: int) -> str:
    return ngettext("%(n)s framework", "%(n)s frameworks", n) % {"n": n}


NAMED_KIND: Final = BatchKind(
    NAMED,
    lambda n: ngettext("You named the owner of %(n)s framework.", "You named the owner of %(n)s frameworks.", n),
    "framework-owners",
    take_back_named,
)
