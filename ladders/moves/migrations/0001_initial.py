"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

from django.db import migrations

from ._guards import SQL
from ._later_tables import LATER_TABLES
from ._request_tables import REQUEST_TABLES
from ._rule_tables import RULE_TABLES
from ._rules import RULES
from ladders.core.migrations._history import histories, triggers


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

    operations += histories(
        "moves", operations, "Absence", "DeciderGroup", "MovePolicy", "GroupMember", "PolicyStep", "NewSalary",
        "FollowUp", "ReturnRight",
        without={"ReturnRight": ("evidence",)},
    )
    operations += histories(
        "moves", operations, "Step", "MoveRequest",
        without={
            "Step": ("checked_on", "reason", "would_change"),
            "MoveRequest": ("person", "proposer", "kind", "framework", "from_level", "from_key", "to_level",
             "to_key", "wished_on", "first_ear", "months", "share", "evidence", "policy", "terms", "submitted_by",
             "owner", "agreed_by", "offered_by", "seat_by", "stopped_why", "closed_by"),
        },
        who=False,
    )
    operations.append(triggers(operations))
    operations.append(migrations.RunPython(add_rules, migrations.RunPython.noop))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
