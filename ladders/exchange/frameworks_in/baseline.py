"""What imports remember of a framework: see `comparing.Memory`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from ladders.frameworks.models import Framework

from ..models import Baseline
from .merge.comparison import Memory

COLUMNS: Final = ("parts", "names", "declined")


def memory_of(framework: Framework | None) -> Memory:
    """What earlier imports remembered; nothing for a framework that none has touched."""
    return (kept_memory(framework) if framework else None) or Memory()


def kept_memory(framework: Framework) -> Memory | None:
    """The same; None where no import has touched it."""
    row = Baseline.objects.filter(framework=framework).first()
    return Memory(row.parts, row.names, row.declined) if row else None


def plain(memory: Memory | None) -> dict[str, Any] | None:
    """As the columns of `Baseline`."""
    if memory is None:
        return None
    return {"parts": dict(memory.parts), "names": dict(memory.names), "declined": dict(memory.declined)}


def remember(framework: Framework, memory: Memory) -> None:
    """Keep it for the next import."""
    if memory != memory_of(framework):
        Baseline.objects.update_or_create(
            framework=framework,
            defaults=plain(memory),
        )


def remembered_now(frameworks: Collection[int]) -> dict[int, dict[str, Any]]:
    """Framework → what imports remember of it, as the columns of `Baseline`: 1 query."""
    rows = Baseline.objects.filter(framework__in=frameworks).values("framework", *COLUMNS)
    nothing: dict[int, dict[str, Any]] = {pk: {name: {} for name in COLUMNS} for pk in frameworks}
    return nothing | {row.pop("framework"): row for row in rows}


def forget(framework: int, *, before: Mapping[str, Any] | None, left: Mapping[str, Any]) -> None:
    """What one import remembered is as `before` it; what others remembered since, other than it `left` it, stays. 2 queries."""
    row = Baseline.objects.filter(framework=framework).first()
    if row is None:
        return
    now = {name: _without(getattr(row, name), left[name], (before or {}).get(name, {})) for name in COLUMNS}
    if before is None and not any(now.values()):
        row.delete()
        return
    row.parts, row.names, row.declined = (now[name] for name in COLUMNS)
    row.save()


def _without(now: Mapping[str, str], left: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    found = {key: (before if now.get(key) == left.get(key) else now).get(key) for key in {**before, **now}}
    return {key: text for key, text in found.items() if text is not None}
