"""Making a reason file, and checking one again."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.conflict_of_interest import refuse_own
from accounts.models import Employee, User
from ladders.core.audit import opened, record
from ladders.core.canonical import canonical_json
from ladders.core.errors import DomainError
from ladders.core.models import AuditEntry
from ladders.core.permissions import Permission
from ladders.core.repeats import just_made

from ..domain.parts import FileCheck, checked, digests_of, new_salt, whole_digest
from ..models import ReasonFile
from ..queries.dossier import Dossier, category_dossier, person_dossier

MARK = "SHA-256"


def make_for_person(*, person: Employee, by: Any) -> ReasonFile:
    """Gather what one person's pay rests on, as of today, and keep it.

    Raises PermissionDenied without reach, DomainError about oneself or where somebody compared is out of reach.
    """
    if not by.reaches(Permission.VIEW_PAY_EQUITY, person):
        raise PermissionDenied
    refuse_own(person, by, _("Nobody makes a reason file about themselves: somebody else does."))
    with transaction.atomic():
        dossier = person_dossier(person, timezone.localdate())
        return _keep(dossier, by, employee=person, legal_entity=person.legal_entity)


def make_for_category(*, category: str, legal_entity: str, by: Any) -> ReasonFile:
    """The same for everybody in a category of workers of an employer ("": the group).

    Raises PermissionDenied without the verb, DomainError where nobody is in it, where somebody in it is out of reach, or
    where one is in it oneself.
    """
    if not by.holds(Permission.VIEW_PAY_EQUITY):
        raise PermissionDenied
    with transaction.atomic():
        dossier = category_dossier(category, legal_entity, timezone.localdate())
        if not dossier.people:
            raise DomainError(_("Nobody of this category has pay that is known."))
        own = getattr(getattr(by, "employee", None), "pk", None)
        if own in dossier.people:
            raise DomainError(_("You are in this category yourself: somebody else makes its reason file."))
        return _keep(dossier, by, category=category, legal_entity=legal_entity)


def check(row: ReasonFile, *, sources: bool = False) -> FileCheck:
    """Whether a file is as it was made; with `sources`, whether it would be the same if it were made anew for its day.

    At most 4 queries, and those of making it for `sources`. Raises DomainError where the content cannot be read.
    """
    content = row.parts
    if not content:
        raise DomainError(_("The content cannot be read: a former key is missing."))
    anew = None
    if sources:
        made = (
            person_dossier(row.employee, row.day)
            if row.employee is not None
            else category_dossier(row.category, row.legal_entity, row.day)
        )
        anew = made.content
    return checked(content, row.digests, row.digest, _in_trail(row), anew)


def _keep(dossier: Dossier, by: Any, **about: Any) -> ReasonFile:
    reached = Employee.objects.within(by, Permission.VIEW_PAY_EQUITY).filter(pk__in=dossier.people).count()
    if reached < len(dossier.people):
        raise DomainError(
            _("Some of the people compared are out of your reach. Somebody with a wider role makes this file.")
        )
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    twice = just_made(ReasonFile, at="made_at", day=timezone.localdate(), people=dossier.people, made_by=by, **about)
    if twice and {name: part for name, part in twice.parts.items() if name != "salt"} == json.loads(
        canonical_json(dossier.content)
    ):
        return twice
    salt = new_salt()
    digests = digests_of(dossier.content, salt)
    row = ReasonFile.objects.create(
        day=timezone.localdate(),
        people=dossier.people,
        content=canonical_json(dossier.content | {"salt": salt}),
        digests=digests,
        digest=whole_digest(digests, salt),
        made_by=by,
        **about,
    )
    record(
        by=by,
        verb="reason_files.file.made",
        subject=str(row.employee) if row.employee else row.category,
        about=row.employee,
        subject_key=str(row.pk),
        detail={MARK: [None, row.digest]},
    )
    return row


def _in_trail(row: ReasonFile) -> str | None:
    """The mark that the audit trail has of the file; None where there is none, or it cannot be read."""
    entries = opened(AuditEntry.objects.filter(area="reason_files", verb="file.made", subject_key=str(row.pk))[:1])
    for entry in entries:
        return str(entry.detail[MARK][1]) if MARK in entry.detail else None
    return None
