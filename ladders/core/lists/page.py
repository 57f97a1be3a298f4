"""A list as one person sees it now: its order, its columns, its saved filters, and the addresses that change any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as lazy

from ..statements import Statement
from .kinds import Column, Field, Holds, ListKind, Order, every_list
from .models import SavedFilter

COLUMNS, SORT, PLAIN = "columns", "sort", "plain"
LONGEST = 2000  # characters of an address that can be kept
ENDS = {
    Holds.WORDS: (lazy("%(column)s, A to Z"), lazy("%(column)s, Z to A")),
    Holds.NUMBERS: (lazy("%(column)s, lowest first"), lazy("%(column)s, highest first")),
    Holds.STEPS: (lazy("%(column)s, lowest first"), lazy("%(column)s, highest first")),
    Holds.DAYS: (lazy("%(column)s, earliest first"), lazy("%(column)s, latest first")),
    Holds.KINDS: (lazy("%(column)s, alike together"), lazy("%(column)s, the last kind first")),
}


def plain_url(address: str) -> str:
    """A list (name of its page) as everybody finds it, whatever opens it for its reader: for links that promise certain rows."""
    return f"{reverse(address)}?{PLAIN}=1"


def page_queries(given: QueryDict, behind: object, following: object, name: str = "after") -> dict[str, str | None]:
    """What `page_links` leads to from a page that begins `behind` a place (empty: the first) and is followed by one behind
    `following` (empty: none); the place is called `name` in the address, and everything else there stays."""
    first = given.copy()
    first.pop(name, None)
    onward = first.copy()
    onward[name] = str(following)
    return {"first": first.urlencode() if behind else None, "following": onward.urlencode() if following else ""}


def _before(request: HttpRequest) -> tuple[str, str]:
    """Path and query of the page of ours that the browser says its reader comes from; both empty for any other."""
    before = request.META.get("HTTP_REFERER", "")
    if before and url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        path, _mark, query = before.partition("//")[2].partition("/")[2].partition("?")
        return f"/{path}", query
    return "", ""


def as_left(request: HttpRequest, url: str) -> str:
    """This page with the query it had, where the browser says that its reader comes from it."""
    path, query = _before(request)
    return f"{url}?{query}" if path == url and query else url


def came_from(request: HttpRequest) -> ListKind | None:
    """The list that its reader comes from, where the browser says so; None for any other page."""
    path, _query = _before(request)
    found = _lists_at().get(path)
    return found if found and found.may(request.user) else None


@cache
def _lists_at() -> dict[str, ListKind]:
    """Every list by the path of its page."""
    return {reverse(kind.address): kind for kind in every_list()}


def kept_of(kind: ListKind, given: QueryDict) -> QueryDict:
    """What of an address says how the list is seen: without the page, and without what it does not know."""
    kept = QueryDict(mutable=True)
    as_anyhow = {SORT: kind.usual, "on": str(timezone.localdate())}
    for name in (*kind.parameters, SORT):
        if (value := given.get(name, "").strip()) and value != as_anyhow.get(name):
            kept[name] = value
    known = [column.key for column in kind.columns]
    if chosen := set(given.getlist(COLUMNS)) & set(known):
        kept.setlist(COLUMNS, [key for key in known if key in chosen])
    return kept


def columns_of(kind: ListKind, kept: QueryDict, user: Any) -> list[Column]:
    """The columns that are shown: those chosen, else the usual ones, and none that this person may not see."""
    chosen = set(kept.getlist(COLUMNS))
    return [
        column
        for column in kind.columns
        if (column.fixed or (column.key in chosen if chosen else column.shown)) and column.may(user)
    ]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `url` sorts by it, `sorted` is what `aria-sort` says, empty where the list is in another order."""

    title: str
    number: bool
    url: str
    sorted: str


@dataclass
class ListPage:
    """What templates and views know of it. `allowed`: keys of the columns that its reader may see; `may_take`: it can be had as a
    workbook; `can_be_saved`: there is anything to save that is not saved yet."""

    kind: ListKind
    user: Any
    kept: QueryDict
    order: Order
    columns: list[Column]
    saved: list[SavedFilter]
    allowed: frozenset[str]
    may_take: bool
    can_be_saved: bool

    @cached_property
    def shows(self) -> set[str]:
        """Keys of the columns that are shown."""
        return {column.key for column in self.columns}

    @property
    def url(self) -> str:
        """Where the list stands."""
        return reverse(self.kind.address)

    @property
    def query(self) -> str:
        """The address's query as it can be kept."""
        return self.kept.urlencode()

    @property
    def plain(self) -> str:
        """The address of the list as everybody finds it, whatever opens for this person."""
        return plain_url(self.kind.address)

    def query_with(self, **changed: str) -> str:
        """The same list otherwise."""
        other = self.kept.copy()
        for name, value in changed.items():
            other[name] = value
        return other.urlencode()

    def heading(self, key: str) -> Heading | None:
        """The heading of a column; None where it is not shown."""
        column = next((each for each in self.columns if each.key == key), None)
        if column is None:
            return None
        now = self.order.key
        sorted_ = {column.key: "ascending", f"-{column.key}": "descending"}.get(now, "") if column.sort else ""
        first = f"-{column.key}" if column.down else column.key
        following = turn(now) if sorted_ else first
        url = f"{self.url}?{self.query_with(**{SORT: following})}" if column.sort else ""
        return Heading(str(column.title), column.number, url, sorted_)

    @property
    def headings(self) -> list[Heading]:
        """Those of all columns shown."""
        return [heading for column in self.columns if (heading := self.heading(column.key))]

    @property
    def choices(self) -> list[tuple[Column, bool]]:
        """The columns that can be shown or hidden, and whether they are shown."""
        return [
            (column, column.key in self.shows)
            for column in self.kind.columns
            if not column.fixed and column.key in self.allowed
        ]

    @property
    def fixed(self) -> list[Column]:
        """Those that nobody can hide."""
        return [column for column in self.kind.columns if column.fixed]

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """All orders for a field: key and words."""
        found = []
        for key, order in self.kind.by_key.items():
            column = next((each for each in self.kind.columns if each.key == key.removeprefix("-")), None)
            if column is None:
                words = str(order.title)
            elif column.key not in self.allowed:
                continue
            else:
                words = str(ENDS[column.holds][key.startswith("-")]) % {"column": column.title}
            found.append((key, words))
        return found

    def hidden(self, *besides: str) -> list[tuple[str, str]]:
        """What a form of the list sends along, but for these parameters."""
        return [(name, value) for name, values in self.kept.lists() if name not in besides for value in values]

    @property
    def fields(self) -> list[tuple[Field, str, list[tuple[str, Any]]]]:
        """What narrows the list, with its value and the choices there are: none where words are typed."""
        return [
            (field, self.kept.get(field.name, "")[:100], list(field.choices(self.user)) if field.choices else [])
            for field in self.kind.fields
        ]

    @property
    def narrowed(self) -> bool:
        """True where the list shows less than it could."""
        return any(name in self.kept for name in self.kind.parameters)

    @property
    def for_filter(self) -> list[tuple[str, str]]:
        """What the form that narrows the list sends along: the columns, and what has no field in it."""
        fields = [field.name for field in self.kind.fields]
        return self.hidden(*(fields or self.kind.narrowed_by), SORT)

    @property
    def for_columns(self) -> list[tuple[str, str]]:
        """What the form of the columns sends along: all but these."""
        return self.hidden(COLUMNS)

    @property
    def current(self) -> SavedFilter | None:
        """The saved filter that the list is seen by."""
        return next((each for each in self.saved if each.query == self.query), None)


def turn(key: str) -> str:
    """The same order from its other end."""
    return key[1:] if key.startswith("-") else f"-{key}"


_saved = Statement(lambda owner, name: SavedFilter.objects.filter(owner=owner, list=name), int, str)


def open_list(request: HttpRequest, kind: ListKind) -> ListPage:
    """The list as it was asked for: 1 query. A bare address opens as the person wants it to, see `opens_at`."""
    kept = kept_of(kind, request.GET)
    order = kind.order(kept.get(SORT, ""), request.user)
    saved, query = _saved(request.user.pk, kind.name), kept.urlencode()
    return ListPage(
        kind=kind,
        user=request.user,
        kept=kept,
        order=order,
        columns=columns_of(kind, kept, request.user),
        saved=saved,
        allowed=frozenset(column.key for column in kind.columns if column.may(request.user)),
        may_take=kind.taken_by(request.user),
        can_be_saved=0 < len(query) <= LONGEST and all(each.query != query for each in saved),
    )


def opens_at(request: HttpRequest, page: ListPage) -> str:
    """Where a bare address leads: to the saved filter that this person opens the list with; empty for none."""
    opening = next((each for each in page.saved if each.opens), None)
    return f"{page.url}?{opening.query}" if opening and not request.GET else ""


def places_of(headings: Iterable[str], columns: Iterable[Column]) -> list[int]:
    """Where in a row of the workbook with these keys stands what these columns stand for, those that are left out there aside."""
    places = {key: place for place, key in enumerate(headings)}
    return [places[key] for column in columns for key in column.cells if key in places]
