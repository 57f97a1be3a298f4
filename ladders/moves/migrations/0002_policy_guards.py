"""Rules are added and replaced, never changed; an organisation starts with rules for every kind of move."""

from django.db import migrations

from ladders.core.history import append_only

GUARDS = """
CREATE OR REPLACE FUNCTION moves_policy_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.replaced_at IS NOT NULL
        OR to_jsonb(NEW) - 'replaced_at' <> to_jsonb(OLD) - 'replaced_at' THEN
        RAISE EXCEPTION 'the rules % are kept as they are', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_policy_kept', TABLE = 'moves_movepolicy';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION moves_policystep_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM moves_movepolicy WHERE id = NEW.policy_id AND replaced_at IS NULL
                AND length >= NEW.position) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the steps of rules are kept as they are'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_policystep_kept', TABLE = 'moves_policystep';
END $$;
CREATE TRIGGER moves_policy_guard BEFORE UPDATE OR DELETE ON moves_movepolicy
    FOR EACH ROW EXECUTE FUNCTION moves_policy_guard();
CREATE TRIGGER moves_policystep_guard BEFORE INSERT OR UPDATE OR DELETE ON moves_policystep
    FOR EACH ROW EXECUTE FUNCTION moves_policystep_guard();
"""
UNGUARD = """
DROP TRIGGER moves_policystep_guard ON moves_policystep;
DROP TRIGGER moves_policy_guard ON moves_movepolicy;
DROP FUNCTION moves_policystep_guard();
DROP FUNCTION moves_policy_guard();
"""


def add_defaults(apps, schema_editor):
    """The rules to start with, for each kind."""
    from ladders.moves.defaults import DEFAULTS

    Policy, Step = apps.get_model("moves", "MovePolicy"), apps.get_model("moves", "PolicyStep")
    for kind, shape in DEFAULTS.items():
        policy = Policy.objects.create(
            kind=kind.value,
            length=len(shape.steps),
            least_months_in_level=shape.least_months_in_level,
            evidence=list(shape.evidence),
            trial_months=shape.trial_months,
            pay_rule=shape.pay_rule.value,
            pay_months=shape.pay_months,
            pay_steps=shape.pay_steps,
            pay_step_months=shape.pay_step_months,
            right_of_return=shape.right_of_return,
            return_months=shape.return_months,
            return_needs_review=shape.return_needs_review,
        )
        for position, step in enumerate(shape.steps, start=1):
            Step.objects.create(
                policy=policy,
                position=position,
                deed=step.deed.value,
                decider=step.decider.value,
                days=step.days,
                weeks=step.weeks,
            )


class Migration(migrations.Migration):
    dependencies = [("moves", "0001_policies")]

    operations = [
        migrations.RunPython(add_defaults, migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(GUARDS, UNGUARD),
        append_only(
            "moves_absenceevent",
            "moves_decidergroupevent",
            "moves_groupmemberevent",
            "moves_movepolicyevent",
            "moves_policystepevent",
        ),
    ]
