"""How every page below a framework finds it: 404 for what is not yours to see, 403 for what you may not change."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ladders.core.access import may, require
from ladders.core.permissions import Permission
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Framework, Level, Track, Version


def framework_or_404(request: HttpRequest, slug: str) -> Framework:
    """The framework with its owner joined. Raises Http404 unless `request.user` may see it: one query."""
    return get_object_or_404(Framework.objects.visible_to(request.user).select_related("owner"), slug=slug)


def editable_framework_or_404(
    request: HttpRequest, slug: str, permission: Permission = Permission.EDIT_FRAMEWORK
) -> Framework:
    """The framework with its owner joined. Raises Http404 where it cannot be seen, PermissionDenied without the verb."""
    framework = framework_or_404(request, slug)
    require(request.user, permission, framework)
    return framework


def draft_or_404(request: HttpRequest, slug: str, permission: Permission = Permission.EDIT_FRAMEWORK) -> Version:
    """The draft of a framework, with framework, owner and the version it began as joined: one query. `in_force` is the
    number of the published version, which its changes are told against; None where there is none.

    Whoever holds the verb on the framework sees its draft: editors, its owner, and with EVALUATE_LEVEL the analysts.
    Raises Http404 where the framework cannot be seen or has no draft, PermissionDenied where it can be seen but
    `request.user` lacks the verb. Whoever lacks the verb never learns whether a draft exists.
    """
    drafts = Version.objects.filter(framework__slug=slug, state=VersionState.DRAFT)
    published = Version.objects.filter(framework=OuterRef("framework"), state=VersionState.PUBLISHED)
    drafts = drafts.select_related("framework__owner", "based_on").annotate(
        in_force=Subquery(published.values("number"))
    )
    draft: Version | None = drafts.first()
    if draft is not None and may(request.user, permission, draft.framework):
        return draft
    editable_framework_or_404(request, slug, permission)
    raise Http404(_("This framework has no draft."))


def draft_context(version: Version, **more: Any) -> dict[str, Any]:
    """What each page of a draft shows, and what is shown on this one."""
    return {"version": version, "framework": version.framework, **more}


def track_or_404(version: Version, key: object) -> Track:
    """A track of the version by its key."""
    return get_object_or_404(Track.objects.filter(version=version), key=key)


def level_or_404(version: Version, key: object) -> Level:
    """A level of the version by its key, with track and grade joined."""
    return get_object_or_404(Level.objects.filter(version=version).select_related("track", "grade"), key=key)
