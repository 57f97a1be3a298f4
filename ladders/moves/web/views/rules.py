"""The rules of moves: for everybody to read, for HR to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ladders.careers.domain.move_kinds import MOVES, MoveKind
from ladders.core.access import require, requires
from ladders.core.errors import DomainError
from ladders.core.form_actions import tell_saved
from ladders.core.kept_choices import choice_of, forget_choices, keep_choice
from ladders.core.permissions import Permission
from ladders.frameworks.models import Framework
from ladders.moves.actions.rules import UnfairError, end_own_rules, save_rules
from ladders.moves.domain.fairness import Rules, between, holding
from ladders.moves.models import DeciderGroup, MovePolicy
from ladders.moves.queries.requests import framework_of, rule_history, rules_in_force
from ladders.moves.text.policy_labels import FIELDS, difference_text
from ladders.moves.text.policy_sentences import whole

from ..forms_rules import RulesForm, rearranged
from ..forms_try_out import TryOutRulesForm
from ..policy_table import Sides, both_sides, counted, described, fair, kind_name

SAVE, PREVIEW = "save", "preview"


@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """The rules in plain words, for everybody: at most 8 queries with session and user. `?framework=slug` chooses where;
    else they are those of the reader's own framework."""
    rules, rows = rules_in_force()
    own = {row.framework_id: row.framework for row in rows.values() if row.framework_id}
    chosen = _chosen(request, [each for each in own.values() if each is not None])
    here = {kind: holding(rules, kind, chosen.pk if chosen else None) for kind in MoveKind}
    context = {
        "kinds": [kind_name(kind) for kind in MOVES],
        "counted": counted(here),
        "sentences": [(kind.value, kind_name(kind), whole(here[kind])) for kind in MoveKind],
        "fair": fair(here, MoveKind.STEP_BACK),
        "framework": chosen,
        "frameworks": sorted((each for each in own.values() if each), key=lambda each: each.name),
    }
    return render(request, "moves/rules.html", context)


def _chosen(request: HttpRequest, own: list[Framework]) -> Framework | None:
    """The framework to read about: only those with rules of their own differ from everywhere."""
    asked = request.GET.get("framework")
    if asked is not None:
        return next((each for each in own if each.slug == asked), None)
    employee = getattr(request.user, "employee", None)
    if employee is None or not own:
        return None
    mine = framework_of(employee, timezone.localdate())
    return next((each for each in own if each.pk == mine), None)


@require_safe
@requires(Permission.EDIT_MOVE_POLICY)
def policy_page(request: HttpRequest) -> HttpResponse:
    """All kinds side by side, and frameworks that differ: 7 queries at most with session and user, however many."""
    rules, rows = rules_in_force()
    everywhere = {kind: rules[(kind, None)] for kind in MoveKind}
    context = {
        "kinds": [(kind.value, kind_name(kind)) for kind in MOVES],
        "trying": (MoveKind.TRY_OUT.value, kind_name(MoveKind.TRY_OUT), whole(everywhere[MoveKind.TRY_OUT])),
        "counted": counted(everywhere),
        "described": described(everywhere),
        "own": _own(rules, rows),
        "frameworks": Framework.objects.published().order_by("name"),
        "groups": DeciderGroup.objects.prefetch_related("members__employee"),
    }
    return render(request, "moves/policy.html", context)


def _own(rules: Rules, rows: Mapping[Any, MovePolicy]) -> list[dict[str, Any]]:
    """Frameworks with rules of their own: what differs, in words."""
    found = []
    for (kind, framework), row in sorted(rows.items(), key=lambda item: (str(item[1].framework), item[0][0].value)):
        if framework is not None:
            differs = between(rules[(kind, framework)], rules[(kind, None)])
            said = [(str(FIELDS[each.field]), *difference_text(each)) for each in differs]
            found.append({"kind": kind.value, "name": kind_name(kind), "framework": row.framework, "said": said})
    return found


@require_safe
@requires(Permission.EDIT_MOVE_POLICY)
def policy_own(request: HttpRequest) -> HttpResponseBase:
    """To the rules of one kind in one framework, as chosen."""
    kind, slug = request.GET.get("kind", ""), request.GET.get("framework", "")
    if kind in list(MoveKind) and Framework.objects.filter(slug=slug).exists():
        return redirect("move-policy-framework", kind, slug)
    messages.error(request, _("Choose a kind of move and a framework."))
    return redirect("move-policy")


@require_http_methods(["GET", "HEAD", "POST"])
def policy_edit(request: HttpRequest, kind: str, slug: str = "") -> HttpResponseBase:
    """The rules of one kind, everywhere or in one framework. Nothing is kept until they are saved."""
    framework = get_object_or_404(Framework.objects.published(), slug=slug) if slug else None
    require(request.user, Permission.EDIT_MOVE_POLICY)
    what = _kind(kind)
    place = (what, framework.pk if framework else None)
    rules, rows = rules_in_force()
    row, now = rows.get(place), holding(rules, *place)
    sent = choice_of(request)
    do = sent.get("do", SAVE) if sent is not None else SAVE
    data = sent if sent is None or do in (SAVE, PREVIEW) else rearranged(sent, do)
    trying = what is MoveKind.TRY_OUT
    options: dict[str, Any] = {"policy": now, "framework": place[1], "initial": {"seen": row.number if row else 0}}
    form: RulesForm | TryOutRulesForm
    if trying:
        form = TryOutRulesForm(data, **options)
    else:
        options |= {"kind": what, "groups": DeciderGroup.objects.all()}
        form = RulesForm(data, **options)
    if request.method == "POST" and do != SAVE and (do != PREVIEW or form.is_valid()):
        return redirect(keep_choice(request))
    refused: list[Sides] = []
    status, shown = 200, now
    if sent is not None and do in (SAVE, PREVIEW):
        status = 422 if request.method == "POST" else 200
        if form.is_valid():
            shown = form.shape()
            if do == SAVE and request.method == "POST":
                try:
                    return _saved(request, form)
                except UnfairError as error:
                    refused = _both_sides(error)
                except DomainError as error:
                    form.problems.append(error.sentence)
    context = {
        "form": form,
        "kind": kind,
        "name": kind_name(what),
        "framework": framework,
        "own": row is not None and framework is not None,
        "refused": refused,
        "preview": whole(shown),
        "typed": shown is not now,
    }
    return render(request, f"moves/{'try_out_rules' if trying else 'policy_edit'}.html", context, status=status)


def _both_sides(error: UnfairError) -> list[Sides]:
    names = dict(Framework.objects.values_list("pk", "name"))
    return [both_sides(each, names.get(each.framework or 0, "")) for each in error.refusals]


def _saved(request: HttpRequest, form: RulesForm | TryOutRulesForm) -> HttpResponseBase:
    changed = save_rules(policy=form.shape(), seen=form.cleaned_data["seen"], by=request.user)
    text = _("Saved. Requests that were sent before keep the rules they were sent under.")
    tell_saved(request, text, changed=changed)
    forget_choices(request)
    return redirect("move-policy")


@require_POST
def policy_end(request: HttpRequest, kind: str, slug: str) -> HttpResponseBase:
    """Let the rules of everywhere hold in a framework again."""
    framework = get_object_or_404(Framework.objects.published(), slug=slug)
    require(request.user, Permission.EDIT_MOVE_POLICY)
    what = _kind(kind)
    try:
        ended = end_own_rules(kind=what, framework=framework, by=request.user)
    except UnfairError as error:
        context = {"refused": _both_sides(error), "name": kind_name(what), "framework": framework, "kind": kind}
        return render(request, "moves/policy_refused.html", context, status=422)
    tell_saved(request, _("The general rules hold again."), changed=ended)
    return redirect("move-policy")


@require_safe
@requires(Permission.EDIT_MOVE_POLICY)
def policy_history(request: HttpRequest, kind: str) -> HttpResponse:
    """All versions of the rules of one kind, newest first, with what changed: 4 queries with session and user."""
    what = _kind(kind)
    context = {"name": kind_name(what), "kind": kind, "versions": rule_history(what)}
    return render(request, "moves/policy_history.html", context)


def _kind(kind: str) -> MoveKind:
    if kind not in list(MoveKind):
        raise Http404(_("There is no such kind of move."))
    return MoveKind(kind)
