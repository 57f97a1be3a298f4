"""YAML and JSON text into plain values that know their line, within limits.

Values are texts, None, lists, and `Entry` (an object). Every scalar stays the text that was written: a level `1`, a title
`No` and a date are not reinterpreted.
"""

from __future__ import annotations

import json
import re
from json import decoder, scanner
from typing import Any

import yaml

from ladders.core.amounts import NumberText
from ladders.core.own_files import LOADER
from ladders.core.sentences import gettext as _

from ..entries import Entry, Value
from ..errors import ExchangeError
from ..limits import MAX_DEPTH, MAX_DOCUMENT_BYTES, MAX_NODES
from ..sheets import Place

# The signs of JSON outside its strings. What is taken is never given back, so that it is linear whatever the text is.
_SIGNS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[][{},]', re.DOTALL)


def refuse_big(name: str, text: str) -> None:
    """Raises ExchangeError for a document beyond what anybody writes."""
    if len(text) > MAX_DOCUMENT_BYTES:
        raise ExchangeError(
            _(
                "%(name)s has more than %(size)s MB of text, too much for YAML, JSON or Markdown. "
                "Part it, or send it as CSV."
            )
            % {"name": name, "size": MAX_DOCUMENT_BYTES // 2**20},
            Place(name),
        )


class YamlReader:
    """Reads YAML without running anything in it. `first_line` is the file's line in which the text begins."""

    def __init__(self, name: str, text: str, first_line: int = 1, inside: str = "") -> None:
        self.name, self.text, self.offset, self.inside = name, text, first_line - 1, inside
        self.nodes = 0

    def read(self) -> list[Value]:
        """The documents in the text."""
        refuse_big(self.name, self.text)
        try:
            self._check_size()
            return [self._value(node, 0) for node in yaml.compose_all(self.text, Loader=LOADER) if node is not None]
        except yaml.reader.ReaderError as error:
            line = self.text.count("\n", 0, error.position) + 1
            raise self._complaint(line, _("it holds a character that YAML does not allow. Delete it")) from None
        except yaml.MarkedYAMLError as error:
            raise self._not_yaml(error) from None
        except (yaml.YAMLError, ValueError, RecursionError):
            raise self._complaint(1, _("its structure cannot be followed. Check the indentation")) from None

    def _check_size(self) -> None:
        """Before anything recursive sees the text, and anything of it is kept."""
        depth = count = 0
        for event in yaml.parse(self.text, Loader=LOADER):
            count += isinstance(event, yaml.NodeEvent)
            if count > MAX_NODES:
                raise _too_many(self.name)
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise self._complaint(
                    line, _("it is nested more than %(max_depth)s deep. Flatten it") % {"max_depth": MAX_DEPTH}
                )

    def _not_yaml(self, error: yaml.MarkedYAMLError) -> ExchangeError:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            return self._complaint(1, _("its structure cannot be followed. Check the indentation"))
        lines = self.text.splitlines()
        written = lines[mark.line] if mark.line < len(lines) else ""
        if "\t" in written and "token" in str(error.problem):
            return self._complaint(mark.line + 1, _("a tab stands where YAML allows only blanks. Replace it by blanks"))
        return self._complaint(mark.line + 1, _("%(problem)s. Fix that line") % {"problem": error.problem})

    def _complaint(self, line: int, what: str) -> ExchangeError:
        place = Place(self.name, row=line + self.offset)
        also = _(" (line %(line)s of its %(inside)s)") % {"line": line, "inside": self.inside} if self.inside else ""
        return ExchangeError(
            _("%(name)s is not valid YAML in line %(row)s%(also)s: %(what)s and try again.")
            % {"name": self.name, "row": place.row, "also": also, "what": what},
            place,
        )

    def _value(self, node: yaml.Node, depth: int) -> Value:
        self.nodes += 1
        line = node.start_mark.line + 1
        if self.nodes > MAX_NODES:
            raise ExchangeError(
                _(
                    "%(name)s grows to more than %(max_nodes)s values when its references (&, *) are followed. Write "
                    "the values out, or part the file."
                )
                % {"name": self.name, "max_nodes": f"{MAX_NODES:,}"},
                Place(self.name, row=line + self.offset),
            )
        if depth > MAX_DEPTH:
            raise self._complaint(line, _("it refers to itself. Remove the reference"))
        if isinstance(node, yaml.ScalarNode):
            if node.tag == "tag:yaml.org,2002:float":
                return NumberText(node.value)
            return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(item, depth + 1) for item in node.value]
        return self._entry(node, line, depth)

    def _entry(self, node: yaml.Node, line: int, depth: int) -> Entry:
        entry = Entry(line + self.offset)
        for key_node, value_node in node.value:
            key_line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise self._complaint(key_line, _("a key is no plain text. Write a name before the colon"))
            key, value = str(key_node.value), self._value(value_node, depth + 1)
            if key_node.tag == "tag:yaml.org,2002:merge":
                for part in value if isinstance(value, list) else [value]:
                    for name, inherited in part.items() if isinstance(part, Entry) else ():
                        entry.setdefault(name, inherited)
                continue
            if key in entry.lines:
                raise self._complaint(
                    key_line, _("“%(key)s” is written twice in the same place. Keep one") % {"key": key}
                )
            entry[key] = value
            entry.lines[key] = value_node.start_mark.line + 1 + self.offset
        return entry


def _too_many(name: str) -> ExchangeError:
    return ExchangeError(
        _("%(name)s is nested more than %(max_depth)s deep or has more than %(max_nodes)s values. Part the file.")
        % {"name": name, "max_depth": MAX_DEPTH, "max_nodes": f"{MAX_NODES:,}"},
        Place(name),
    )


def _check_json(name: str, text: str) -> None:
    """Raises ExchangeError for what is too deep or has too many values, from its signs alone: nothing is built for it."""
    depth = count = 0
    for token in _SIGNS.finditer(text):
        sign = token[0][0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        # Every value but the first of its list or object stands behind a comma, every list and object begins once.
        count += sign in "[{,"
        if depth > MAX_DEPTH or count > MAX_NODES:
            raise _too_many(name)


class _LineDecoder(json.JSONDecoder):
    """JSON whose objects know the line they begin in, and whose numbers stay as written."""

    def __init__(self, text: str) -> None:
        super().__init__(parse_float=NumberText, parse_int=str, strict=False)
        self._ends = [index for index, sign in enumerate(text) if sign == "\n"]
        self.parse_object = self._object
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]  # the one that calls parse_object

    def _object(self, state: tuple[str, int], *rest: Any) -> tuple[Entry, int]:
        from bisect import bisect_left

        pairs, end = decoder.JSONObject(state, *rest)  # type: ignore[attr-defined]
        return Entry(bisect_left(self._ends, state[1] - 1) + 1, pairs), end


def read_json(name: str, text: str) -> Value:
    """The value of a JSON text. Raises ExchangeError with the line of what is wrong."""
    refuse_big(name, text)
    _check_json(name, text)
    try:
        value = _LineDecoder(text).decode(text)
    except json.JSONDecodeError as error:
        raise ExchangeError(
            _(
                "%(name)s is not valid JSON in line %(line)s, column %(column)s: %(what)s. Fix that place, or "
                "export the file again."
            )
            % {"name": name, "line": error.lineno, "column": error.colno, "what": error.msg},
            Place(name, row=error.lineno, column=str(error.colno)),
        ) from None
    except (RecursionError, ValueError):
        raise ExchangeError(
            _("%(name)s is nested too deep to be read. Flatten it.") % {"name": name}, Place(name)
        ) from None
    return _texts(value)


def _texts(value: object) -> Value:
    """Every scalar as text; depth is checked before."""
    if isinstance(value, Entry):
        for key in value:
            value[key] = _texts(value[key])
        return value
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if value is None:
        return None
    if isinstance(value, NumberText):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
