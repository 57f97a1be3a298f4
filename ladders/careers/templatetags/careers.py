"""Tags of the pages about oneself: impacts in words, the fields of one competency, loads as bars."""

from __future__ import annotations

from typing import Any

from django import template

from ..domain.energy import EnergySource, Load
from ..models import Impact
from ..queries.assessment_sheets import CompetencyRow
from ..queries.reflections import Reflected
from ..web.forms import AssessmentForm

register = template.Library()


@register.filter
def impact(value: str) -> str:
    """The kind of impact in words."""
    return str(dict(Impact.choices).get(value, value))


@register.inclusion_tag("careers/_assess_fields.html")
def assess_fields(form: AssessmentForm, row: CompetencyRow, side: str, stale: bool) -> dict[str, Any]:
    """Step, note and evidence of one competency; after a stale save also what is kept now."""
    key = row.competency.key.hex
    return {
        "row": row,
        "step": form[f"step-{key}"],
        "note": form[f"note-{key}"],
        "evidence": form[f"evidence-{key}"] if f"evidence-{key}" in form.fields else None,
        "said": getattr(row, side),
        "stale": stale,
    }


@register.filter
def loads(found: Reflected) -> list[tuple[Any, Load]]:
    """Each source's name with its loads, in the order in which they are asked."""
    return [(source.label, found.loads[source]) for source in EnergySource if source in found.loads]
