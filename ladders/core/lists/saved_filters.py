"""Saved filters: each is one person's own, and nobody else's business."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from ..errors import DomainError
from .kinds import ListKind
from .models import SavedFilter
from .page import LONGEST, kept_of

MOST = 50  # of one list


def save_filter(*, kind: ListKind, name: str, query: QueryDict, opens: bool, by: Any) -> SavedFilter:
    """Keep how a list is seen under a name; one that has the name already is seen so from now on.

    `opens`: the list opens so. Raises DomainError where that cannot be.
    """
    name = " ".join(name.split())
    kept = kept_of(kind, query).urlencode()
    if not name:
        raise DomainError(_("Give the filter a name, so that you find it again."))
    if len(name) > 60:
        raise DomainError(_("A name has at most 60 characters. Shorten it."))
    if not kept:
        raise DomainError(_("Nothing is chosen yet: narrow or sort the list, or choose columns, then save that."))
    if len(kept) > LONGEST:
        raise DomainError(_("So much can’t be kept at once. Choose less, then save it."))
    with transaction.atomic():
        people: Any = get_user_model()._default_manager
        people.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # one at a time
        own = SavedFilter.objects.filter(owner=by, list=kind.name)
        if own.exclude(name=name).count() >= MOST:
            raise DomainError(_("You have %(most)s filters of this list: remove one first.") % {"most": MOST})
        if opens:
            own.filter(opens=True).update(opens=False)
        row, _made = SavedFilter.objects.update_or_create(
            owner=by, list=kind.name, name=name, defaults={"query": kept, "opens": opens}
        )
    return row


def open_with(row: SavedFilter, *, opens: bool) -> None:
    """Have the list open with this filter, or as everybody finds it."""
    with transaction.atomic():
        own = SavedFilter.objects.select_for_update().filter(owner=row.owner_id, list=row.list).order_by("pk")
        for each in own:
            wanted = opens and each.pk == row.pk
            if each.opens and not wanted:
                SavedFilter.objects.filter(pk=each.pk).update(opens=False)
        SavedFilter.objects.filter(pk=row.pk).update(opens=opens)
