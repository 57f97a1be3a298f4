"""A framework's name, owner and words: what readers see above its lattice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Employee, User
from ladders.core import audit
from ladders.core.errors import DomainError, StaleError
from ladders.core.person_keys import mark_of

from ..models import Framework, Version
from .base import editing, trace
from .ownership import check_new_owner

FIELDS = ("name", "owner", "owner_title", "summary", "statement", "note")


def details_of(version: Version) -> dict[str, Any]:
    """What the details form edits: name, owner and function of the framework, and the draft's own texts."""
    framework = version.framework
    return {
        "name": framework.name,
        "owner": framework.accountable,
        "owner_title": framework.owner_title,
        "summary": version.summary,
        "statement": version.statement,
        "note": version.note,
    }


def fingerprint(version: Version) -> str:
    """Stands for all the details as they are now; a second editor's differs."""
    framework = version.framework
    details = details_of(version) | {"owner": (framework.owner_id, framework.owner_account_id)}
    return hashlib.sha256("\x00".join(str(details[name]) for name in FIELDS).encode()).hexdigest()[:16]


@contextmanager
def _framework_of(version_id: int) -> Iterator[None]:
    """A transaction that holds the version's framework: before the version, as publishing and discarding do."""
    with transaction.atomic():
        Framework.objects.select_for_update(of=("self",)).filter(versions=version_id).first()
        yield


def edit_details(
    *,
    version_id: int,
    by: Any,
    seen: str | None,
    name: str,
    owner: Employee | User | None,
    owner_title: str,
    summary: str,
    statement: str,
    note: str,
) -> Version:
    """Change the details. Name, owner and function hold at once, for readers too; the texts with the publication.

    Raises StaleError unless `seen` is the fingerprint of what is there, DomainError where the name is taken or
    `by` may not name this owner.
    """
    with _framework_of(version_id), editing(version_id) as version:
        if seen is not None and seen != fingerprint(version):
            raise StaleError(
                _("The details were changed by somebody else while you were editing. Compare both and choose."),
                current=version,
            )
        name = " ".join(name.split())
        after = {
            "name": name,
            "owner": owner,
            "owner_title": owner_title,
            "summary": summary,
            "statement": statement,
            "note": note,
        }
        detail = audit.changes(details_of(version), after)
        if not detail:
            return version
        framework = version.framework
        if "owner" in detail:  # whose name of today the trail shows
            detail["owner"] = [each and mark_of(each) for each in (framework.accountable, owner)]
        check_new_owner(framework=framework, owner=owner, by=by)
        framework.name, framework.owner_title = name, owner_title
        framework.name_owner(owner)
        version.summary, version.statement, version.note = summary, statement, note
        try:
            with transaction.atomic():
                framework.save(update_fields=["name", "owner", "owner_account", "owner_title"])
        except IntegrityError as error:
            if "frameworks_framework_name" not in str(error):
                raise
            raise DomainError(
                _("A framework called “%(name)s” exists already. Choose another name.") % {"name": name}
            ) from error
        version.save(update_fields=["summary", "statement", "note"])
        trace(version, by=by, verb="framework.edited", subject=_("details"), detail=detail)
    return version
