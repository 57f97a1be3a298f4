"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import ladders.core.private
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


# Literal on purpose: a migration must not change when the code does.
SQL = [
    """
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
    """,
    'REVOKE UPDATE, DELETE ON "moves_absenceevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "moves_decidergroupevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "moves_groupmemberevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "moves_movepolicyevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "moves_policystepevent" FROM CURRENT_USER',
    """
-- What an erasure may do with a request: empty the texts of one whose person was erased, and change names in the terms.
CREATE OR REPLACE FUNCTION moves_emptied(was moves_moverequest, now_is moves_moverequest) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT to_jsonb(now_is) - ARRAY['evidence', 'terms', 'stopped_why'] = to_jsonb(was) - ARRAY['evidence', 'terms', 'stopped_why']
        AND regexp_replace(now_is.terms::text, '"names": \\[[^]]*\\]', '', 'g')
            IS NOT DISTINCT FROM regexp_replace(was.terms::text, '"names": \\[[^]]*\\]', '', 'g')
        AND EXISTS (SELECT 1 FROM core_personkey WHERE thrown_at IS NOT NULL)
        AND (now_is.evidence = was.evidence AND now_is.stopped_why = was.stopped_why
            OR core_is_erased(was.person_id) AND now_is.evidence = '[]'::jsonb AND now_is.stopped_why IN ('', '–'))
$$;
    """,
    """
CREATE OR REPLACE FUNCTION moves_moverequest_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND moves_emptied(OLD, NEW) THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a row of moves_moverequest is born a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_moverequest_born_draft', TABLE = 'moves_moverequest';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        -- What came to nothing may go after a while (see `ladders.core.retention`).
        IF OLD.state <> 'draft' AND NOT (
            OLD.state IN ('declined', 'withdrawn', 'lapsed') AND OLD.closed_at < now() - interval '2 months') THEN
            RAISE EXCEPTION 'moves_moverequest % is frozen', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_moverequest_frozen', TABLE = 'moves_moverequest';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.state <> OLD.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('submitted', 'withdrawn', 'lapsed')) OR (OLD.state = 'submitted' AND NEW.state IN ('approved', 'declined', 'withdrawn', 'lapsed')) OR (OLD.state = 'approved' AND NEW.state IN ('scheduled', 'withdrawn', 'lapsed')) OR (OLD.state = 'scheduled' AND NEW.state IN ('in_effect', 'withdrawn', 'lapsed')) OR (OLD.state = 'declined' AND NEW.state IN ('submitted'))) THEN
        RAISE EXCEPTION 'moves_moverequest % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_moverequest_transition', TABLE = 'moves_moverequest';
    END IF;
    IF OLD.state <> 'draft' AND to_jsonb(NEW) - 'state' - 'owner_id' - 'due_on' - 'hr_hears_at' - 'receiving_id' - 'agreed_on' - 'agreed_at' - 'agreed_by_id' - 'offered_on' - 'offered_at' - 'offered_by_id' - 'seat_at' - 'seat_by_id' - 'declined_step_id' - 'looked_again_at' - 'stopped_at' - 'stopped_why' - 'placement_id' - 'trial_until' - 'trial_told_on' - 'closed_at' - 'closed_by_id' <> to_jsonb(OLD) - 'state' - 'owner_id' - 'due_on' - 'hr_hears_at' - 'receiving_id' - 'agreed_on' - 'agreed_at' - 'agreed_by_id' - 'offered_on' - 'offered_at' - 'offered_by_id' - 'seat_at' - 'seat_by_id' - 'declined_step_id' - 'looked_again_at' - 'stopped_at' - 'stopped_why' - 'placement_id' - 'trial_until' - 'trial_told_on' - 'closed_at' - 'closed_by_id' THEN
        RAISE EXCEPTION 'moves_moverequest % is frozen', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_moverequest_frozen', TABLE = 'moves_moverequest';
    END IF;
    RETURN NEW;
END $$;
    """,
    'CREATE TRIGGER moves_moverequest_guard BEFORE INSERT OR UPDATE OR DELETE ON moves_moverequest FOR EACH ROW EXECUTE FUNCTION moves_moverequest_guard()',
    """
CREATE OR REPLACE FUNCTION moves_request_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF moves_emptied(OLD, NEW) THEN
        RETURN NEW;
    END IF;
    -- The first agreed day is the one that the terms named, or for a try-out a later one, as they say; every other was offered by one side, and the other said yes:
    -- one of the two is the person.
    IF NEW.agreed_on IS DISTINCT FROM OLD.agreed_on AND (
        (OLD.agreed_on IS NULL AND NEW.agreed_on = (NEW.terms->>'on')::date)
        OR (OLD.agreed_on IS NULL AND NEW.kind = 'try_out' AND NEW.agreed_on > (NEW.terms->>'on')::date)
        OR (NEW.agreed_on = OLD.offered_on AND NEW.agreed_by_id <> OLD.offered_by_id AND EXISTS (
            SELECT 1 FROM accounts_employee
            WHERE id = NEW.person_id AND user_id IN (OLD.offered_by_id, NEW.agreed_by_id)))) IS NOT TRUE THEN
        RAISE EXCEPTION 'the day of request % changes with its author only', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_request_day_agreed', TABLE = 'moves_moverequest';
    END IF;
    IF NEW.state = OLD.state THEN
        -- What is over stays as it ended, but for who has to do what is left.
        IF OLD.state IN ('in_effect', 'withdrawn', 'lapsed')
            AND to_jsonb(NEW) - 'trial_told_on' - 'owner_id' <> to_jsonb(OLD) - 'trial_told_on' - 'owner_id' THEN
            RAISE EXCEPTION 'request % is over', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_request_over', TABLE = 'moves_moverequest';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'declined' AND (OLD.looked_again_at IS NOT NULL OR NEW.looked_again_at IS NULL) THEN
        RAISE EXCEPTION 'request % was looked at again', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_request_looked_again_once', TABLE = 'moves_moverequest';
    END IF;
    IF NEW.state = 'lapsed' AND NOT EXISTS (
        SELECT 1 FROM accounts_employee WHERE left_on IS NOT NULL AND (id = NEW.person_id
            OR (OLD.state = 'draft' AND user_id IS NOT NULL AND user_id = NEW.proposer_id))) THEN
        RAISE EXCEPTION 'the author of request % has not left', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_request_lapses_with_its_author', TABLE = 'moves_moverequest';
    END IF;
    IF NEW.state = 'approved' AND (
        EXISTS (SELECT 1 FROM moves_step WHERE request_id = NEW.id AND answered_at IS NULL)
        OR NOT EXISTS (SELECT 1 FROM moves_step WHERE request_id = NEW.id)) THEN
        RAISE EXCEPTION 'request % has a step without an answer', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_request_all_answered', TABLE = 'moves_moverequest';
    END IF;
    IF NEW.state = 'declined' AND NOT EXISTS (
        SELECT 1 FROM moves_step WHERE id = NEW.declined_step_id AND request_id = NEW.id AND outcome = 'declined') THEN
        RAISE EXCEPTION 'request % was declined in no step', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_request_declined_step', TABLE = 'moves_moverequest';
    END IF;
    -- A return by right: only for want of a seat, or of what the right says is reviewed, by the same rules as
    -- `deciding.decline_grounds`.
    IF NEW.state = 'declined' AND NEW.uses_right_id IS NOT NULL
        AND NOT (NEW.seat_at IS NULL AND EXISTS (SELECT 1 FROM careers_seat WHERE level_key = NEW.to_key))
        AND NOT EXISTS (
            SELECT 1 FROM moves_returnright AS held
            JOIN frameworks_expectation AS asked ON asked.level_id = NEW.to_level_id AND asked.proficiency IS NOT NULL
            JOIN frameworks_competency AS item ON item.id = asked.competency_id
            WHERE held.id = NEW.uses_right_id AND held.reviewed AND (
                held.evidence_until < NEW.closed_at
                OR asked.proficiency > coalesce((
                    SELECT max((shown->>'proficiency')::int) FROM jsonb_array_elements(held.evidence) AS shown
                    WHERE shown->>'competency' = item.key::text), 0))) THEN
        RAISE EXCEPTION 'request % uses a right of return', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_request_right_declined', TABLE = 'moves_moverequest';
    END IF;
    IF NEW.state = 'in_effect' AND NOT EXISTS (
        SELECT 1 FROM placements_placement
        WHERE id = NEW.placement_id AND employee_id = NEW.person_id AND level_key = NEW.to_key) THEN
        RAISE EXCEPTION 'request % has no placement of its person on its level', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_request_placed', TABLE = 'moves_moverequest';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves_request_rules BEFORE UPDATE ON moves_moverequest
    FOR EACH ROW EXECUTE FUNCTION moves_request_rules();
    """,
    """
CREATE OR REPLACE FUNCTION moves_step_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_is text;
    told text[] := ARRAY['opened_on', 'opens_on', 'due_on', 'decider_id', 'via', 'manager_id', 'among', 'sees',
        'silences', 'overdue_on', 'checked_on', 'answered_at', 'answered_by_id', 'outcome', 'proposed_on', 'reason', 'would_change'];
BEGIN
    IF TG_OP = 'DELETE' THEN  -- a step goes with its request, after it
        IF EXISTS (SELECT 1 FROM moves_moverequest WHERE id = OLD.request_id) THEN
            RAISE EXCEPTION 'step % is kept as it is', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_step_kept', TABLE = 'moves_step';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY['reason', 'would_change'] = to_jsonb(OLD) - ARRAY['reason', 'would_change']
        AND NEW.reason IN ('', '–') AND NEW.would_change IN ('', '–')
        AND core_is_erased((SELECT person_id FROM moves_moverequest WHERE id = NEW.request_id)) THEN
        RETURN NEW;  -- what was written about somebody goes with them
    END IF;
    IF (TG_OP = 'UPDATE' AND (
        to_jsonb(NEW) - told <> to_jsonb(OLD) - told
        OR (OLD.answered_at IS NOT NULL AND to_jsonb(NEW) - 'sees' <> to_jsonb(OLD) - 'sees'))) THEN
        RAISE EXCEPTION 'step % is kept as it is', OLD.id USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_step_kept', TABLE = 'moves_step';
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'sees' = to_jsonb(OLD) - 'sees' THEN
        RETURN NEW;
    END IF;
    SELECT state INTO now_is FROM moves_moverequest WHERE id = NEW.request_id FOR SHARE;
    IF now_is IS DISTINCT FROM 'submitted' THEN
        RAISE EXCEPTION 'request % is %: nothing is answered', NEW.request_id, now_is
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_step_of_submitted', TABLE = 'moves_step';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves_step_guard BEFORE INSERT OR UPDATE OR DELETE ON moves_step
    FOR EACH ROW EXECUTE FUNCTION moves_step_guard();
    """,
    """
CREATE OR REPLACE FUNCTION moves_right_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    open text[] := ARRAY['until', 'evidence_until', 'reminded_for', 'extended_at', 'extended_by_id', 'used_at', 'used_by_id'];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open <> to_jsonb(OLD) - open
        OR NEW.until < OLD.until OR NEW.evidence_until < OLD.evidence_until OR OLD.used_at IS NOT NULL THEN
        RAISE EXCEPTION 'right of return % is kept as promised', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_right_kept', TABLE = 'moves_returnright';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves_right_guard BEFORE UPDATE OR DELETE ON moves_returnright
    FOR EACH ROW EXECUTE FUNCTION moves_right_guard();
    """,
    """
CREATE OR REPLACE FUNCTION moves_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (  -- goes with its request, after it
        SELECT 1 FROM moves_step s JOIN moves_moverequest r ON r.id = s.request_id WHERE s.id = OLD.step_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'moves_kept', TABLE = 'moves_passedon';
END $$;
CREATE TRIGGER moves_passedon_kept BEFORE UPDATE OR DELETE ON moves_passedon FOR EACH ROW EXECUTE FUNCTION moves_kept();
CREATE TRIGGER moves_message_kept BEFORE UPDATE ON moves_message FOR EACH ROW EXECUTE FUNCTION moves_kept();
    """,
    'REVOKE UPDATE, DELETE ON "moves_moverequestevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "moves_stepevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "moves_newsalaryevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "moves_followupevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "moves_returnrightevent" FROM CURRENT_USER',
]


# The rules of each kind of move that an organisation starts with, and their steps.
RULES = [({'kind': 'promotion',
   'length': 3,
   'framework': None,
   'least_months_in_level': 12,
   'evidence': ['Work that shows the impact of the new level',
                'A self-assessment against what the new level expects'],
   'trial_months': 0,
   'pay_rule': 'band',
   'pay_months': 0,
   'pay_steps': 0,
   'pay_step_months': 0,
   'right_of_return': False,
   'return_months': 24,
   'return_needs_review': False,
   'number': 1},
  [{'deed': 'approve', 'decider': 'current_manager', 'days': 10, 'weeks': 0},
   {'deed': 'approve', 'decider': 'receiving_manager', 'days': 10, 'weeks': 0},
   {'deed': 'confirm', 'decider': 'hr', 'days': 5, 'weeks': 0}]),
 ({'kind': 'lateral',
   'length': 3,
   'framework': None,
   'least_months_in_level': 6,
   'evidence': ['A self-assessment against what the new level expects'],
   'trial_months': 0,
   'pay_rule': 'kept',
   'pay_months': 0,
   'pay_steps': 0,
   'pay_step_months': 0,
   'right_of_return': False,
   'return_months': 24,
   'return_needs_review': False,
   'number': 1},
  [{'deed': 'approve', 'decider': 'current_manager', 'days': 10, 'weeks': 0},
   {'deed': 'approve', 'decider': 'receiving_manager', 'days': 10, 'weeks': 0},
   {'deed': 'confirm', 'decider': 'hr', 'days': 5, 'weeks': 0}]),
 ({'kind': 'diagonal',
   'length': 3,
   'framework': None,
   'least_months_in_level': 12,
   'evidence': ['Work that shows the impact of the new level',
                'A self-assessment against what the new level expects'],
   'trial_months': 6,
   'pay_rule': 'band',
   'pay_months': 0,
   'pay_steps': 0,
   'pay_step_months': 0,
   'right_of_return': False,
   'return_months': 24,
   'return_needs_review': False,
   'number': 1},
  [{'deed': 'approve', 'decider': 'current_manager', 'days': 10, 'weeks': 0},
   {'deed': 'approve', 'decider': 'receiving_manager', 'days': 10, 'weeks': 0},
   {'deed': 'confirm', 'decider': 'hr', 'days': 5, 'weeks': 0}]),
 ({'kind': 'step_back',
   'length': 3,
   'framework': None,
   'least_months_in_level': 0,
   'evidence': [],
   'trial_months': 0,
   'pay_rule': 'stepped',
   'pay_months': 12,
   'pay_steps': 2,
   'pay_step_months': 6,
   'right_of_return': True,
   'return_months': 24,
   'return_needs_review': True,
   'number': 1},
  [{'deed': 'release', 'decider': 'current_manager', 'days': 5, 'weeks': 4},
   {'deed': 'approve', 'decider': 'receiving_manager', 'days': 10, 'weeks': 0},
   {'deed': 'confirm', 'decider': 'hr', 'days': 5, 'weeks': 0}]),
 ({'kind': 'return',
   'length': 3,
   'framework': None,
   'least_months_in_level': 0,
   'evidence': [],
   'trial_months': 0,
   'pay_rule': 'band',
   'pay_months': 0,
   'pay_steps': 0,
   'pay_step_months': 0,
   'right_of_return': False,
   'return_months': 24,
   'return_needs_review': False,
   'number': 1},
  [{'deed': 'release', 'decider': 'current_manager', 'days': 5, 'weeks': 4},
   {'deed': 'approve', 'decider': 'receiving_manager', 'days': 10, 'weeks': 0},
   {'deed': 'confirm', 'decider': 'hr', 'days': 5, 'weeks': 0}]),
 ({'kind': 'try_out',
   'length': 2,
   'framework': None,
   'least_months_in_level': 0,
   'evidence': [],
   'trial_months': 0,
   'pay_rule': 'kept',
   'pay_months': 0,
   'pay_steps': 0,
   'pay_step_months': 0,
   'right_of_return': False,
   'return_months': 24,
   'return_needs_review': False,
   'most_months': 6,
   'most_share': 40,
   'notice_weeks': 2,
   'longer_months': 3,
   'number': 1},
  [{'deed': 'approve', 'decider': 'current_manager', 'days': 5, 'weeks': 0},
   {'deed': 'approve', 'decider': 'receiving_manager', 'days': 5, 'weeks': 0}])]


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

    operations = [
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='accounts.employee')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee', verbose_name='stand-in')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['starts_on', 'id'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('employee', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='moves_absence_no_overlap', violation_error_message='On some of these days the person is away already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='moves_absence_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('stand_in', None), models.Q(('stand_in', models.F('employee')), _negated=True), _connector='OR'), name='moves_absence_stand_in')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_absenceevent" ("created_at", "employee_id", "ends_on", "id", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id", "starts_on") SELECT new_values."created_at", new_values."employee_id", new_values."ends_on", new_values."id", new_values."made_by_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."stand_in_id", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='278c7632a1ae3364962b3e3263505f6be4c8af87', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_47c61', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_absence', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_absenceevent" ("created_at", "employee_id", "ends_on", "id", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id", "starts_on") SELECT new_values."created_at", new_values."employee_id", new_values."ends_on", new_values."id", new_values."made_by_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."stand_in_id", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='829b4c10bba51d49c42cbbebda58837934efc3e8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_86797', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_absence', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_absenceevent" ("created_at", "employee_id", "ends_on", "id", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id", "starts_on") SELECT old_values."created_at", old_values."employee_id", old_values."ends_on", old_values."id", old_values."made_by_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."stand_in_id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c776b42b51b3be441466af0ed2c97c3c002502b2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1d133', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_absence', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='NoticeSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_settings', to=settings.AUTH_USER_MODEL)),
                ('sort', models.CharField(choices=[('asked', 'Something waits for me'), ('mine', 'My own request goes on'), ('talk', 'Questions, answers and days'), ('ends', 'Something promised to me ends, or holds longer'), ('changed', 'The employer changed something about my work'), ('over', 'Nothing is left to do')], max_length=10)),
                ('way', models.CharField(choices=[('at_once', 'By mail, at once'), ('daily', 'By mail, once a day'), ('product', 'Only in here')], max_length=10)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'sort'), name='moves_noticesetting_once')],
            },
        ),
        migrations.CreateModel(
            name='PastAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('answer', models.CharField(max_length=10)),
                ('days', models.IntegerField(null=True)),
                ('steps', models.PositiveSmallIntegerField()),
                ('reminders', models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('digest_on', models.DateField(null=True)),
                ('former_address', models.EmailField(blank=True, max_length=254)),
                ('invitation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mail', to='accounts.invitation')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('try_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ending', models.CharField(blank=True, choices=[('sent', 'handed to the mail server'), ('empty', 'nothing was left to say'), ('refused', 'the mail server refused it'), ('failed', 'given up after many attempts')], max_length=10)),
            ],
            options={
                'ordering': ['made_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['try_at'], name='moves_mail_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('digest_on__isnull', False)), fields=('recipient', 'digest_on'), name='moves_mail_one_digest_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='moves_mail_ended'), models.CheckConstraint(condition=models.Q(models.Q(('lease', None), ('lease_until', None)), models.Q(('lease__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='moves_mail_lease')],
            },
        ),
        migrations.CreateModel(
            name='DeciderGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Upper('name'), name='moves_group_name', violation_error_message='A group of this name exists already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_decidergroupevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f23d583f481a2f97241203e3a47888954d332460', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_61bbe', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_decidergroup', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_decidergroupevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bbb56749c8b2b7259a64f9fd8a44ccb9f3466346', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_df5c9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_decidergroup', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_decidergroupevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4f82e217d01d844ab53b0b46eeea88050b4b296e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ee309', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_decidergroup', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MovePolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('promotion', 'Promotion'), ('lateral', 'Lateral move'), ('diagonal', 'Diagonal move'), ('step_back', 'Step back'), ('return', 'Return'), ('try_out', 'Try-out')], max_length=10, verbose_name='kind of move')),
                ('framework', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.framework')),
                ('number', models.PositiveIntegerField(default=1, editable=False)),
                ('length', models.PositiveSmallIntegerField(editable=False)),
                ('least_months_in_level', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(120)], verbose_name='least months in the present level')),
                ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('trial_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(24)], verbose_name='months of trial')),
                ('pay_rule', models.CharField(choices=[('kept', 'Kept'), ('stepped', 'Kept for some months, then stepped'), ('band', 'Band of the new grade')], default='band', max_length=10, verbose_name='pay')),
                ('pay_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(120)], verbose_name='months for which pay is kept')),
                ('pay_steps', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(12)], verbose_name='steps afterwards')),
                ('pay_step_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(24)], verbose_name='months between the steps')),
                ('right_of_return', models.BooleanField(default=False, verbose_name='every move of this kind carries a right of return')),
                ('return_months', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='months for which a right of return holds')),
                ('return_needs_review', models.BooleanField(default=False, verbose_name='what lapsed is reviewed on return')),
                ('most_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(12)], verbose_name='months at most')),
                ('most_share', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(50)], verbose_name='share of working time at most, in per cent')),
                ('notice_weeks', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(12)], verbose_name='weeks of notice to go back')),
                ('longer_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(12)], verbose_name='months by which it can be made longer, once')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaced_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name_plural': 'move policies',
                'ordering': ['kind', 'framework__name', '-number'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('kind', 'framework'), name='moves_policy_one_in_force', nulls_distinct=False), models.UniqueConstraint(fields=('kind', 'framework', 'number'), name='moves_policy_number', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('length__gte', 1), ('length__lte', 12)), name='moves_policy_length'), models.CheckConstraint(condition=models.Q(('kind__in', ['promotion', 'lateral', 'diagonal', 'step_back', 'return', 'try_out'])), name='moves_policy_kind'), models.CheckConstraint(condition=models.Q(('replaced_at', None), ('replaced_at__gte', models.F('made_at')), _connector='OR'), name='moves_policy_replaced'), models.CheckConstraint(condition=models.Q(models.Q(('pay_months', 0), ('pay_rule__in', ['kept', 'band']), ('pay_step_months', 0), ('pay_steps', 0)), models.Q(('pay_months__gte', 1), ('pay_rule', 'stepped'), ('pay_step_months', 0), ('pay_steps', 1)), models.Q(('pay_months__gte', 1), ('pay_rule', 'stepped'), ('pay_step_months__gte', 1), ('pay_steps__gte', 2)), _connector='OR'), name='moves_policy_pay'), models.CheckConstraint(condition=models.Q(('return_months__gte', 1), models.Q(models.Q(('kind', 'step_back'), _negated=True), ('right_of_return', True), _connector='OR')), name='moves_policy_return'), models.CheckConstraint(condition=models.Q(('trial_months__lte', models.F('return_months'))), name='moves_policy_trial_within_return'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'try_out'), ('longer_months__lte', 12), ('most_months__gte', 1), ('most_months__lte', 12), ('most_share__gte', 1), ('most_share__lte', 50), ('notice_weeks__lte', 12), ('pay_rule', 'kept'), ('right_of_return', False), ('trial_months', 0)), models.Q(models.Q(('kind', 'try_out'), _negated=True), ('longer_months', 0), ('most_months', 0), ('most_share', 0), ('notice_weeks', 0)), _connector='OR'), name='moves_policy_try_out')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_movepolicyevent" ("evidence", "framework_id", "id", "kind", "least_months_in_level", "length", "longer_months", "made_at", "made_by_id", "most_months", "most_share", "notice_weeks", "number", "pay_months", "pay_rule", "pay_step_months", "pay_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "return_months", "return_needs_review", "right_of_return", "trial_months") SELECT new_values."evidence", new_values."framework_id", new_values."id", new_values."kind", new_values."least_months_in_level", new_values."length", new_values."longer_months", new_values."made_at", new_values."made_by_id", new_values."most_months", new_values."most_share", new_values."notice_weeks", new_values."number", new_values."pay_months", new_values."pay_rule", new_values."pay_step_months", new_values."pay_steps", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."replaced_at", new_values."return_months", new_values."return_needs_review", new_values."right_of_return", new_values."trial_months" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='78436ba7e161804e3d941130f171f77d3a311926', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a604a', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_movepolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_movepolicyevent" ("evidence", "framework_id", "id", "kind", "least_months_in_level", "length", "longer_months", "made_at", "made_by_id", "most_months", "most_share", "notice_weeks", "number", "pay_months", "pay_rule", "pay_step_months", "pay_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "return_months", "return_needs_review", "right_of_return", "trial_months") SELECT new_values."evidence", new_values."framework_id", new_values."id", new_values."kind", new_values."least_months_in_level", new_values."length", new_values."longer_months", new_values."made_at", new_values."made_by_id", new_values."most_months", new_values."most_share", new_values."notice_weeks", new_values."number", new_values."pay_months", new_values."pay_rule", new_values."pay_step_months", new_values."pay_steps", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."replaced_at", new_values."return_months", new_values."return_needs_review", new_values."right_of_return", new_values."trial_months" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d30e21a9f6ffbbc374cac6d448bfb4aa42517c39', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dff78', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_movepolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_movepolicyevent" ("evidence", "framework_id", "id", "kind", "least_months_in_level", "length", "longer_months", "made_at", "made_by_id", "most_months", "most_share", "notice_weeks", "number", "pay_months", "pay_rule", "pay_step_months", "pay_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "return_months", "return_needs_review", "right_of_return", "trial_months") SELECT old_values."evidence", old_values."framework_id", old_values."id", old_values."kind", old_values."least_months_in_level", old_values."length", old_values."longer_months", old_values."made_at", old_values."made_by_id", old_values."most_months", old_values."most_share", old_values."notice_weeks", old_values."number", old_values."pay_months", old_values."pay_rule", old_values."pay_step_months", old_values."pay_steps", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."replaced_at", old_values."return_months", old_values."return_needs_review", old_values."right_of_return", old_values."trial_months" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0ab40a1229446d91fbe39cd2750e9a4555c7e626', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_abf9d', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_movepolicy', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='AbsenceEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.absence')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.employee')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('stand_in', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.employee', verbose_name='stand-in')),
                ('made_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='DeciderGroupEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.decidergroup')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=80, verbose_name='name')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='moves.decidergroup')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
            ],
            options={
                'ordering': ['employee__sort_name'],
                'constraints': [models.UniqueConstraint(fields=('group', 'employee'), name='moves_member_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_groupmemberevent" ("employee_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."employee_id", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5f1e289ee94e3a07ab5dd9d372ba3c390baaf3fb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f8562', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_groupmember', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_groupmemberevent" ("employee_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."employee_id", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2b0451862124ed80d4c9007f1f40aa1562194ffa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3896b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_groupmember', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_groupmemberevent" ("employee_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."employee_id", old_values."group_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7565715af0006888bcd573c6e4d03e10d4ea0cf9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7f3ba', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_groupmember', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MovePolicyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.movepolicy')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('promotion', 'Promotion'), ('lateral', 'Lateral move'), ('diagonal', 'Diagonal move'), ('step_back', 'Step back'), ('return', 'Return'), ('try_out', 'Try-out')], max_length=10, verbose_name='kind of move')),
                ('framework', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.framework')),
                ('number', models.PositiveIntegerField(default=1, editable=False)),
                ('length', models.PositiveSmallIntegerField(editable=False)),
                ('least_months_in_level', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(120)], verbose_name='least months in the present level')),
                ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('trial_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(24)], verbose_name='months of trial')),
                ('pay_rule', models.CharField(choices=[('kept', 'Kept'), ('stepped', 'Kept for some months, then stepped'), ('band', 'Band of the new grade')], default='band', max_length=10, verbose_name='pay')),
                ('pay_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(120)], verbose_name='months for which pay is kept')),
                ('pay_steps', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(12)], verbose_name='steps afterwards')),
                ('pay_step_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(24)], verbose_name='months between the steps')),
                ('right_of_return', models.BooleanField(default=False, verbose_name='every move of this kind carries a right of return')),
                ('return_months', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='months for which a right of return holds')),
                ('return_needs_review', models.BooleanField(default=False, verbose_name='what lapsed is reviewed on return')),
                ('most_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(12)], verbose_name='months at most')),
                ('most_share', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(50)], verbose_name='share of working time at most, in per cent')),
                ('notice_weeks', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(12)], verbose_name='weeks of notice to go back')),
                ('longer_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(12)], verbose_name='months by which it can be made longer, once')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('made_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('replaced_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='moves.movepolicy')),
                ('position', models.PositiveSmallIntegerField()),
                ('deed', models.CharField(choices=[('approve', 'approves'), ('release', 'releases, and names a day'), ('confirm', 'sets salary and day')], max_length=10, verbose_name='what')),
                ('decider', models.CharField(choices=[('current_manager', 'Your manager'), ('receiving_manager', 'The receiving manager'), ('hr', 'HR'), ('group', 'One of a group')], max_length=20, verbose_name='who')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moves.decidergroup')),
                ('days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='working days')),
                ('weeks', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(26)], verbose_name='weeks until a proposed date')),
            ],
            options={
                'ordering': ['policy', 'position'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'position'), name='moves_policystep_position'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='moves_policystep_first'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 60)), name='moves_policystep_days'), models.CheckConstraint(condition=models.Q(models.Q(('decider', 'group'), ('group__isnull', False)), models.Q(models.Q(('decider', 'group'), _negated=True), ('group', None)), _connector='OR'), name='moves_policystep_group'), models.CheckConstraint(condition=models.Q(models.Q(('decider', 'current_manager'), ('deed', 'release'), ('weeks__gte', 1)), models.Q(models.Q(('deed', 'release'), _negated=True), ('weeks', 0)), _connector='OR'), name='moves_policystep_release'), models.CheckConstraint(condition=models.Q(models.Q(('deed', 'confirm'), _negated=True), ('decider', 'hr'), _connector='OR'), name='moves_policystep_confirm')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_policystepevent" ("days", "decider", "deed", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "weeks") SELECT new_values."days", new_values."decider", new_values."deed", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."policy_id", new_values."position", new_values."weeks" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ccf6d65d5a03125570734307e3780814263b611f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_87d9a', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_policystep', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_policystepevent" ("days", "decider", "deed", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "weeks") SELECT new_values."days", new_values."decider", new_values."deed", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."policy_id", new_values."position", new_values."weeks" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a5282749354732ab351fb76441ef751a356ba533', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6dac5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_policystep', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_policystepevent" ("days", "decider", "deed", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "weeks") SELECT old_values."days", old_values."decider", old_values."deed", old_values."group_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."policy_id", old_values."position", old_values."weeks" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5309244fea92c43227a3e9f25cdf791a527a8d34', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_784f6', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_policystep', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='GroupMemberEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.groupmember')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('group', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.decidergroup')),
                ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.employee')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PolicyStepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.policystep')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('policy', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.movepolicy')),
                ('position', models.PositiveSmallIntegerField()),
                ('deed', models.CharField(choices=[('approve', 'approves'), ('release', 'releases, and names a day'), ('confirm', 'sets salary and day')], max_length=10, verbose_name='what')),
                ('decider', models.CharField(choices=[('current_manager', 'Your manager'), ('receiving_manager', 'The receiving manager'), ('hr', 'HR'), ('group', 'One of a group')], max_length=20, verbose_name='who')),
                ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.decidergroup')),
                ('days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='working days')),
                ('weeks', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(26)], verbose_name='weeks until a proposed date')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NewSalary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('basis', models.CharField(max_length=8, verbose_name='for')),
                ('fte', models.DecimalField(decimal_places=9, max_digits=10, verbose_name='full-time equivalent')),
                ('full_time_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                ('seen', models.CharField(blank=True, editable=False, max_length=80)),
            ],
            options={
                'verbose_name_plural': 'new salaries',
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='moves_newsalary_amount'), models.CheckConstraint(condition=models.Q(('fte__gt', 0), ('fte__lte', 1)), name='moves_newsalary_fte'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='moves_newsalary_currency')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_newsalaryevent" ("amount", "basis", "currency", "fte", "full_time_hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "seen") SELECT new_values."amount", new_values."basis", new_values."currency", new_values."fte", new_values."full_time_hours", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."request_id", new_values."seen" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='68e7040223970b1b1c5d022d35f4874d1690e800', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_9ee1b', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_newsalary', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_newsalaryevent" ("amount", "basis", "currency", "fte", "full_time_hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "seen") SELECT new_values."amount", new_values."basis", new_values."currency", new_values."fte", new_values."full_time_hours", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."request_id", new_values."seen" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a1ea63174e411b0e4f76bf3c3af6b736012c6e10', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_42a8e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_newsalary', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_newsalaryevent" ("amount", "basis", "currency", "fte", "full_time_hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "seen") SELECT old_values."amount", old_values."basis", old_values."currency", old_values."fte", old_values."full_time_hours", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."request_id", old_values."seen" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e441627f6b3f26455d4bd9aff9b0892f62373bc6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c0265', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_newsalary', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=30)),
                ('due_on', models.DateField()),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('done_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='moves_followup_done_pair')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_followupevent" ("done_at", "done_by_id", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "what") SELECT new_values."done_at", new_values."done_by_id", new_values."due_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."request_id", new_values."what" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d907cb5415d164e009c14d2610a1d344fd7673d6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_404f4', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_followup', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_followupevent" ("done_at", "done_by_id", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "what") SELECT new_values."done_at", new_values."done_by_id", new_values."due_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."request_id", new_values."what" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e64aea9fb3637315014770343edc49c0c632297b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_606fd', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_followup', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_followupevent" ("done_at", "done_by_id", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "request_id", "what") SELECT old_values."done_at", old_values."done_by_id", old_values."due_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."request_id", old_values."what" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2446288a08d5512db96f84ec7d20b58c0578f3b8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_3e2b3', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_followup', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('deed', models.CharField(choices=[('approve', 'approves'), ('release', 'releases, and names a day'), ('confirm', 'sets salary and day')], max_length=10)),
                ('who', models.CharField(choices=[('current_manager', 'Your manager'), ('receiving_manager', 'The receiving manager'), ('hr', 'HR'), ('group', 'One of a group')], max_length=20)),
                ('days', models.PositiveSmallIntegerField()),
                ('weeks', models.PositiveSmallIntegerField(default=0)),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moves.decidergroup')),
                ('added', models.BooleanField(default=False)),
                ('opened_on', models.DateField(null=True)),
                ('opens_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('decider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('via', models.CharField(blank=True, choices=[('role', 'asked'), ('stand_in', 'stands in'), ('up', 'next in line'), ('owner', 'framework owner'), ('hr', 'HR lead'), ('delegate', 'handed over')], max_length=10)),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                ('among', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('sees', models.BooleanField(default=True)),
                ('silences', models.PositiveSmallIntegerField(default=0)),
                ('overdue_on', models.DateField(null=True)),
                ('checked_on', models.DateField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.CharField(blank=True, choices=[('approved', 'approved'), ('released', 'released'), ('objected', 'objected to HR'), ('confirmed', 'set salary and day'), ('declined', 'declined'), ('not_needed', 'skipped: the same person had proposed this move, or answers once')], max_length=12)),
                ('proposed_on', models.DateField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('would_change', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(condition=models.Q(('answered_at', None), ('opened_on__isnull', False)), fields=['due_on'], name='moves_step_open'), django.contrib.postgres.indexes.GinIndex(fields=['among'], name='moves_step_among')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', True), ('opened_on__isnull', True)), models.Q(('due_on__isnull', False), ('opened_on__isnull', False)), _connector='OR'), name='moves_step_opened_pair'), models.CheckConstraint(condition=models.Q(models.Q(('decider', None), ('opened_on', None)), models.Q(('decider__isnull', False), ('opened_on__isnull', False), ('opens_on', None)), models.Q(('answered_at', None), ('decider', None), ('opened_on__isnull', False), ('opens_on__isnull', False)), _connector='OR'), name='moves_step_asks_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='moves_step_answered_pair'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('opened_on__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='moves_step_answered'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'approved', 'released', 'objected', 'confirmed', 'declined', 'not_needed'])), name='moves_step_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'declined'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), models.Q(('would_change', ''), _negated=True)), _connector='OR'), name='moves_step_decline_reasoned'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'objected'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='moves_step_objection_reasoned'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'released'), _negated=True), ('proposed_on__isnull', False), _connector='OR'), name='moves_step_release_dated'), models.CheckConstraint(condition=models.Q(models.Q(('deed', 'release'), _negated=True), models.Q(('outcome__in', ['declined', 'approved']), _negated=True), _connector='OR'), name='moves_step_no_veto')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_stepevent" ("added", "among", "answered_at", "answered_by_id", "days", "decider_id", "deed", "due_on", "group_id", "id", "manager_id", "opened_on", "opens_on", "outcome", "overdue_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_on", "request_id", "sees", "silences", "via", "weeks", "who") SELECT new_values."added", new_values."among", new_values."answered_at", new_values."answered_by_id", new_values."days", new_values."decider_id", new_values."deed", new_values."due_on", new_values."group_id", new_values."id", new_values."manager_id", new_values."opened_on", new_values."opens_on", new_values."outcome", new_values."overdue_on", NOW(), \'insert\', new_values."id", new_values."position", new_values."proposed_on", new_values."request_id", new_values."sees", new_values."silences", new_values."via", new_values."weeks", new_values."who" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f1ee8cf0cd8fe5e1a8f3d62424f406ac9e7607e3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1133b', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_step', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_stepevent" ("added", "among", "answered_at", "answered_by_id", "days", "decider_id", "deed", "due_on", "group_id", "id", "manager_id", "opened_on", "opens_on", "outcome", "overdue_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_on", "request_id", "sees", "silences", "via", "weeks", "who") SELECT new_values."added", new_values."among", new_values."answered_at", new_values."answered_by_id", new_values."days", new_values."decider_id", new_values."deed", new_values."due_on", new_values."group_id", new_values."id", new_values."manager_id", new_values."opened_on", new_values."opens_on", new_values."outcome", new_values."overdue_on", NOW(), \'update\', new_values."id", new_values."position", new_values."proposed_on", new_values."request_id", new_values."sees", new_values."silences", new_values."via", new_values."weeks", new_values."who" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."added" IS DISTINCT FROM (new_values."added") OR old_values."among" IS DISTINCT FROM (new_values."among") OR old_values."answered_at" IS DISTINCT FROM (new_values."answered_at") OR old_values."answered_by_id" IS DISTINCT FROM (new_values."answered_by_id") OR old_values."days" IS DISTINCT FROM (new_values."days") OR old_values."decider_id" IS DISTINCT FROM (new_values."decider_id") OR old_values."deed" IS DISTINCT FROM (new_values."deed") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."group_id" IS DISTINCT FROM (new_values."group_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."manager_id" IS DISTINCT FROM (new_values."manager_id") OR old_values."opened_on" IS DISTINCT FROM (new_values."opened_on") OR old_values."opens_on" IS DISTINCT FROM (new_values."opens_on") OR old_values."outcome" IS DISTINCT FROM (new_values."outcome") OR old_values."overdue_on" IS DISTINCT FROM (new_values."overdue_on") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."proposed_on" IS DISTINCT FROM (new_values."proposed_on") OR old_values."request_id" IS DISTINCT FROM (new_values."request_id") OR old_values."sees" IS DISTINCT FROM (new_values."sees") OR old_values."silences" IS DISTINCT FROM (new_values."silences") OR old_values."via" IS DISTINCT FROM (new_values."via") OR old_values."weeks" IS DISTINCT FROM (new_values."weeks") OR old_values."who" IS DISTINCT FROM (new_values."who")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='872153c811d7335d5180159dd469b98f536a0ca4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4c985', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_step', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_stepevent" ("added", "among", "answered_at", "answered_by_id", "days", "decider_id", "deed", "due_on", "group_id", "id", "manager_id", "opened_on", "opens_on", "outcome", "overdue_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "proposed_on", "request_id", "sees", "silences", "via", "weeks", "who") SELECT old_values."added", old_values."among", old_values."answered_at", old_values."answered_by_id", old_values."days", old_values."decider_id", old_values."deed", old_values."due_on", old_values."group_id", old_values."id", old_values."manager_id", old_values."opened_on", old_values."opens_on", old_values."outcome", old_values."overdue_on", NOW(), \'delete\', old_values."id", old_values."position", old_values."proposed_on", old_values."request_id", old_values."sees", old_values."silences", old_values."via", old_values."weeks", old_values."who" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='24406db1e8274db640a3a20de4b971b0d4b1bb3f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_da115', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_step', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PassedOn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='passings', to='moves.step')),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('after', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(choices=[('silence', 'no answer in time'), ('away', 'away'), ('left', 'no longer here'), ('manager_changed', 'another manager now'), ('delegated', 'handed on'), ('barred', 'nobody decides about themselves or somebody above them'), ('renamed', 'HR named somebody else'), ('proposed', 'whoever proposed a move does not approve it')], max_length=20)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on', models.DateField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name_plural': 'passed on',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MoveRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='move_requests', to='accounts.employee')),
                ('proposer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(choices=[('promotion', 'Promotion'), ('lateral', 'Lateral move'), ('diagonal', 'Diagonal move'), ('step_back', 'Step back'), ('return', 'Return'), ('try_out', 'Try-out')], max_length=10, verbose_name='kind of move')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.framework')),
                ('from_level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.level')),
                ('from_key', models.UUIDField(editable=False)),
                ('to_level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.level')),
                ('to_key', models.UUIDField(editable=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Asked'), ('approved', 'Approved'), ('scheduled', 'Scheduled'), ('in_effect', 'In effect'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('lapsed', 'Lapsed')], default='draft', max_length=10)),
                ('wished_on', models.DateField(blank=True, null=True, verbose_name='from when')),
                ('first_ear', models.CharField(choices=[('manager', 'My manager'), ('hr', 'HR')], default='manager', max_length=10, verbose_name='who hears first')),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='for how many months')),
                ('share', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='share of working time in per cent')),
                ('evidence', models.JSONField(blank=True, default=list)),
                ('policy', models.JSONField(editable=False, null=True)),
                ('terms', models.JSONField(editable=False, null=True)),
                ('follows', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moves.moverequest')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('due_on', models.DateField(editable=False, null=True)),
                ('hr_hears_at', models.DateTimeField(editable=False, null=True)),
                ('receiving', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                ('agreed_on', models.DateField(editable=False, null=True)),
                ('agreed_at', models.DateTimeField(editable=False, null=True)),
                ('agreed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('offered_on', models.DateField(editable=False, null=True)),
                ('offered_at', models.DateTimeField(editable=False, null=True)),
                ('offered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat_at', models.DateTimeField(editable=False, null=True)),
                ('seat_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declined_step', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moves.step')),
                ('looked_again_at', models.DateTimeField(editable=False, null=True)),
                ('stopped_at', models.DateTimeField(editable=False, null=True)),
                ('stopped_why', models.CharField(blank=True, editable=False, max_length=300)),
                ('placement', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='move_request', to='placements.placement')),
                ('trial_until', models.DateField(editable=False, null=True)),
                ('trial_told_on', models.DateField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(condition=models.Q(('state', 'scheduled')), fields=['agreed_on'], name='moves_request_scheduled'), models.Index(condition=models.Q(('state__in', ('draft', 'submitted', 'approved', 'scheduled'))), fields=['due_on'], name='moves_request_unfinished'), models.Index(fields=['owner', 'due_on'], name='moves_request_owner'), models.Index(fields=['hr_hears_at', 'id'], name='moves_request_heard')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('submitted', 'approved', 'scheduled'))), fields=('person',), name='moves_request_one_open'), models.UniqueConstraint(condition=models.Q(('state', 'draft'), models.Q(('kind', 'try_out'), _negated=True)), fields=('person', 'proposer', 'to_key'), name='moves_request_one_draft', nulls_distinct=False), models.UniqueConstraint(condition=models.Q(('kind', 'try_out'), ('state', 'draft')), fields=('person', 'to_key'), name='moves_request_one_draft_trying'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'try_out'), ('months__gte', 1), ('months__lte', 12), ('share__gte', 1), ('share__lte', 50)), models.Q(models.Q(('kind', 'try_out'), _negated=True), ('months', None), ('share', None)), _connector='OR'), name='moves_request_try_out'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'approved', 'scheduled', 'in_effect', 'declined', 'withdrawn', 'lapsed'])), name='moves_request_state'), models.CheckConstraint(condition=models.Q(('kind__in', ['promotion', 'lateral', 'diagonal', 'step_back', 'return', 'try_out'])), name='moves_request_kind'), models.CheckConstraint(condition=models.Q(('from_key', models.F('to_key')), _negated=True), name='moves_request_elsewhere'), models.CheckConstraint(condition=models.Q(('proposer', None), ('kind__in', ['promotion', 'lateral']), _connector='OR'), name='moves_request_proposed'), models.CheckConstraint(condition=models.Q(('state__in', ('in_effect', 'declined', 'withdrawn', 'lapsed')), ('due_on__isnull', False), _connector='OR'), name='moves_request_due'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'withdrawn', 'lapsed']), models.Q(('policy__isnull', False), ('submitted_at__isnull', False), ('terms__isnull', False)), _connector='OR'), name='moves_request_frozen_terms'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ('in_effect', 'declined', 'withdrawn', 'lapsed'))), models.Q(('closed_at', None), ('closed_by', None), ('state__in', ('draft', 'submitted', 'approved', 'scheduled'))), _connector='OR'), name='moves_request_closed'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), ('declined_step__isnull', False), _connector='OR'), name='moves_request_declined'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['scheduled', 'in_effect']), _negated=True), ('agreed_on__isnull', False), _connector='OR'), name='moves_request_day'), models.CheckConstraint(condition=models.Q(models.Q(('placement__isnull', False), ('state', 'in_effect')), models.Q(models.Q(('state', 'in_effect'), _negated=True), ('placement', None)), _connector='OR'), name='moves_request_effect'), models.CheckConstraint(condition=models.Q(models.Q(('stopped_at', None), ('stopped_why', '')), models.Q(('stopped_at__isnull', False), models.Q(('stopped_why', ''), _negated=True)), _connector='OR'), name='moves_request_stopped'), models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='moves_request_submitted_pair'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_at__isnull', True), ('agreed_by__isnull', True), ('agreed_on__isnull', True)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False), ('agreed_on__isnull', False)), _connector='OR'), name='moves_request_agreed_pair'), models.CheckConstraint(condition=models.Q(models.Q(('offered_at__isnull', True), ('offered_by__isnull', True), ('offered_on__isnull', True)), models.Q(('offered_at__isnull', False), ('offered_by__isnull', False), ('offered_on__isnull', False)), _connector='OR'), name='moves_request_offered_pair'), models.CheckConstraint(condition=models.Q(models.Q(('seat_at__isnull', True), ('seat_by__isnull', True)), models.Q(('seat_at__isnull', False), ('seat_by__isnull', False)), _connector='OR'), name='moves_request_seat_pair')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT 1 FROM new_values WHERE (new_values."submitted_at" IS NOT NULL)) THEN WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_moverequestevent" ("agreed_at", "agreed_on", "closed_at", "created_at", "declined_step_id", "due_on", "follows_id", "hr_hears_at", "id", "looked_again_at", "offered_at", "offered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "receiving_id", "seat_at", "state", "stopped_at", "submitted_at", "trial_told_on", "trial_until", "uses_right_id") SELECT new_values."agreed_at", new_values."agreed_on", new_values."closed_at", new_values."created_at", new_values."declined_step_id", new_values."due_on", new_values."follows_id", new_values."hr_hears_at", new_values."id", new_values."looked_again_at", new_values."offered_at", new_values."offered_on", NOW(), \'insert\', new_values."id", new_values."placement_id", new_values."receiving_id", new_values."seat_at", new_values."state", new_values."stopped_at", new_values."submitted_at", new_values."trial_told_on", new_values."trial_until", new_values."uses_right_id" FROM ( SELECT new_values.* FROM new_values WHERE (new_values."submitted_at" IS NOT NULL) ) AS new_values, _pgh_attached_context; END IF; RETURN NULL;', hash='092a781a7e3096df7c5a75431ba79ed551b1bd37', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f32e0', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_moverequest', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT 1 FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE ((old_values."agreed_at" IS DISTINCT FROM (new_values."agreed_at") OR old_values."agreed_on" IS DISTINCT FROM (new_values."agreed_on") OR old_values."closed_at" IS DISTINCT FROM (new_values."closed_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."declined_step_id" IS DISTINCT FROM (new_values."declined_step_id") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."follows_id" IS DISTINCT FROM (new_values."follows_id") OR old_values."hr_hears_at" IS DISTINCT FROM (new_values."hr_hears_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."looked_again_at" IS DISTINCT FROM (new_values."looked_again_at") OR old_values."offered_at" IS DISTINCT FROM (new_values."offered_at") OR old_values."offered_on" IS DISTINCT FROM (new_values."offered_on") OR old_values."placement_id" IS DISTINCT FROM (new_values."placement_id") OR old_values."receiving_id" IS DISTINCT FROM (new_values."receiving_id") OR old_values."seat_at" IS DISTINCT FROM (new_values."seat_at") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."stopped_at" IS DISTINCT FROM (new_values."stopped_at") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."trial_told_on" IS DISTINCT FROM (new_values."trial_told_on") OR old_values."trial_until" IS DISTINCT FROM (new_values."trial_until") OR old_values."uses_right_id" IS DISTINCT FROM (new_values."uses_right_id"))) AND new_values."submitted_at" IS NOT NULL) THEN WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_moverequestevent" ("agreed_at", "agreed_on", "closed_at", "created_at", "declined_step_id", "due_on", "follows_id", "hr_hears_at", "id", "looked_again_at", "offered_at", "offered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "receiving_id", "seat_at", "state", "stopped_at", "submitted_at", "trial_told_on", "trial_until", "uses_right_id") SELECT new_values."agreed_at", new_values."agreed_on", new_values."closed_at", new_values."created_at", new_values."declined_step_id", new_values."due_on", new_values."follows_id", new_values."hr_hears_at", new_values."id", new_values."looked_again_at", new_values."offered_at", new_values."offered_on", NOW(), \'update\', new_values."id", new_values."placement_id", new_values."receiving_id", new_values."seat_at", new_values."state", new_values."stopped_at", new_values."submitted_at", new_values."trial_told_on", new_values."trial_until", new_values."uses_right_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE ((old_values."agreed_at" IS DISTINCT FROM (new_values."agreed_at") OR old_values."agreed_on" IS DISTINCT FROM (new_values."agreed_on") OR old_values."closed_at" IS DISTINCT FROM (new_values."closed_at") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."declined_step_id" IS DISTINCT FROM (new_values."declined_step_id") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."follows_id" IS DISTINCT FROM (new_values."follows_id") OR old_values."hr_hears_at" IS DISTINCT FROM (new_values."hr_hears_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."looked_again_at" IS DISTINCT FROM (new_values."looked_again_at") OR old_values."offered_at" IS DISTINCT FROM (new_values."offered_at") OR old_values."offered_on" IS DISTINCT FROM (new_values."offered_on") OR old_values."placement_id" IS DISTINCT FROM (new_values."placement_id") OR old_values."receiving_id" IS DISTINCT FROM (new_values."receiving_id") OR old_values."seat_at" IS DISTINCT FROM (new_values."seat_at") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."stopped_at" IS DISTINCT FROM (new_values."stopped_at") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."trial_told_on" IS DISTINCT FROM (new_values."trial_told_on") OR old_values."trial_until" IS DISTINCT FROM (new_values."trial_until") OR old_values."uses_right_id" IS DISTINCT FROM (new_values."uses_right_id"))) AND new_values."submitted_at" IS NOT NULL ) AS new_values, _pgh_attached_context; END IF; RETURN NULL;', hash='f06671c627e9d77b29651fabe5da713aa2e4cf4a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5402d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_moverequest', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='IF EXISTS (SELECT 1 FROM old_values WHERE (old_values."submitted_at" IS NOT NULL)) THEN WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_moverequestevent" ("agreed_at", "agreed_on", "closed_at", "created_at", "declined_step_id", "due_on", "follows_id", "hr_hears_at", "id", "looked_again_at", "offered_at", "offered_on", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "receiving_id", "seat_at", "state", "stopped_at", "submitted_at", "trial_told_on", "trial_until", "uses_right_id") SELECT old_values."agreed_at", old_values."agreed_on", old_values."closed_at", old_values."created_at", old_values."declined_step_id", old_values."due_on", old_values."follows_id", old_values."hr_hears_at", old_values."id", old_values."looked_again_at", old_values."offered_at", old_values."offered_on", NOW(), \'delete\', old_values."id", old_values."placement_id", old_values."receiving_id", old_values."seat_at", old_values."state", old_values."stopped_at", old_values."submitted_at", old_values."trial_told_on", old_values."trial_until", old_values."uses_right_id" FROM ( SELECT old_values.* FROM old_values WHERE (old_values."submitted_at" IS NOT NULL) ) AS old_values, _pgh_attached_context; END IF; RETURN NULL;', hash='a3dd413ddd2bac4a7ee471337b1bb18b589b72e3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_544cc', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_moverequest', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='NewSalaryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.newsalary')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.moverequest')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('basis', models.CharField(max_length=8, verbose_name='for')),
                ('fte', models.DecimalField(decimal_places=9, max_digits=10, verbose_name='full-time equivalent')),
                ('full_time_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True)),
                ('seen', models.CharField(blank=True, editable=False, max_length=80)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FollowUpEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.followup')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.moverequest')),
                ('what', models.CharField(max_length=30)),
                ('due_on', models.DateField()),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('done_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReturnRight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='return_rights', to='accounts.employee')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='right', to='moves.moverequest')),
                ('came_from', models.CharField(choices=[('step_back', 'Step back'), ('trial', 'Trial'), ('management', 'Move into management'), ('rules', 'Given with every move of its kind')], max_length=10)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.level')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('starts_on', models.DateField()),
                ('until', models.DateField(verbose_name='until')),
                ('evidence', models.JSONField(default=list)),
                ('evidence_until', models.DateField()),
                ('reviewed', models.BooleanField(default=False)),
                ('pay_rule', models.CharField(choices=[('kept', 'Kept'), ('stepped', 'Kept for some months, then stepped'), ('band', 'Band of the new grade')], max_length=10)),
                ('reminded_for', models.DateField(null=True)),
                ('extended_at', models.DateTimeField(null=True)),
                ('extended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('used_at', models.DateTimeField(null=True)),
                ('used_by', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='used_right', to='moves.moverequest')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['until', 'id'],
                'indexes': [models.Index(condition=models.Q(('used_at', None)), fields=['until'], name='moves_right_ending')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('starts_on'))), name='moves_right_dates'), models.CheckConstraint(condition=models.Q(('levels', []), _negated=True), name='moves_right_levels'), models.CheckConstraint(condition=models.Q(models.Q(('used_at__isnull', True), ('used_by__isnull', True)), models.Q(('used_at__isnull', False), ('used_by__isnull', False)), _connector='OR'), name='moves_right_used_pair'), models.CheckConstraint(condition=models.Q(models.Q(('extended_at__isnull', True), ('extended_by__isnull', True)), models.Q(('extended_at__isnull', False), ('extended_by__isnull', False)), _connector='OR'), name='moves_right_extended_pair')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_returnrightevent" ("came_from", "created_at", "evidence_until", "extended_at", "extended_by_id", "id", "level_id", "levels", "pay_rule", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_for", "request_id", "reviewed", "starts_on", "until", "used_at", "used_by_id") SELECT new_values."came_from", new_values."created_at", new_values."evidence_until", new_values."extended_at", new_values."extended_by_id", new_values."id", new_values."level_id", new_values."levels", new_values."pay_rule", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reminded_for", new_values."request_id", new_values."reviewed", new_values."starts_on", new_values."until", new_values."used_at", new_values."used_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='505665e132e5a705ee5fdf2c35073aad2c2d2a52', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b059a', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_returnright', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_returnrightevent" ("came_from", "created_at", "evidence_until", "extended_at", "extended_by_id", "id", "level_id", "levels", "pay_rule", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_for", "request_id", "reviewed", "starts_on", "until", "used_at", "used_by_id") SELECT new_values."came_from", new_values."created_at", new_values."evidence_until", new_values."extended_at", new_values."extended_by_id", new_values."id", new_values."level_id", new_values."levels", new_values."pay_rule", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reminded_for", new_values."request_id", new_values."reviewed", new_values."starts_on", new_values."until", new_values."used_at", new_values."used_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."came_from" IS DISTINCT FROM (new_values."came_from") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."evidence_until" IS DISTINCT FROM (new_values."evidence_until") OR old_values."extended_at" IS DISTINCT FROM (new_values."extended_at") OR old_values."extended_by_id" IS DISTINCT FROM (new_values."extended_by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."level_id" IS DISTINCT FROM (new_values."level_id") OR old_values."levels" IS DISTINCT FROM (new_values."levels") OR old_values."pay_rule" IS DISTINCT FROM (new_values."pay_rule") OR old_values."person_id" IS DISTINCT FROM (new_values."person_id") OR old_values."reminded_for" IS DISTINCT FROM (new_values."reminded_for") OR old_values."request_id" IS DISTINCT FROM (new_values."request_id") OR old_values."reviewed" IS DISTINCT FROM (new_values."reviewed") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."until" IS DISTINCT FROM (new_values."until") OR old_values."used_at" IS DISTINCT FROM (new_values."used_at") OR old_values."used_by_id" IS DISTINCT FROM (new_values."used_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9231b49aa153419e47013785f0b5853dcbf8e4c1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_17344', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_returnright', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_returnrightevent" ("came_from", "created_at", "evidence_until", "extended_at", "extended_by_id", "id", "level_id", "levels", "pay_rule", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reminded_for", "request_id", "reviewed", "starts_on", "until", "used_at", "used_by_id") SELECT old_values."came_from", old_values."created_at", old_values."evidence_until", old_values."extended_at", old_values."extended_by_id", old_values."id", old_values."level_id", old_values."levels", old_values."pay_rule", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reminded_for", old_values."request_id", old_values."reviewed", old_values."starts_on", old_values."until", old_values."used_at", old_values."used_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='93bf47d5bc8041bcef43f65c50a8ef66d8981186', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_80b4d', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_returnright', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='StepEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.step')),
                ('id', models.BigIntegerField()),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.moverequest')),
                ('position', models.PositiveSmallIntegerField()),
                ('deed', models.CharField(choices=[('approve', 'approves'), ('release', 'releases, and names a day'), ('confirm', 'sets salary and day')], max_length=10)),
                ('who', models.CharField(choices=[('current_manager', 'Your manager'), ('receiving_manager', 'The receiving manager'), ('hr', 'HR'), ('group', 'One of a group')], max_length=20)),
                ('days', models.PositiveSmallIntegerField()),
                ('weeks', models.PositiveSmallIntegerField(default=0)),
                ('group', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.decidergroup')),
                ('added', models.BooleanField(default=False)),
                ('opened_on', models.DateField(null=True)),
                ('opens_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('decider', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('via', models.CharField(blank=True, choices=[('role', 'asked'), ('stand_in', 'stands in'), ('up', 'next in line'), ('owner', 'framework owner'), ('hr', 'HR lead'), ('delegate', 'handed over')], max_length=10)),
                ('manager', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.employee')),
                ('among', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('sees', models.BooleanField(default=True)),
                ('silences', models.PositiveSmallIntegerField(default=0)),
                ('overdue_on', models.DateField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.CharField(blank=True, choices=[('approved', 'approved'), ('released', 'released'), ('objected', 'objected to HR'), ('confirmed', 'set salary and day'), ('declined', 'declined'), ('not_needed', 'skipped: the same person had proposed this move, or answers once')], max_length=12)),
                ('proposed_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='moves.moverequest')),
                ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='moves.step')),
                ('kind', models.CharField(choices=[('question', 'Question'), ('answer', 'Answer'), ('look_again', 'Asked to look again')], max_length=10)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answers', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='moves.message')),
                ('text', ladders.core.private.SealedTextField('moves.message')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', b''), _negated=True), name='moves_message_said'), models.CheckConstraint(condition=models.Q(models.Q(('answers__isnull', False), ('kind', 'answer')), models.Q(models.Q(('kind', 'answer'), _negated=True), ('answers', None)), _connector='OR'), name='moves_message_answers'), models.UniqueConstraint(condition=models.Q(('kind', 'look_again')), fields=('request',), name='moves_message_looks_again_once')],
            },
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reason', to='moves.moverequest')),
                ('text', ladders.core.private.SealedTextField('moves.reason')),
                ('delete_on', models.DateField(verbose_name='deleted on')),
                ('readers', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['delete_on'], name='moves_reason_delete')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', b''), _negated=True), name='moves_reason_said')],
            },
        ),
        migrations.CreateModel(
            name='MoveRequestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.moverequest')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Asked'), ('approved', 'Approved'), ('scheduled', 'Scheduled'), ('in_effect', 'In effect'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('lapsed', 'Lapsed')], default='draft', max_length=10)),
                ('uses_right', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.returnright')),
                ('follows', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.moverequest')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('submitted_at', models.DateTimeField(editable=False, null=True)),
                ('due_on', models.DateField(editable=False, null=True)),
                ('hr_hears_at', models.DateTimeField(editable=False, null=True)),
                ('receiving', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.employee')),
                ('agreed_on', models.DateField(editable=False, null=True)),
                ('agreed_at', models.DateTimeField(editable=False, null=True)),
                ('offered_on', models.DateField(editable=False, null=True)),
                ('offered_at', models.DateTimeField(editable=False, null=True)),
                ('seat_at', models.DateTimeField(editable=False, null=True)),
                ('declined_step', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.step')),
                ('looked_again_at', models.DateTimeField(editable=False, null=True)),
                ('stopped_at', models.DateTimeField(editable=False, null=True)),
                ('placement', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='placements.placement')),
                ('trial_until', models.DateField(editable=False, null=True)),
                ('trial_told_on', models.DateField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReturnRightEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='moves.returnright')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.employee')),
                ('request', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.moverequest')),
                ('came_from', models.CharField(choices=[('step_back', 'Step back'), ('trial', 'Trial'), ('management', 'Move into management'), ('rules', 'Given with every move of its kind')], max_length=10)),
                ('level', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='frameworks.level')),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('starts_on', models.DateField()),
                ('until', models.DateField(verbose_name='until')),
                ('evidence_until', models.DateField()),
                ('reviewed', models.BooleanField(default=False)),
                ('pay_rule', models.CharField(choices=[('kept', 'Kept'), ('stepped', 'Kept for some months, then stepped'), ('band', 'Band of the new grade')], max_length=10)),
                ('reminded_for', models.DateField(null=True)),
                ('extended_at', models.DateTimeField(null=True)),
                ('extended_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('used_at', models.DateTimeField(null=True)),
                ('used_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='moves.moverequest')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='move_notices', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(choices=[('proposed', 'A proposal for you'), ('due', 'Your answer is asked for'), ('overdue', 'An answer is overdue'), ('passed_on', 'A request went on to the next in line'), ('handed_on', 'A request was handed on to somebody else'), ('manager_changed', 'Your request moves to your new manager'), ('answered', 'A step of your request is answered'), ('objected', 'An objection waits for you'), ('approved', 'Your request is approved'), ('declined', 'Your request is answered'), ('look_again', 'A request is to be looked at again'), ('question', 'A question about your request'), ('answer', 'Your question is answered'), ('date_offered', 'Another day is proposed'), ('day_refused', 'A day you offered was turned down'), ('scheduled', 'The day is agreed'), ('in_effect', 'A request has taken effect'), ('checklist', 'A checklist waits for you'), ('stopped', 'A request cannot go on as it is'), ('withdrawn', 'A request was withdrawn: nothing is left to do'), ('lapsed', 'A request has lapsed: nothing is left to do'), ('trial_ending', 'Something agreed ends soon'), ('try_out_over', 'Something agreed is over'), ('right_ending', 'Something promised to you ends soon'), ('right_extended', 'Something promised to you holds longer'), ('level_changed', 'Something about your work has changed'), ('second_person', 'A second person is needed'), ('second_said', 'What you asked a second person is decided'), ('remedy', 'Something is yours to decide or to do'), ('remedy_due', 'Something you look after is due'), ('for_hr', 'Something waits for HR’s answer'), ('for_hr_late', 'An answer by HR is due'), ('agreement', 'Somebody asks for your agreement'), ('informed', 'An answer for you is here'), ('yearly', 'What you may ask for, once a year'), ('talk', 'A date of yours is new or has changed'), ('plan', 'Something you share with somebody has news')], max_length=20)),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='moves.moverequest')),
                ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moves.step')),
                ('right', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='moves.returnright')),
                ('decision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.reorganisation')),
                ('approval', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.approval')),
                ('page', models.CharField(blank=True, max_length=60)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('mail', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='moves.mail')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['recipient', '-id'], name='moves_notice_inbox'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='moves_notice_unread'), models.Index(condition=models.Q(('settled_at', None)), fields=['id'], name='moves_notice_unsettled')],
                'constraints': [models.CheckConstraint(condition=models.Q(('request__isnull', False), ('right__isnull', False), ('decision__isnull', False), ('approval__isnull', False), models.Q(('page', ''), _negated=True), _connector='OR'), name='moves_notice_about'), models.CheckConstraint(condition=models.Q(('mail', None), ('settled_at__isnull', False), _connector='OR'), name='moves_notice_settled')],
            },
        ),
        migrations.AddField(
            model_name='NewSalary',
            name='request',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='new_salary', to='moves.moverequest'),
        ),
        migrations.AddField(
            model_name='FollowUp',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='moves.moverequest'),
        ),
        migrations.AddField(
            model_name='Step',
            name='request',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='moves.moverequest'),
        ),
        migrations.AddField(
            model_name='MoveRequest',
            name='uses_right',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moves.returnright'),
        ),
        migrations.AddConstraint(
            model_name='FollowUp',
            constraint=models.UniqueConstraint(fields=('request', 'what'), name='moves_followup_once'),
        ),
        migrations.AddConstraint(
            model_name='Step',
            constraint=models.UniqueConstraint(fields=('request', 'position'), name='moves_step_position'),
        ),
        migrations.AddConstraint(
            model_name='Step',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None), ('opened_on__isnull', False)), fields=('request',), name='moves_step_one_open'),
        ),
    ]

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
