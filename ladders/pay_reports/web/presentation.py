"""What the templates show of a document: sentences, rows of tables, and where things stand in the pictures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from ladders.core.percentages import percent_text
from ladders.insights.domain.pay_gap.gaps import GapNote

from ..domain.charts import LINE, GapAxis, gap_axis
from ..models.figures import BASES
from ..text import sentences

BASIS_WORDS = dict(BASES)


def shown_document(document: dict[str, Any]) -> dict[str, Any]:
    """The context of page and print, beside the document itself."""
    threshold = float(document["rules"]["threshold_percent"] or 5)
    categories = [_category(each, document) for each in document["categories"]]
    axis = gap_axis([each["total"] for each in categories if each["total"] is not None], threshold)
    for each in categories:
        each["mark"] = _mark(axis, each["total"])
    return {
        "document": document,
        "head": {name: _days(value) for name, value in document["report"].items()},
        "bases": [_basis(each) for each in document["bases"]],
        "compared": next((BASIS_WORDS[each["basis"]] for each in document["bases"] if each["chosen"]), ""),
        "categories": categories,
        "axis": axis,
        "reached": [each for each in categories if each["reached"]],
        "kept_back": sum(1 for each in categories if not each["shown"]),
        **_findings(document),
    }


def _days(value: Any) -> Any:
    """Days of the document as dates, so that the page can write them out."""
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return dt.date.fromisoformat(value)
    return value


def _basis(each: dict[str, Any]) -> dict[str, Any]:
    receiving = each["receiving"]
    seen = [row["left_out"] for row in each["figures"] if row["shown"]]
    common = [out for out in seen[0] if all(out in others for others in seen)] if seen else []
    return {
        "basis": each["basis"],
        "words": BASIS_WORDS[each["basis"]],
        "chosen": each["chosen"],
        "left_out": common,
        "figures": [
            {
                "letter": row["letter"],
                "sentence": sentences.gap_sentence(row),
                "percent": percent_text(row["percent"]),
                "left_out": [out for out in row["left_out"] if out not in common],
                "women_amount": row.get("women_amount"),
                "men_amount": row.get("men_amount"),
            }
            for row in each["figures"]
        ],
        "receiving": receiving
        and {
            "women": percent_text(receiving["women_percent"]),
            "men": percent_text(receiving["men_percent"]),
            "women_counted": f"{receiving['women_receiving']:,} / {receiving['women']:,}",
            "men_counted": f"{receiving['men_receiving']:,} / {receiving['men']:,}",
        },
        "quarters": [_quarter(row) for row in reversed(each["quarters"])],
    }


def _quarter(row: dict[str, Any]) -> dict[str, Any]:
    women = row["women_percent"]
    width = None if women is None else round(LINE * float(women) / 100, 1)
    return {
        "name": sentences.QUARTERS[row["quarter"]],
        "women": percent_text(women),
        "men": percent_text(None if women is None else 100 - float(women)),
        "width": width,
        "rest": None if width is None else round(LINE - width, 1),
    }


def _category(each: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    chosen = next((basis["basis"] for basis in document["bases"] if basis["chosen"]), "")
    gaps = {(row["basis"], row["part"]): row for row in each["figures"]}
    own = gaps.get((chosen, "total"))
    percent = own["percent"] if own else None
    return {
        "name": each["name"],
        "shown": each["shown"],
        "women": each["women"],
        "men": each["men"],
        "reached": each["reached"],
        "explanation": each["explanation"],
        "total": None if percent is None else float(percent),
        "note": GapNote(own["note"]).label if own and own["note"] else "",
        "gaps": [
            {
                "words": BASIS_WORDS[basis],
                **{part: _gap_cell(gaps.get((basis, part))) for part in ("total", "basic", "variable")},
                "women_amount": gaps.get((basis, "total"), {}).get("women_amount"),
                "men_amount": gaps.get((basis, "total"), {}).get("men_amount"),
            }
            for basis in BASIS_WORDS
        ],
    }


def _gap_cell(row: dict[str, Any] | None) -> str:
    if row is None or (row["shown"] and row["percent"] is None):
        return "–"
    return percent_text(row["percent"]) if row["shown"] else _("kept back")


def _mark(axis: GapAxis, percent: float | None) -> dict[str, Any] | None:
    if percent is None:
        return None
    outside = abs(percent) >= axis.threshold
    return {"at": axis.at(percent), "outside": outside, "beyond": axis.beyond(percent)}


def _findings(document: dict[str, Any]) -> dict[str, Any]:
    adjusted, tracks = document["equal_impact"], document["tracks"]
    ends = [end for gap in [adjusted, *(each["gap"] for each in tracks)] if gap for end in (gap["low"], gap["high"])]
    axis = gap_axis(ends, float(document["rules"]["threshold_percent"] or 5))
    rows = [(_("Women against men"), adjusted)] if adjusted else []
    against = document["tracks_against"]
    rows += [
        (
            _("%(track)s against %(against)s") % {"track": sentences.track_words(each["track"]), "against": words},
            each["gap"],
        )
        for each in tracks
        for words in [sentences.track_words(against)]
    ]
    return {
        "adjusted": sentences.adjusted_said(adjusted),
        "tracks": [sentences.track_said(each["track"], against, each["gap"]) for each in tracks],
        "intervals_axis": axis,
        "intervals": [
            {
                "name": name,
                "percent": percent_text(gap["percent"]),
                "range": f"{percent_text(gap['low'])} … {percent_text(gap['high'])}",
                "at": axis.at(gap["percent"]),
                "low": axis.at(gap["low"]),
                "high": axis.at(gap["high"]),
                "certain": gap["certain"],
            }
            for name, gap in rows
        ],
        "next_levels": [sentences.next_level_said(each) for each in document["next_levels"]],
        "arrivals": [sentences.arrival_said(each) for each in document["arrivals"]],
        "equal_value": [sentences.equal_value_said(each) for each in document["equal_value"]],
    }
