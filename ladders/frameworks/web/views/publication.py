"""The way to publication: check, what changes, confirm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ladders.core.equal_pay import Change, effect_of
from ladders.core.form_actions import told_refusals
from ladders.core.models import Organisation
from ladders.core.permissions import Permission
from ladders.frameworks.actions import publication as actions
from ladders.frameworks.actions import reorganisation as actions_hr
from ladders.frameworks.domain.comparison import compare
from ladders.frameworks.domain.parity import FindingSeverity
from ladders.frameworks.domain.shapes import VersionShape
from ladders.frameworks.holders_provider import (
    PublicationEffect,
    by_effect,
    coming,
    gaps_ahead,
    holders,
    people_on,
    touched,
)
from ladders.frameworks.models import Level, ReorganisationPayRule, Version
from ladders.frameworks.pay_provider import pay_effects, pay_shown
from ladders.frameworks.permissions import second_publishers
from ladders.frameworks.queries.readiness import Readiness, readiness
from ladders.frameworks.queries.regrades import Regrade, may_decide, regrades
from ladders.frameworks.queries.versions import rights_changed, shape_of
from ladders.frameworks.statements import statement_of, with_statement

from ..changes import tell
from ..forms.publication import ConsultationForm, ReorganisationForm, SuccessorForm
from .base import draft_context, draft_or_404


@require_GET
def publish_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Check, what changes for whom since the last version, then confirm."""
    return _publish_page(request, draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK))


def _publish_page(
    request: HttpRequest,
    draft: Version,
    *,
    consultation: ConsultationForm | None = None,
    decision: tuple[UUID, ReorganisationForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    state = readiness(draft, today=timezone.localdate())
    published = draft.framework.versions.published()
    before = shape_of(published) if published else None
    second = Organisation.current().second_publisher
    asked = draft.asked_revision == draft.revision and draft.asked_by_id is not None
    levels = (
        Level.objects.filter(version=draft).select_related("track", "grade").order_by("track__position", "position")
    )
    gone = [item.key for item in state.removed]
    people, later = holders(gone), coming(gone)
    return render(
        request,
        "frameworks/publishing/publish.html",
        draft_context(
            draft,
            state=state,
            warnings=state.of(FindingSeverity.WARNING),
            published=published,
            changes=_change_lines(published, draft, before, state.shape) if published and before else (),
            **_preview(request, draft, before, state, levels),
            removed=[
                (
                    item,
                    people.get(item.key, 0),
                    later.get(item.key, 0),
                    SuccessorForm(levels=levels, initial={"level": item.successor.key if item.successor else None}),
                )
                for item in state.removed
            ],
            regrades=[(item, _decision_form(item, decision)) for item in state.regrades],
            may_decide=bool(state.regrades) and may_decide(request.user),
            consultations=draft.consultations.all(),
            consultation_form=consultation or ConsultationForm(),
            statement=statement_of(state.shape),
            own_statement=statement_of(state.shape) == state.shape.statement.strip(),
            second=second,
            asked=asked,
            taken_back=second and draft.asked_by_id is not None and not asked,
            others=second_publishers(draft.framework, draft.asked_by if asked else request.user) if second else (),
            asked_by_me=asked and draft.asked_by_id == request.user.pk,
            why_not=actions.why_not_confirm(draft, request.user) if second and asked else "",
            own_levels=_own_levels(request, state),
        ),
        status=status,
    )


def _own_levels(request: HttpRequest, state: Readiness) -> set[UUID]:
    """Those that get another grade and that the reader holds: somebody else in HR decides about them."""
    own = getattr(request.user, "employee", None)
    levels = [item.held.key for item in state.regrades]
    if own is None or not levels or not may_decide(request.user) or not people_on(levels, only=own.pk):
        return set()
    return {key for key in levels if people_on([key], only=own.pk)}


def _decision_form(item: Regrade, bound: tuple[UUID, ReorganisationForm] | None) -> ReorganisationForm:
    if bound is not None and bound[0] == item.held.key:
        return bound[1]
    return ReorganisationForm(instance=item.decision, down=item.down, prefix=f"g{item.held.key.hex}")


@require_POST
def reorganisation(request: HttpRequest, slug: str, level: UUID) -> HttpResponseBase:
    """HR decides on the people of a level that gets another grade, or takes the decision back."""
    draft = draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    if not may_decide(request.user):
        raise PermissionDenied
    if "withdraw" in request.POST:
        actions_hr.withdraw_reorganisation(version=draft, level=level, by=request.user)
        messages.success(request, _("The decision is taken back."))
        return redirect("publish", slug)
    item = next((item for item in regrades(draft) if item.held.key == level), None)
    if item is None:
        messages.warning(request, _("Nobody would get another grade by this level any more."))
        return redirect("publish", slug)
    form = ReorganisationForm(request.POST, down=item.down, prefix=f"g{level.hex}")
    if not form.is_valid():
        return _publish_page(request, draft, decision=(level, form), status=422)
    values = {"pay_rule": ReorganisationPayRule.BAND, "protected_until": None, **form.cleaned_data}
    with told_refusals(request, messages.WARNING):
        actions_hr.decide_reorganisation(version=draft, level=level, by=request.user, **values)
        messages.success(request, _("The decision is kept. It comes about when the version is published."))
    return redirect("publish", slug)


EFFECTS = {
    PublicationEffect.GRADE: ngettext_lazy("%(n)s person gets another grade", "%(n)s people get another grade", "n"),
    PublicationEffect.REMOVED: ngettext_lazy(
        "%(n)s person holds a removed level", "%(n)s people hold a removed level", "n"
    ),
    PublicationEffect.TRACK: ngettext_lazy(
        "%(n)s person is on another track", "%(n)s people are on another track", "n"
    ),
    PublicationEffect.MORE: ngettext_lazy(
        "%(n)s person is asked for more than today", "%(n)s people are asked for more than today", "n"
    ),
    PublicationEffect.RENAMED: ngettext_lazy("%(n)s person’s level is renamed", "%(n)s people’s level is renamed", "n"),
    PublicationEffect.TEXT: ngettext_lazy("%(n)s person reads other words", "%(n)s people read other words", "n"),
}


def _preview(
    request: HttpRequest, draft: Version, before: VersionShape | None, state: Readiness, levels: Iterable[Level]
) -> dict[str, Any]:
    """Whom each change touches, with grade and band as far as this reader may see them, and what it does to pay."""
    if before is None:
        return {"touched": (), "effects": (), "pay": None, "equal_pay": None}
    found = touched(before, state.shape, {item.key: item.successor.key for item in state.removed if item.successor})
    bands = pay_shown(request, draft.framework_id).load().bands if found else {}
    ids = {level.key: level.pk for level in levels}
    changed = [item for item in found if item.after and item.people and item.after.grade != item.level.grade]
    grades = {item.level.key: item.after.grade or "" for item in changed if item.after}
    return {
        "touched": [
            (
                item,
                [
                    bands[level.grade].text if level and level.grade in bands else ""
                    for level in (item.level, item.after)
                ],
            )
            for item in found
        ],
        "gaps": gaps_ahead(
            request.user, {item.level.key: item.raised for item in found if item.raised and item.people}
        ),
        "equal_pay": effect_of(request.user, Change(grades=grades)) if grades else None,
        "effects": [_effect_line(*each) for each in by_effect(found)],
        "pay": pay_effects(
            request.user, {item.level.key: ids[item.after.key] for item in found if item.after and item.people}
        ),
    }


def _effect_line(effect: PublicationEffect, people: int, later: int) -> str:
    """What happens to how many people, and how many of them do not hold the level yet."""
    line = EFFECTS[effect] % {"n": people}
    if not later:
        return line
    return _("%(what)s (%(n)s from a later day on: planned or agreed)") % {"what": line, "n": later}


def _change_lines(published: Version, draft: Version, old: VersionShape, shape: VersionShape) -> tuple[str, ...]:
    """What differs from the published version, a line for each kind of change and for each decision right."""
    old, shape = with_statement(old), with_statement(shape)
    rights = rights_changed(published, draft, {level.grade for level in (*old.levels, *shape.levels)})
    story = tell(compare(old, shape), old, shape, rights)
    return story.summary + story.rights


@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Ask a second person to confirm."""
    draft = draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    with told_refusals(request, messages.WARNING):
        actions.ask_for_publication(version=draft, seen=_seen(request), by=request.user)
        messages.success(request, _("Asked. Somebody else who may publish this framework confirms it on this page."))
    return redirect("publish", slug)


@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Publish."""
    version = Version.objects.filter(framework__slug=slug, pk=_number(request.POST.get("version"))).first()
    if version is not None and not version.is_draft:
        # The second of two clicks: the first has published it.
        return redirect("framework", slug)
    draft = draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    with told_refusals(request, messages.WARNING):
        published = actions.publish(version=draft, seen=_seen(request), by=request.user)
        messages.success(
            request,
            _("Version %(number)s of %(framework)s is published. Everybody can read it now.")
            % {"number": published.number, "framework": published.framework.name},
        )
        return redirect("framework", slug)
    return redirect("publish", slug)


@require_POST
def successor(request: HttpRequest, slug: str, removed: UUID) -> HttpResponseBase:
    """Choose the level that succeeds a removed one."""
    draft = draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    form = SuccessorForm(request.POST, levels=Level.objects.filter(version=draft))
    if not form.is_valid():
        messages.warning(request, _("Choose a level of this draft as the successor."))
        return redirect("publish", slug)
    with told_refusals(request, messages.WARNING):
        actions.set_successor(version=draft, removed=removed, level=form.cleaned_data["level"].key, by=request.user)
        messages.success(request, _("The successor is kept."))
    return redirect("publish", slug)


@require_POST
def consultation(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Record a consultation."""
    draft = draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    form = ConsultationForm(request.POST)
    if not form.is_valid():
        return _publish_page(request, draft, consultation=form, status=422)
    actions.record_consultation(version=draft, by=request.user, **form.cleaned_data)
    messages.success(request, _("The consultation is recorded."))
    return redirect("publish", slug)


@require_POST
def consultation_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """Take a consultation out of the draft."""
    draft = draft_or_404(request, slug, Permission.PUBLISH_FRAMEWORK)
    actions.remove_consultation(version=draft, consultation=pk, by=request.user)
    messages.success(request, _("The consultation was removed."))
    return redirect("publish", slug)


def _seen(request: HttpRequest) -> int:
    return _number(request.POST.get("seen"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1
