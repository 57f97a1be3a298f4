"""A plan in force never changes; its history can be added to, never changed."""

from django.db import migrations

from ladders.core.guards import freeze_children, freeze_parent
from ladders.core.history import append_only


class Migration(migrations.Migration):
    dependencies = [("impact", "0001_initial"), ("core", "0002_ground")]

    operations = [
        freeze_parent("impact_factorplan", {"draft": ("active",), "active": ("retired",)}, movable=()),
        freeze_children("impact_factorplan", "impact_factor", "impact_degree", "impact_graderange", link="plan_id"),
        append_only(
            "impact_factorplanevent",
            "impact_factorevent",
            "impact_degreeevent",
            "impact_gradeevent",
            "impact_graderangeevent",
        ),
    ]
