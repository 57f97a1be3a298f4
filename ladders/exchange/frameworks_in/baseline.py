"""What imports remember of a framework: see `comparing.Memory`."""

from __future__ import annotations

from typing import Any

from ladders.frameworks.models import Framework

from ..models import Baseline
from .merge.comparison import Memory


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
