"""How a list is answered: as its reader wants it to open, and page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from ..statements import prepared
from .kinds import ListKind
from .page import ListPage, open_list, opens_at, page_queries
from .places import beyond, seal_place, values_of

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


@contextmanager
def planned_once(seen: ListPage, rows: QuerySet[Any] | list[Any]) -> Iterator[None]:
    """What is read of a list that nobody narrowed is the same statement each time, and takes longer to plan than to read.

    Where a role reaches some departments, the best plan hangs on how many people are in them, so it is planned for them.
    """
    if isinstance(rows, list) or seen.narrowed or seen.user.scoped_roles:
        yield
        return
    with prepared(connections[rows.db]):
        yield


def one_page(
    request: HttpRequest, seen: ListPage, rows: QuerySet[Any] | list[Any], size: int, order: Sequence[str] = ()
) -> dict[str, Any]:
    """What `core/list.html` shows of these rows, in the order of the list unless another is given: 1 query; none where they are
    those of the first page and were read already, one more than `size` where there are more."""
    with planned_once(seen, rows):
        return {"list": seen} | page_of(request, rows, size, order or seen.order.names)


def page_of(request: HttpRequest, rows: QuerySet[Any] | list[Any], size: int, order: Sequence[str]) -> dict[str, Any]:
    """`rows` of one page in this order, and what `page_links` leads on with: 1 query, none for a list of rows."""
    behind, page = None, rows
    if not isinstance(rows, list):
        behind = beyond(request.user, order, request.GET.get(AFTER, ""))
        page = list((rows if behind is None else rows.filter(behind)).order_by(*order)[: size + 1])
    following = seal_place(request.user, order, values_of(page[size - 1], order)) if len(page) > size else ""
    return {"rows": page[:size]} | page_queries(request.GET, behind is not None, following, AFTER)
