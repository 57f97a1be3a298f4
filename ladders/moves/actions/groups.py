"""Groups of people of whom one answers a step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.person_keys import mark_of
from ladders.core.plain_words import refuse_words_of_loss

from ..models import DeciderGroup, GroupMember


def save_group(*, group: DeciderGroup | None, name: str, members: Iterable[Employee], by: Any) -> DeciderGroup | None:
    """Make a group or change one; None where it is so already.

    Raises DomainError for a name that is taken, and for a group of nobody."""
    people = {each.pk: each for each in members}
    if not people:
        raise DomainError(_("Name somebody who answers for the group."))
    refuse_words_of_loss(name)
    with transaction.atomic():
        if group is not None:
            group = DeciderGroup.objects.select_for_update().get(pk=group.pk)
        same = DeciderGroup.objects.filter(name__iexact=name)
        if (same.exclude(pk=group.pk) if group else same).exists():
            raise DomainError(_("A group called %(name)s exists already. Choose another name.") % {"name": name})
        before = sorted(mark_of(each.employee) for each in group.members.select_related("employee")) if group else []
        after = sorted(map(mark_of, people.values()))
        if group is None:
            group = DeciderGroup.objects.create(name=name)
        elif group.name == name and before == after:
            return None
        else:
            group.name = name
            group.save()
        group.members.exclude(employee__in=people).delete()
        known = set(group.members.values_list("employee_id", flat=True))
        GroupMember.objects.bulk_create(GroupMember(group=group, employee_id=pk) for pk in people if pk not in known)
        detail = {"members": [before, after]}
        record(by=by, verb="moves.group.saved", subject=name, subject_key=str(group.pk), detail=detail)
    return group
