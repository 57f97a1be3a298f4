"""Published and retired versions never change; history can be added to, never changed."""

from django.db import migrations

from ladders.core.guards import freeze_children, freeze_parent
from ladders.core.history import append_only

PARTS = (
    "proficiencystep",
    "track",
    "level",
    "jobevaluation",
    "factorrating",
    "competencygroup",
    "competency",
    "expectation",
    "parityreason",
    "successor",
    "consultation",
)


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0002_initial"), ("core", "0002_ground")]

    operations = [
        freeze_parent(
            "frameworks_version", {"draft": ("published",), "published": ("retired",)}, movable=("retired_at",)
        ),
        freeze_children("frameworks_version", *(f"frameworks_{part}" for part in PARTS), link="version_id"),
        append_only(
            "frameworks_frameworkevent", "frameworks_versionevent", *(f"frameworks_{part}event" for part in PARTS)
        ),
    ]
