"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

from django.db import migrations

from ._guards import SQL
from ._later_tables import LATER_TABLES
from ._request_tables import REQUEST_TABLES
from ._rule_tables import RULE_TABLES
from ._rules import RULES


def add_rules(apps, schema_editor):
    Policy, Step = apps.get_model("moves", "MovePolicy"), apps.get_model("moves", "PolicyStep")
    for rules, steps in RULES:
        policy = Policy.objects.create(**rules)
        for position, step in enumerate(steps, start=1):
            Step.objects.create(policy=policy, position=position, **step)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('careers', '0001_initial'),
        ('core', '0001_initial'),
        ('frameworks', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('placements', '0001_initial'),
    ]

    operations = [*RULE_TABLES, *REQUEST_TABLES, *LATER_TABLES]

    # History and guards that models declare: one step for all of them.
    operations.append(
        migrations.RunSQL(
            [
                trigger.install_sql
                for made in operations
                if isinstance(made, migrations.CreateModel)
                for trigger in made.options.get("triggers", [])
            ],
            migrations.RunSQL.noop,
        )
    )
    operations.append(migrations.RunPython(add_rules, migrations.RunPython.noop))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
