"""What imports remember of a framework: see `comparing.Memory`."""

from __future__ import annotations

from ladders.frameworks.models import Framework

from ..models import Baseline
from .merge.comparison import Memory


def memory_of(framework: Framework | None) -> Memory:
    """What earlier imports remembered; nothing for a framework that none has touched."""
    row = Baseline.objects.filter(framework=framework).first() if framework else None
    return Memory(row.parts, row.names, row.declined) if row else Memory()


def remember(framework: Framework, memory: Memory) -> None:
    """Keep it for the next import."""
    if memory != memory_of(framework):
        Baseline.objects.update_or_create(
            framework=framework,
            defaults={
                "parts": dict(memory.parts),
                "names": dict(memory.names),
                "declined": dict(memory.declined),
            },
        )
