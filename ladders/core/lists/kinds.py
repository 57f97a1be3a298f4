"""What a list is: its columns, its orders, what it can be narrowed to, and its rows as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise

from ..xlsx import Cell
from .order import turned


def anybody(user: Any) -> bool:
    """True for whoever sees the list."""
    return True


class Holds(Enum):
    """What stands in a column, so that both ends of its order have words."""

    WORDS = auto()
    NUMBERS = auto()
    DAYS = auto()
    STEPS = auto()  # of something that has a bottom and a top
    KINDS = auto()  # what is alike stands together, in no order that a reader would know


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `sort` is the order that its heading leads to: columns of the database, the last of them unique.

    An order has to be that of an index, and no column of it empty. `down`: the first click sorts from the highest. `cells` are
    the columns of the workbook that it stands for, by their keys in `Sheet.headings`.
    """

    key: str
    title: Promise
    cells: tuple[str, ...]
    sort: tuple[str, ...] = ()
    down: bool = False
    shown: bool = True  # where nobody chose
    fixed: bool = False  # nobody can hide it
    holds: Holds = Holds.WORDS
    may: Callable[[Any], bool] = anybody
    leaves_out: Promise | str = ""  # whom its order has no place for, as a sentence

    @property
    def number(self) -> bool:
        """True where figures stand under each other."""
        return self.holds is Holds.NUMBERS


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort a list; `names` as `order_by` takes them."""

    key: str
    title: Promise
    names: tuple[str, ...]
    leaves_out: Promise | str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """What a list is narrowed by: one of `choices(user)`, values and their words, the first being what nobody chose; or words."""

    name: str
    title: Promise
    choices: Callable[[Any], Iterable[tuple[str, Any]]] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as a table, whole: `rows` are read as they are written, `total` is how many there will be.

    `headings`: the key of each column and what it is called, in the order of the cells of a row.
    `taken` is called in the transaction that stores the file, when all rows have been read: logs of who saw what are written
    there.
    """

    title: str
    name: str  # of the file, without its ending
    headings: Mapping[str, str]
    rows: Iterator[Sequence[Cell]]
    total: int | None = None
    taken: Callable[[], None] | None = None


@dataclass(frozen=True)
class ListKind:
    """A list. `fields` narrow it, and `narrowed_by`: parameters of its address without a field in `core/list.html`.

    `sheet(user, query, order)` gives all rows that this person sees, in that order, with every column they may see. `orders` are
    those that no heading stands for, the first of all being that of a list nobody sorted.
    """

    name: str
    title: Promise
    address: str  # name of its page
    may: Callable[[Any], bool]
    columns: tuple[Column, ...]
    narrowed_by: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    sheet: Callable[[Any, QueryDict, Order], Sheet] | None = None
    may_take: Callable[[Any], bool] | None = None  # take it as a workbook; None: whoever may see it
    orders: tuple[Order, ...] = ()
    usual: str = ""  # key of the order of a list that nobody sorted

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """All that narrows it, as a saved filter keeps it."""
        return (*(field.name for field in self.fields), *self.narrowed_by)

    @cached_property
    def by_key(self) -> dict[str, Order]:
        """All orders."""
        found = {order.key: order for order in self.orders}
        for column in self.columns:
            if column.sort:
                found[column.key] = Order(column.key, column.title, column.sort, column.leaves_out)
                other = turned(column.sort)
                found[f"-{column.key}"] = Order(f"-{column.key}", column.title, other, column.leaves_out)
        return found

    def order(self, key: str, user: Any) -> Order:
        """The order with this key; the usual one where there is none, or where it is that of a column they may not see."""
        known = self.by_key
        column = next((each for each in self.columns if each.key == key.removeprefix("-")), None)
        return known[key] if key in known and (column is None or column.may(user)) else known[self.usual]

    def taken_by(self, user: Any) -> bool:
        """True where this person may have it as a workbook."""
        return self.sheet is not None and self.may(user) and (self.may_take is None or self.may_take(user))


_kinds: dict[str, ListKind] = {}


def register_list(kind: ListKind) -> ListKind:
    """Make a list known, so that its filters can be saved and its workbooks made (from `AppConfig.ready`)."""
    _kinds[kind.name] = kind
    return kind


def list_kind(name: str) -> ListKind | None:
    """The list of that name."""
    return _kinds.get(name)


def every_list() -> list[ListKind]:
    """All lists that are known."""
    return list(_kinds.values())
