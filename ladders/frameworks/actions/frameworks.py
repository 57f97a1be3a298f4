"""Making frameworks and drafts: blank, from a template, as a copy, as the next version; and letting a draft go."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Employee, User
from ladders.core.errors import DomainError
from ladders.impact.actions.base import hold_grading

from ..default_texts import default_scale
from ..domain.shapes import VersionShape
from ..enums import VersionState
from ..models import Framework, Version
from ..queries.versions import plan_in_force, shape_of
from ..statements import derived_statement
from .base import editing, trace
from .ownership import check_new_owner
from .write_version import write_parts

TURNS = 20  # attempts at an address, while others take the same one


def create_framework(
    *, name: str, by: Any, shape: VersionShape | None = None, owner: Any = None, owner_title: str = ""
) -> Version:
    """A new framework with its first draft: filled from `shape`, or blank with the default scale.

    Raises DomainError where the name is taken, empty or too long, or `by` may not name this owner.
    """
    name = " ".join(name.split())
    check_new_owner(framework=None, owner=owner, by=by)
    shape = shape or VersionShape(name, 1, "draft", scale=default_scale())
    with transaction.atomic():
        hold_grading()  # nobody sees this draft yet: a plan activated meanwhile would pass it by
        _plan, plan = plan_in_force()
        framework = _new_framework(name, owner, owner_title=owner_title, created_by=by)
        version = Version.objects.create(
            framework=framework,
            number=1,
            summary=shape.summary,
            statement=shape.statement,
        )
        write_parts(version, shape, plan)
        trace(version, by=by, verb="framework.created", subject=_("version 1"))
    return version


def start_draft(*, framework: Framework, by: Any, begin: Version | None = None) -> Version:
    """The draft of the framework: the one there is, or a new one that begins as a version is: `begin`, or the one in force.

    Harmless when repeated or clicked twice. Levels keep their keys, so that people find theirs in every version. Raises
    DomainError where there is nothing to begin from, or a draft that began from another version than `begin`.
    """
    with transaction.atomic():
        hold_grading()
        Framework.objects.select_for_update().get(pk=framework.pk)
        versions = Version.objects.filter(framework=framework).select_related("framework__owner")
        if draft := versions.draft():
            if begin is not None and draft.based_on_id != begin.pk:
                raise DomainError(_("There is a draft already. Publish or discard it first, then begin from here."))
            return draft
        source = (
            versions.exclude(state=VersionState.DRAFT).filter(pk=begin.pk).first() if begin else versions.published()
        )
        latest = versions.first()
        if source is None or latest is None:
            raise DomainError(_("This framework has no published version to begin a draft from."))
        _plan, plan = plan_in_force()
        shape = shape_of(source, evaluations=True)
        draft = Version.objects.create(
            framework=framework,
            number=latest.number + 1,
            summary=source.summary,
            # What was derived from those tracks is derived anew from these.
            statement="" if source.statement == derived_statement(shape) else source.statement,
            based_on=source,
        )
        write_parts(draft, shape, plan)
        detail = {"begins_as": [None, str(source.number)]}
        subject = _("version %(number)s") % {"number": draft.number}
        trace(draft, by=by, verb="draft.started", subject=subject, detail=detail)
        return draft


def discard_draft(*, version: Version, by: Any) -> bool:
    """Throw a draft away. Its history stays. True when the framework went with it, having no other version."""
    with transaction.atomic():
        Framework.objects.select_for_update().filter(
            pk=version.framework_id
        ).first()  # before the version, as publish does
        with editing(version.pk) as draft:
            framework = draft.framework
            trace(draft, by=by, verb="draft.discarded", subject=_("version %(number)s") % {"number": draft.number})
        draft.delete()
        if framework.versions.exists():
            return False
        framework.delete()
        return True


def _new_framework(name: str, owner: Employee | User | None, **fields: Any) -> Framework:
    """The row of a new framework, at the next free address. Raises DomainError where the name is none or is taken."""
    longest = Framework._meta.get_field("name").max_length
    if not name:
        raise DomainError(_("A framework needs a name."))
    if longest is not None and len(name) > longest:
        raise DomainError(
            _("The name of a framework has at most %(count)s characters. “%(name)s…” is longer.")
            % {"count": longest, "name": name[:40]}
        )
    for _turn in range(TURNS):
        try:
            with transaction.atomic():
                framework = Framework(slug=_free_slug(name), name=name, **fields)
                framework.name_owner(owner)
                framework.save(force_insert=True)
                return framework
        except IntegrityError as error:
            if "frameworks_framework_name" in str(error):
                raise DomainError(
                    _("A framework called “%(name)s” exists already. Choose another name.") % {"name": name}
                ) from error
            if "frameworks_framework_slug" not in str(error):
                raise
            # Somebody else took this address at the same moment: look again.
    raise DomainError(_("Others are starting frameworks of the same name right now. Try again."))


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "framework"
    taken = set(Framework.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    # The words of our own addresses are no names of frameworks.
    taken |= {"new", "import", "owners", "search"}
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
