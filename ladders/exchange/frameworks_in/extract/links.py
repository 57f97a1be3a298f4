"""Links to learn from, as files of every origin write them, into the one text that is kept."""

from __future__ import annotations

from ladders.core.sentences import gettext as _
from ladders.exchange.tables.sheets import Place, Problem, warning
from ladders.frameworks.domain.links import read_links, text_of

from ..mapping.fields import Field
from .records import Record


def kept_links(text: str, place: Place) -> tuple[str, list[str]]:
    """The links as they are kept, and a sentence for each line that is none which can be kept."""
    links, refused = read_links(text)
    return text_of(links), [_("%(place)s: %(why)s") % {"place": place, "why": each.sentence} for each in refused]


def tidy_links(record: Record) -> list[Problem]:
    """Give the record its links as they are kept. Lines that are none are left out, with a word about each."""
    text = record.values.get(Field.LINKS, "")
    if not text:
        return []
    kept, refused = kept_links(text, record.place)
    record.values = {**record.values, Field.LINKS: kept}
    if not kept:
        del record.values[Field.LINKS]
    return [warning(record.place, _("%(sentence)s It is left out.") % {"sentence": each}) for each in refused]


def joined_links(one: str, other: str) -> str:
    """The links of two texts, each once."""
    return text_of(read_links(f"{one}\n{other}")[0])
