"""What is done with several competencies of a draft at once."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ladders.core.batches import latest
from ladders.core.models import Batch
from ladders.core.views.many import Many, do_many
from ladders.frameworks.actions.many_competencies import (
    CLEARED,
    DELETED,
    MOVED,
    SET,
    clear_texts,
    delete_several,
    move_to_group,
    set_texts,
)
from ladders.frameworks.models import Competency, Version
from ladders.frameworks.web.forms.many_competencies import SetTextsForm, ToGroupForm

from .grid import on_draft


def many_context(request: HttpRequest, draft: Version) -> dict[str, Any]:
    """What the page of groups shows for it: 2 queries."""
    return {
        "many": _actions(draft),
        "many_url": reverse("draft-competencies-several", args=[draft.framework.slug]),
        "batches": [
            (batch, said)
            for batch, said in latest(request.user, MOVED, SET, CLEARED, DELETED)
            if batch.before.get("version") == draft.pk
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@on_draft
def competencies_several(request: HttpRequest, draft: Version) -> HttpResponseBase:
    """Ask once more with numbers, then do it."""
    rows = Competency.objects.filter(version=draft).order_by("group__position", "position", "pk")
    back = reverse("draft-competencies", args=[draft.framework.slug])
    return do_many(request, rows, _actions(draft), back=back, crumb=("draft-competencies", _("Groups and order")))


def _actions(draft: Version) -> dict[str, Many]:
    def move(rows: list[Any], data: dict[str, Any], by: Any) -> Batch:
        return move_to_group(version=draft, competencies=_ids(rows), group=data["group"].key, by=by)

    def put(rows: list[Any], data: dict[str, Any], by: Any) -> Batch:
        levels = [UUID(key) for key in data["levels"]]
        said = {"step": data["proficiency"], "text": data["text"], "over": data["over"]}
        return set_texts(version=draft, competencies=_ids(rows), levels=levels, **said, by=by)

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
            form=partial(ToGroupForm, draft),
            about=lazy("They stand at the end of the group, in the order they have now."),
        ),
        "set": Many(
            label=lazy("Set what levels ask"),
            asks=_asks_to_set,
            button=lambda n: ngettext("Set it for 1 competency", "Set it for %(n)s competencies", n) % {"n": n},
            act=put,
            form=partial(SetTextsForm, draft),
            about=lazy(
                "A step of the scale, a text, or both. What is written already stays, unless you say otherwise."
            ),
            unchanged=lazy(
                "Nothing was changed: at all of these levels just that is written already, or something else that stays"
                " unless you tick “Also where something is written already”."
            ),
        ),
        "clear": Many(
            label=lazy("Clear their texts"),
            asks=_asks_to_clear,
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


def _asks_to_set(n: int) -> str:
    return ngettext("Set what levels ask of 1 competency?", "Set what levels ask of %(n)s competencies?", n) % {"n": n}


def _asks_to_clear(n: int) -> str:
    return ngettext("Clear the texts of 1 competency?", "Clear the texts of %(n)s competencies?", n) % {"n": n}


def _ids(rows: list[Any]) -> list[int]:
    return [row.pk for row in rows]
