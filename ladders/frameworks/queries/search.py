"""Full-text search over all published frameworks: filling the index, asking it, and showing why something was found.

The index belongs to a version and is derived from it alone, so it can be dropped and filled again at any time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.contrib.postgres.search import CombinedSearchQuery, SearchHeadline, SearchQuery, SearchRank
from django.db import transaction
from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Floor
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ladders.core.markdown import to_text
from ladders.core.statements import Statement, number_of

from ..domain.shapes import TrackKind, VersionShape
from ..enums import VersionState
from ..models import Framework, SearchEntry, Version
from .versions import shape_of

LEVEL, COMPETENCY = "level", "competency"
LONGEST_QUERY = 200  # characters; nobody types more, and the parser's work grows with it
LONGEST_BODY = 200_000  # characters; PostgreSQL refuses vectors beyond a megabyte
_BEGIN, _END = "\x02", "\x03"  # around what matched; the index holds no control characters, so they cannot be forged
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")  # PostgreSQL's parser takes what follows for markup and passes over it
_WORD = re.compile(r"\w+")


def index_version(version: Version, shape: VersionShape | None = None) -> int:
    """Fill the index of a version: a row per level and per competency. Returns how many. Safe to repeat.

    Called where a version is published, in that transaction; `shape` saves reading it again.
    """
    shape = shape or shape_of(version)
    with transaction.atomic():
        drop_index(version)
        rows = [SearchEntry(version=version, **fields) for fields in (*_levels(shape), *_competencies(shape))]
        SearchEntry.objects.bulk_create(rows)
    return len(rows)


def drop_index(version: Version) -> None:
    """Forget a version: called where it is retired. Search reads published versions only, forgotten or not."""
    SearchEntry.objects.filter(version=version).delete()


def find(query: str, *, framework: str = "") -> QuerySet[Any]:
    """What published frameworks say about `query`, best first; `framework` is a slug to look in one alone.

    Entries come with `snippet` (see `marked`), `rank` and `exact`.

    `query` is what people type into search boxes: words, "a phrase", -without, or. Words may be unfinished, and the
    beginning of a code finds its levels, exact ones first.
    """
    query = clean(query)
    return _find(query, _beginnings(query), framework) if query else SearchEntry.objects.none()


def _find(query: str, begins: str, framework: str = "") -> QuerySet[Any]:
    entries = SearchEntry.objects.filter(version__state=VersionState.PUBLISHED).select_related(
        "version__framework__owner"
    )
    if framework:
        entries = entries.filter(version__framework__slug=framework)
    asked: SearchQuery | CombinedSearchQuery = SearchQuery(query, config="english", search_type="websearch")
    if begins:
        asked = asked | SearchQuery(begins, config="english", search_type="raw")
    code = Value(query)  # a value as it is, which a kept statement can be filled with
    return (
        entries.filter(Q(vector=asked) | Q(code__istartswith=code))
        .annotate(
            exact=Case(When(code__iexact=code, then=Value(True)), default=Value(False), output_field=BooleanField()),
            rank=SearchRank(F("vector"), asked),
            snippet=SearchHeadline(
                "body",
                asked,
                config="english",
                start_sel=_BEGIN,
                stop_sel=_END,
                max_words=32,
                min_words=14,
                max_fragments=2,
                fragment_delimiter=" … ",
            ),
        )
        # How often a text repeats a word says little: ranks that are near count as one, and then tracks come in their order.
        .order_by("-exact", Floor(F("rank") * 10).desc(), "version__framework__name", "kind", "pk")
    )


class FoundEntries:
    """What `find` finds in all frameworks, for a paginator: the first `most` and how many there are are read by statements that
    are put together once, anything behind them as it is asked for."""

    ordered = True

    def __init__(self, query: str, most: int) -> None:
        self.query, self.most = clean(query), most
        self.values = tuple(filter(None, (self.query, _beginnings(self.query))))

    def count(self) -> int:
        """How many: 1 query."""
        return _first(self.most, len(self.values))[1].one(*self.values) or 0

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> Sequence[Any]:
        if part.stop == 0:
            return []
        if part.start or part.stop > self.most:
            return list(find(self.query)[part])
        return _first(self.most, len(self.values))[0](*self.values)[part]


@cache
def _first(most: int, values: int) -> tuple[Statement[Any], Statement[int]]:
    """`values`: 2 with words as beginnings, else 1."""

    def found(query: str, begins: str = "") -> QuerySet[Any]:
        return _find(query, begins)

    types = (str,) * values
    return Statement(lambda *asked: found(*asked)[:most], *types), Statement(
        lambda *asked: number_of(found(*asked)), *types
    )


def searchable_frameworks() -> QuerySet[Framework]:
    """The frameworks that search looks at, by name."""
    return Framework.objects.published().order_by("name")


_searchable = Statement(searchable_frameworks)


def frameworks_searched() -> list[Framework]:
    """The same, read by a statement that is put together once: 1 query."""
    return _searchable()


def clean(query: str) -> str:
    """The query without control characters and stray space, cut to a sensible length."""
    return " ".join(_CONTROL.sub(" ", query).split())[:LONGEST_QUERY]


def marked(snippet: str) -> SafeString:
    """A snippet as HTML: everything escaped, what matched in `<mark>`. Only pairs become marks."""
    first, *pieces = snippet.split(_BEGIN)
    parts: list[str] = [escape(first)]
    for piece in pieces:
        hit, end, rest = piece.partition(_END)
        parts.append(f"<mark>{escape(hit)}</mark>{escape(rest)}" if end else escape(piece))
    return mark_safe("".join(parts))


def bare(snippet: str) -> str:
    """A snippet without what marks its matches."""
    return snippet.replace(_BEGIN, "").replace(_END, "")


def _beginnings(query: str) -> str:
    """Every word as a beginning, where the query is words alone; else empty."""
    words = _WORD.findall(query)
    if not words or re.search(r"[\"-]|\bor\b", query, re.IGNORECASE):
        return ""
    return " & ".join(f"{word}:*" for word in words)


def _levels(shape: VersionShape) -> Iterator[dict[str, Any]]:
    # In the order of their rows they are found: levels of management behind the others, whatever the codes.
    for track in sorted(shape.tracks, key=lambda each: each.kind == TrackKind.MANAGEMENT):
        for level in track.levels:
            texts = [level.summary, _words(level.scope)]
            for competency in shape.competencies:
                item = shape.expectation(level.key, competency.key)
                if item.written or item.examples:
                    texts.append(f"{competency.name}: {_words(item.descriptor)} {_words(item.examples)}")
            yield {
                "kind": LEVEL,
                "key": level.key,
                "code": _CONTROL.sub(" ", level.code),
                "title": level.title,
                "context": track.name[:200],
                "body": "\n".join(text.strip() for text in texts if text.strip())[:LONGEST_BODY],
            }


def _competencies(shape: VersionShape) -> Iterator[dict[str, Any]]:
    for competency in shape.competencies:
        group = shape.group_by_key.get(competency.group)
        yield {
            "kind": COMPETENCY,
            "key": competency.key,
            "title": competency.name,
            "context": group.name[:200] if group else "",
            "body": _words(competency.description)[:LONGEST_BODY],
        }


def _words(text: str) -> str:
    """Markdown as the words alone, harmless to PostgreSQL's parser and to `marked`."""
    return _TAG.sub("< ", _CONTROL.sub(" ", to_text(text)))
