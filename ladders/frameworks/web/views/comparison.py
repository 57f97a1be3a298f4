"""What changed between two versions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ladders.frameworks.domain.comparison import compare
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import Version
from ladders.frameworks.queries.snapshot import fragment, snapshot_of
from ladders.frameworks.queries.versions import rights_changed
from ladders.frameworks.statements import with_statement

from ..changes import tell
from .base import draft_or_404


@require_safe
def compare_page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Any two versions that the person may read: `from` and `to` in the query string are their numbers.

    Without them, the version in force and the one before it. 3 queries with session and user while snapshots are kept.
    """
    versions = _versions(request, slug)
    if not versions:
        raise Http404(_("There is no such framework."))
    numbers = [version.number for version in versions]
    current = next((v.number for v in versions if v.state == VersionState.PUBLISHED), numbers[0])
    to = _number(request, "to", current)
    before = next((number for number in numbers if number < to), to)
    chosen = {version.number: version for version in versions}
    try:
        old, new = chosen[_number(request, "from", before)], chosen[to]
    except KeyError:
        raise Http404(_("There is no such version.")) from None
    return _show(request, versions, old, new)


@require_safe
def draft_changes(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What the draft changes of the published version, for whoever edits it: 21 queries, 16 of them for the draft itself."""
    draft = draft_or_404(request, slug)
    versions = _versions(request, slug)
    published = next((version for version in versions if version.state == VersionState.PUBLISHED), None)
    return _show(request, versions, published, draft)


def _versions(request: HttpRequest, slug: str) -> list[Version]:
    visible = Version.objects.visible_to(request.user).filter(framework__slug=slug)
    return list(visible.select_related("framework__owner").order_by("-number"))


def _number(request: HttpRequest, name: str, default: int) -> int:
    """A version's number from the query string; 0, which no version has, for anything that is none."""
    asked = request.GET.get(name, "")
    if not asked:
        return default
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0


def _show(request: HttpRequest, versions: list[Version], old: Version | None, new: Version) -> HttpResponseBase:
    body = b""
    if old is not None and old.pk != new.pk:
        # What a draft holds is never kept, on whichever side it stands.
        latest = old if old.is_draft else new
        other = new if old.is_draft else old
        key = ("compare", old.pk, new.pk, other.framework.name, get_language())
        body = fragment(latest, key, lambda: _body(old, new))
    return render(
        request,
        "frameworks/reading/compare.html",
        {
            "framework": new.framework,
            "versions": versions,
            "old": old,
            "new": new,
            "body": mark_safe(body.decode()),
        },
    )


def _body(old: Version, new: Version) -> str:
    before, after = snapshot_of(old), snapshot_of(new)
    was, now = with_statement(before.shape), with_statement(after.shape)
    rights = rights_changed(old, new, {level.grade for level in (*was.levels, *now.levels)})
    story = tell(compare(was, now), was, now, rights)
    return render_to_string("frameworks/reading/_compare_body.html", {"story": story, "old": old, "new": new})
