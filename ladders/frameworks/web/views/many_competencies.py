"""What is done with several competencies of a draft at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from ladders.core.batches import latest
from ladders.core.models import Batch
from ladders.core.views.many import Many, do_many
from ladders.frameworks.actions.many_competencies import (
    CLEARED,
    DELETED,
    MOVED,
    clear_texts,
    delete_several,
    move_to_group,
)
from ladders.frameworks.models import Competency, Version

from .grid import on_draft


def many_context(request: HttpRequest, draft: Version) -> dict[str, Any]:
    """What the page of groups shows for it: 2 queries."""
    return {
        "many": _actions(draft),
        "many_url": reverse("draft-competencies-several", args=[draft.framework.slug]),
        "batches": [
            (batch, said)
            for batch, said in latest(request.user, MOVED, CLEARED, DELETED)
            if batch.before.get("version") == draft.pk
        ],
    }


@require_POST
@on_draft
def competencies_several(request: HttpRequest, draft: Version) -> HttpResponseBase:
    """Ask once more with numbers, then do it."""
    rows = Competency.objects.filter(version=draft).order_by("group__position", "position", "pk")
    back = reverse("draft-competencies", args=[draft.framework.slug])
    return do_many(request, rows, _actions(draft), back=back, crumb=("draft-competencies", _("Groups and order")))


def _actions(draft: Version) -> dict[str, Many]:
    class GroupForm(forms.Form):
        """Where they are to stand."""

        group = forms.ModelChoiceField(
            queryset=draft.competencygroup_set.order_by("position", "pk"), label=lazy("Group"), to_field_name="key"
        )

    def move(rows: list[Any], data: dict[str, Any], by: Any) -> Batch:
        return move_to_group(version=draft, competencies=_ids(rows), group=data["group"].key, by=by)

    def clear(rows: list[Any], _data: dict[str, Any], by: Any) -> Batch:
        return clear_texts(version=draft, competencies=_ids(rows), by=by)

    def delete(rows: list[Any], _data: dict[str, Any], by: Any) -> Batch:
        return delete_several(version=draft, competencies=_ids(rows), by=by)

    return {
        "move": Many(
            label=lazy("Move to a group"),
            asks=lambda n: ngettext("Move 1 competency?", "Move %(n)s competencies?", n) % {"n": n},
            button=lambda n: ngettext("Move 1 competency", "Move %(n)s competencies", n) % {"n": n},
            act=move,
            form=GroupForm,
            about=lazy("They stand at the end of the group, in the order they have now."),
        ),
        "clear": Many(
            label=lazy("Clear their texts"),
            asks=lambda n: (
                ngettext("Clear the texts of 1 competency?", "Clear the texts of %(n)s competencies?", n) % {"n": n}
            ),
            button=lambda n: ngettext("Clear 1 competency", "Clear %(n)s competencies", n) % {"n": n},
            act=clear,
            about=lazy("What every level asks of them goes: texts, examples and proficiency. The competencies stay."),
        ),
        "delete": Many(
            label=lazy("Delete"),
            asks=lambda n: ngettext("Delete 1 competency?", "Delete %(n)s competencies?", n) % {"n": n},
            button=lambda n: ngettext("Delete 1 competency", "Delete %(n)s competencies", n) % {"n": n},
            act=delete,
            about=lazy("They go with everything that is written for them."),
        ),
    }


def _ids(rows: list[Any]) -> list[int]:
    return [row.pk for row in rows]
