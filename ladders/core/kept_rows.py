"""What a kept statement found, as its queryset would give it, without what Django does for every single row.

Django sets one field of an instance after the other, and tells whoever listens before and after: 25 calls for each. Here all
fields are put in at once. What a model does by itself when an instance is made would be missed, so such a model is refused.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable, NamedValuesListIterable, ValuesListIterable
from django.db.models.signals import post_init, pre_init

Row = Sequence[Any]
Make = Callable[[Row, str], Any]  # of a row, and the name of the database that it is from


class RowReader:
    """Reads the rows of one statement. `compiler`: that put it together."""

    def __init__(self, queryset: QuerySet[Any, Any], compiler: Any) -> None:
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        found = compiler.get_converters(columns).items()
        self.converters = [(at, each, column) for at, (converts, column) in found for each in converts]
        self.width = compiler.col_count if compiler.has_extra_select else None
        self.make = _maker(queryset, compiler)

    def read(self, rows: Sequence[Row], link: Any) -> list[Any]:
        """What they are; `link` is the connection that they were read over."""
        if self.width is not None:
            rows = [row[: self.width] for row in rows]
        if self.converters:
            changed = [list(row) for row in rows]
            for at, convert, column in self.converters:
                for row in changed:
                    row[at] = convert(row[at], column, link)
            rows = changed
        return self.make(rows, link.alias)


def _maker(queryset: Any, compiler: Any) -> Callable[[Sequence[Row], str], list[Any]]:
    """What makes of the rows of a database what the queryset gives."""
    kind = queryset._iterable_class
    if kind is ModelIterable:
        make = _instances(compiler.klass_info, compiler.select, compiler.annotation_col_map or {})
        return lambda rows, database: [make(row, database) for row in rows]
    if kind is ValuesListIterable:
        return lambda rows, _database: list(map(tuple, rows))
    if kind is FlatValuesListIterable:
        return lambda rows, _database: [row[0] for row in rows]
    if kind is NamedValuesListIterable:
        named: Any = namedtuple("Row", queryset._fields)  # type: ignore[misc]
        return lambda rows, _database: [tuple.__new__(named, row) for row in rows]
    raise TypeError(f"A kept statement gives instances, tuples or single values, no {kind.__name__}")


def _instances(found: Mapping[str, Any], select: Sequence[Any], annotated: Mapping[str, int]) -> Make:
    """Makes instances of one model, with those that are joined to them. `annotated`: column of each further attribute."""
    model: type[Model] = found["model"]
    listened = pre_init.has_listeners(model) or post_init.has_listeners(model)
    own: Any = model.from_db
    if listened or model.__init__ is not Model.__init__ or own.__func__ is not Model.from_db.__func__:  # type: ignore[attr-defined]
        raise TypeError(f"{model.__name__} does something when it is made")
    first, last = found["select_fields"][0], found["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:last]]
    joined = [
        (_key_column(each, select), _instances(each, select, {}), each["local_setter"], each["remote_setter"])
        for each in found.get("related_klass_infos", ())
    ]

    def make(row: Sequence[Any], database: str) -> Model:
        new = model.__new__(model)
        new.__dict__ = dict(zip(names, row[first:last], strict=True))
        new._state = state = ModelState()
        state.adding, state.db = False, database
        for key, other, here, there in joined:
            if row[key] is None:
                here(new, None)
                continue
            beside = other(row, database)
            here(new, beside)
            there(beside, new)
        for name, at in annotated.items():
            setattr(new, name, row[at])
        return new

    return make


def _key_column(found: Mapping[str, Any], select: Sequence[Any]) -> int:
    """Where the key of a joined row stands, which is empty where there is none."""
    key: str = found["model"]._meta.pk.attname
    places: Sequence[int] = found["select_fields"]
    return next(at for at in places if select[at][0].target.attname == key)
