"""A report as one document of plain data, as its reader may see it: page, print, workbook and JSON are made of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..domain.questions import EVERYBODY, category_key
from ..models import Report, ReportCategory, ReportFigure
from ..text.document import left_out_lines, method_lines
from .readers import ReportReader

FORMAT = "ladders-pay-report-1"


def document_of(report: Report, reader: ReportReader) -> dict[str, Any]:
    """Everything that this reader may see. Percentages are texts of decimals, None where there is none or it is kept back.

    7 queries, whatever the number of categories. Amounts are in it for analysts who may see everybody's pay.
    """
    figures = list(report.figures.all())
    return {
        "format": FORMAT,
        "report": _head(report, reader),
        "rules": {
            "threshold_percent": _text(report.threshold_percent),
            "smallest_group": report.smallest_group,
            "mostly_women_percent": _text(report.mostly_women_percent),
            "source": report.rules_source,
            "certain": report.rules_certain,
        },
        "methods": method_lines(report),
        "left_out": left_out_lines(report.left_out),
        "bases": _bases(report, reader, [each for each in figures if each.category_id is None]),
        "categories": _categories(report, reader, [each for each in figures if each.category_id is not None]),
        **_findings(report.findings, reader),
        "opinions": [
            {"for": row.body, "text": row.text, "written_on": row.written_at.date().isoformat()}
            for row in report.opinions.all()
        ],
    }


def _head(report: Report, reader: ReportReader) -> dict[str, Any]:
    decision = report.decision
    return {
        "number": report.pk,
        "year": report.year,
        "legal_entity": report.legal_entity,
        "country": report.country,
        "day": report.day.isoformat(),
        "state": report.state,
        "read_as": reader.read_as.value,
        "former": report.former_id,
        "why_again": report.why_again,
        "currency": report.currency,
        "people": report.people,
        "categories_decided_on": decision.decided_on.isoformat() if decision else None,
        "categories_because": decision.reason if decision else "",
        "figures_made_on": _day(report.computed_at),
        "representatives_asked_on": _day(report.consulted_at),
        "signed_by": str(report.signed_by) if report.signed_by else None,
        "signed_as": report.signed_as,
        "signed_on": _day(report.signed_at),
        "published_on": _day(report.published_at),
    }


def _day(moment: Any) -> str | None:
    return moment.date().isoformat() if moment else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def _gap(row: ReportFigure, reader: ReportReader, *, seen: bool) -> dict[str, Any]:
    data = {
        "letter": row.letter,
        "basis": row.basis,
        "part": row.part,
        "measure": row.measure,
        "population": row.population,
        "shown": seen,
        "women": row.women if seen else None,
        "men": row.men if seen else None,
        "percent": _text(row.percent) if seen else None,
        "note": row.note if seen else "",
        "left_out": left_out_lines(row.left_out) if seen else [],
    }
    if reader.amounts and seen:
        data |= {"women_amount": _text(row.women_amount), "men_amount": _text(row.men_amount)}
    return data


def _bases(report: Report, reader: ReportReader, figures: list[ReportFigure]) -> list[dict[str, Any]]:
    quarters, receiving = list(report.quarters.all()), {row.basis: row for row in report.receiving.all()}
    found = []
    for basis in sorted(receiving):
        seen = reader.sees(EVERYBODY, basis)
        got = receiving[basis]
        found.append(
            {
                "basis": basis,
                "chosen": basis == report.chosen.basis.value,
                "figures": [
                    _gap(row, reader, seen=reader.sees_figure(row, EVERYBODY)) for row in figures if row.basis == basis
                ],
                "receiving": {
                    "women_receiving": got.women_receiving,
                    "women": got.women,
                    "women_percent": _text(got.women_percent),
                    "men_receiving": got.men_receiving,
                    "men": got.men,
                    "men_percent": _text(got.men_percent),
                }
                if seen
                else None,
                "quarters": [
                    {
                        "quarter": row.place,
                        "women": _text(row.women),
                        "men": _text(row.men),
                        "others": _text(row.others),
                        "women_percent": _text(row.women_percent),
                    }
                    for row in quarters
                    if row.basis == basis and seen
                ],
            }
        )
    return found


def _categories(report: Report, reader: ReportReader, figures: list[ReportFigure]) -> list[dict[str, Any]]:
    chosen = report.chosen.basis.value
    return [
        _category(row, reader, chosen, [each for each in figures if each.category_id == row.pk])
        for row in report.categories.all()
    ]


def _category(row: ReportCategory, reader: ReportReader, chosen: str, figures: list[ReportFigure]) -> dict[str, Any]:
    key = category_key(row.name)
    seen = reader.sees(key, chosen)
    return {
        "name": row.name,
        "shown": seen,
        "women": row.women if seen else None,
        "men": row.men if seen else None,
        "reached": row.reached if seen else None,
        "explanation": row.explanation if seen else "",
        "figures": [_gap(each, reader, seen=reader.sees_figure(each, key)) for each in figures],
    }


def _findings(findings: dict[str, Any], reader: ReportReader) -> dict[str, Any]:
    """Of groups that are large enough. Of levels that are paid unequally, others than analysts read the names alone."""
    adjusted = findings.get("adjusted")
    return {
        "equal_impact": adjusted if adjusted and reader.enough(adjusted["counted"], adjusted["against"]) else None,
        "tracks_against": findings.get("against", ""),
        "tracks": [
            each
            for each in findings.get("tracks", ())
            if each["gap"] and reader.enough(each["gap"]["counted"], each["gap"]["against"])
        ],
        "next_levels": [
            each for each in findings.get("next_levels", ()) if reader.enough(each["people"], each["promotions"])
        ],
        "arrivals": [each for each in findings.get("arrivals", ()) if reader.enough(each["people"])],
        "equal_value": [
            each | ({} if reader.analyst else {"percent": None})
            for each in findings.get("equal_value", ())
            if reader.enough(each["people"], each["other_people"])
        ],
    }
