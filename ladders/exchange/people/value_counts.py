"""What texts of a column count as, in words. Pure."""

from __future__ import annotations

from collections import Counter

from ladders.core.sentences import gettext as _
from ladders.core.sentences import ngettext

NAMED = 5  # texts that a note about a column names


def counted(rows: Counter[str], means: str) -> str:
    """What each of these texts counts as, and in how many rows: the most frequent ones, and how many others there are."""
    told = sorted(rows.items(), key=lambda each: (-each[1], each[0]))
    cells = [f"“{text[:80]}”" for text, _count in told]
    counts = [ngettext("(%(count)s row)", "(%(count)s rows)", count) % {"count": count} for _text, count in told]
    if len(cells) == 1:
        return _("%(text)s counts as %(means)s %(rows)s") % {"text": cells[0], "means": means, "rows": counts[0]}
    *most, last = [f"{cell} {count}" for cell, count in zip(cells[:NAMED], counts, strict=False)]
    others = len(cells) - NAMED
    if others > 0:
        most, last = [*most, last], ngettext("%(count)s other", "%(count)s others", others) % {"count": others}
    told_of = {"texts": ", ".join(most), "last": last, "means": means, "count": rows.total()}
    return _("%(texts)s and %(last)s count as %(means)s (%(count)s rows)") % told_of
