"""How a list is answered: as its reader wants it to open, and page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from .kinds import ListKind
from .order import bare, behind
from .page import ListPage, open_list, opens_at

AFTER = "after"
ListView = Callable[[HttpRequest, ListPage], HttpResponseBase]


def shows(kind: ListKind) -> Callable[[ListView], Callable[[HttpRequest], HttpResponseBase]]:
    """A view is given the list as its reader sees it (1 query); a bare address leads to the filter that opens it for them."""

    def around(view: ListView) -> Callable[[HttpRequest], HttpResponseBase]:
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponseBase:
            seen = open_list(request, kind)
            opening = opens_at(request, seen)
            return redirect(opening) if opening else view(request, seen)

        return answer

    return around


def one_page(
    request: HttpRequest, seen: ListPage, rows: QuerySet[Any], size: int, order: Sequence[str] = ()
) -> dict[str, Any]:
    """What `core/list.html` shows of these rows, in the order of the list unless another is given: 1 query, 1 more behind the
    first page.

    A page goes on behind a row that is looked for among `rows`, so that nobody finds out where others would stand.
    """
    order = order or seen.order.names
    after = request.GET.get(AFTER, "")
    page = list(_behind(rows, order, after).order_by(*order)[: size + 1])
    following, first = request.GET.copy(), request.GET.copy()
    first.pop(AFTER, None)
    following[AFTER] = str(page[size - 1].pk) if len(page) > size else ""
    return {
        "list": seen,
        "rows": page[:size],
        "first": first.urlencode() if after else None,
        "following": following.urlencode() if following[AFTER] else "",
    }


def _behind(rows: QuerySet[Any], order: Sequence[str], after: str) -> QuerySet[Any]:
    if not after:
        return rows
    try:
        last = rows.order_by().filter(pk=rows.model._meta.pk.to_python(after)).values_list(*bare(order)).first()
    except ValidationError:
        return rows
    return rows.filter(behind(order, last)) if last and None not in last else rows
