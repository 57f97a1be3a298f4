"""Reading and writing what is sealed about somebody's energy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Employee
from ladders.core.statements import Statement
from ladders.frameworks.domain.shapes import TrackKind
from ladders.frameworks.enums import TRACK_KINDS

from ..domain.energy import LEAST, MOST, EnergySource, Fit, Load, fits
from ..models import Reflection

WORK = {  # as they stand within a sentence
    EnergySource.MASTERY: gettext_lazy("deep craft work"),
    EnergySource.OUTCOMES: gettext_lazy("responsibility for outcomes"),
    EnergySource.SYSTEMS: gettext_lazy("systems work"),
    EnergySource.PEOPLE: gettext_lazy("work with people"),
}


@dataclass(frozen=True, slots=True)
class Reflected:
    """What a reflection says. `lost` is True where the key that sealed it is gone."""

    loads: Mapping[EnergySource, Load] = field(default_factory=dict)
    divergence: str = ""  # where the role's demands and one's strengths or energy part ways
    text: str = ""
    revision: int = 0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class FitShown:
    """How a kind of track meets what somebody wants: `score` to sort by (higher first), `sentence` to show (may be empty)."""

    score: int
    sentence: str


def sealed(loads: Mapping[EnergySource, Load], divergence: str, text: str) -> str:
    """What is sealed."""
    numbers = {source.value: [load.now, load.wanted] for source, load in loads.items()}
    return json.dumps({"loads": numbers, "divergence": divergence, "text": text})


_row_of = Statement(lambda employee: Reflection.objects.filter(employee=employee), int).one


def reflection_of(employee: Employee) -> Reflected | None:
    """What somebody wrote; None where they wrote nothing: 1 query. Ask `sharing.shared_with` before showing it to others."""
    row = _row_of(employee.pk)
    return unsealed(row) if row else None


def unsealed(row: Reflection) -> Reflected:
    """Open the seal."""
    if not row.sealed:
        return Reflected(revision=row.revision, lost=True)
    found: dict[str, Any] = json.loads(row.sealed)
    loads = {EnergySource(name): Load(_within(now), _within(wanted)) for name, (now, wanted) in found["loads"].items()}
    return Reflected(loads, found["divergence"], found["text"], row.revision)


def energy_of(employee: Employee) -> dict[TrackKind, FitShown] | None:
    """How every kind of track meets what the person wants; None where they have not said: 1 query.

    Sort moves by `-score` of their track's kind (a stable sort) and show `sentence` with them.
    """
    found = reflection_of(employee)
    if found is None or not found.loads:
        return None
    return {kind: FitShown(each.score, sentence(kind, each)) for kind, each in fits(found.loads).items()}


def sentence(kind: TrackKind, found: Fit) -> str:
    """Why, in one sentence: "You want more systems work and less people load: influence and innovation fits."."""
    track = str(dict(TRACK_KINDS)[kind.value])
    if found.against:
        return _("It asks for much %(what)s, of which you want less.") % {"what": _joined(found.against)}
    if found.beyond:
        return _("It asks for more %(what)s than you want.") % {"what": _joined(found.beyond)}
    wants = []
    if found.more:
        wants.append(_("more %(what)s") % {"what": _joined(found.more)})
    if found.keep:
        wants.append(_("to keep your %(what)s") % {"what": _joined(found.keep)})
    if not wants:
        return ""
    if found.less:
        wants.append(_("less %(what)s") % {"what": _joined(found.less)})
    return _("You want %(what)s: %(track)s fits.") % {"what": _and(wants), "track": track[:1].lower() + track[1:]}


def _joined(sources: tuple[EnergySource, ...]) -> str:
    return _and([str(WORK[source]) for source in sources])


def _and(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _within(number: int) -> int:
    return max(LEAST, min(MOST, int(number)))
