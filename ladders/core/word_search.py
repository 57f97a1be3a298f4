"""Finding by the beginnings of words: quick at any size with a GIN index over the same vector, no extension needed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery

# kB of a GIN index that wait to be sorted in: every search reads all of them. The server's own 4 MB take longer than any search.
PENDING: Final = 64


def words_asked(query: Mapping[str, Any]) -> str:
    """What the address of a list looks for: `q`, without blanks around it and no longer than a name."""
    words: str = query.get("q", "").strip()[:100]
    return words


def beginnings(text: str) -> SearchQuery | None:
    """A query for texts that hold, for every word of `text`, a word that begins so; None without any word.

    Ask it of `SearchVector(field, config="simple")`.
    """
    text = beginnings_text(text)
    return SearchQuery(text, search_type="raw", config="simple") if text else None


def beginnings_text(text: str) -> str:
    """The text of that query, empty without any word: for a statement that is kept."""
    starts = sorted({start for start in re.split(r"\W+", text.casefold()) if start})
    return " & ".join(f"'{start}':*" for start in starts)
