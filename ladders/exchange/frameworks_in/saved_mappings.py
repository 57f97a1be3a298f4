"""Mappings that people corrected, kept with the framework for the next file of the same shape."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ladders.core.access import may
from ladders.core.permissions import Permission
from ladders.frameworks.models import Framework

from ..models import KeptMapping, Upload
from ..tables.sheets import Table, fold
from .extract.tables import fit
from .mapping.table_mapping import Mapping, Orientation

FITS = 0.8  # share of the columns that a mapping uses and that must be there
TRIED = 50  # the most recent ones


def keep(upload: Upload, frameworks: Iterable[Framework]) -> None:
    """Keep the mapping of an upload with the frameworks that came of it; a newer one of the same shape replaces it."""
    if not upload.mapping:
        return
    shape = shape_of_tables(Mapping.from_json(upload.mapping))
    files = ", ".join(upload.files.values_list("name", flat=True))[:300]
    for framework in frameworks:
        KeptMapping.objects.update_or_create(
            framework=framework,
            shape=shape,
            defaults={"mapping": upload.mapping, "files": files, "by": upload.owner, "used_at": timezone.now()},
        )


def offered(tables: Sequence[Table], user: Any) -> KeptMapping | None:
    """The kept mapping that fits best among those of frameworks that `user` may edit."""
    kept = KeptMapping.objects.visible_to(user).select_related("framework")
    return _best(tables, [item for item in kept[:TRIED] if may(user, Permission.EDIT_FRAMEWORK, item.framework)])


def fitting(tables: Sequence[Table], frameworks: Sequence[Framework]) -> KeptMapping | None:
    """The kept mapping of these frameworks that fits best."""
    kept: QuerySet[KeptMapping] = KeptMapping.objects.filter(framework__in=frameworks)
    return _best(tables, kept[:TRIED])


def shape_of_tables(mapping: Mapping) -> str:
    """What makes files look alike: the headings of all tables that are used."""
    used = sorted(
        "\x1f".join(sorted(fold(column.heading) for column in plan.columns if column.heading))
        for plan in mapping.sheets
        if plan.orientation is not Orientation.SKIP
    )
    return hashlib.sha256("\x1e".join(used).encode()).hexdigest()


def _best(tables: Sequence[Table], kept: Iterable[KeptMapping]) -> KeptMapping | None:
    found: tuple[float, KeptMapping] | None = None
    for item in kept:
        share = fit(tables, Mapping.from_json(item.mapping))
        if share >= FITS and (found is None or share > found[0]):
            found = share, item
    return found[1] if found else None
