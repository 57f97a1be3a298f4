"""What no code can go round: states follow the table, what was sent stays as it was sent, an answer is given once."""

from django.db import migrations

from ladders.core.guards import freeze_parent
from ladders.core.history import append_only
from ladders.moves.states import TRANSITIONS

MOVABLE = (
    *("owner_id", "due_on", "hr_hears_at", "receiving_id", "agreed_on", "agreed_at", "agreed_by_id", "offered_on"),
    *("offered_at", "offered_by_id", "seat_at", "seat_by_id", "declined_step_id", "looked_again_at", "stopped_at"),
    *("stopped_why", "placement_id", "trial_until", "trial_told_on", "closed_at", "closed_by_id"),
)
TABLE = {str(here): tuple(map(str, there)) for here, there in TRANSITIONS.items()}

REFUSE = "USING ERRCODE = 'check_violation', CONSTRAINT = '{name}', TABLE = '{table}'"
RULES = f"""
CREATE OR REPLACE FUNCTION moves_request_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = OLD.state THEN
        -- What is over stays as it ended, but for who has to do what is left.
        IF OLD.state IN ('in_effect', 'withdrawn', 'lapsed')
            AND to_jsonb(NEW) - 'trial_told_on' - 'owner_id' <> to_jsonb(OLD) - 'trial_told_on' - 'owner_id' THEN
            RAISE EXCEPTION 'request % is over', OLD.id {REFUSE.format(name="moves_request_over", table="moves_moverequest")};
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'declined' AND (OLD.looked_again_at IS NOT NULL OR NEW.looked_again_at IS NULL) THEN
        RAISE EXCEPTION 'request % was looked at again', OLD.id
            {REFUSE.format(name="moves_request_looked_again_once", table="moves_moverequest")};
    END IF;
    IF NEW.state = 'lapsed' AND NOT EXISTS (
        SELECT 1 FROM accounts_employee WHERE left_on IS NOT NULL AND (id = NEW.person_id
            OR (OLD.state = 'draft' AND user_id IS NOT NULL AND user_id = NEW.proposer_id))) THEN
        RAISE EXCEPTION 'the author of request % has not left', OLD.id
            {REFUSE.format(name="moves_request_lapses_with_its_author", table="moves_moverequest")};
    END IF;
    IF NEW.state = 'approved' AND (
        EXISTS (SELECT 1 FROM moves_step WHERE request_id = NEW.id AND answered_at IS NULL)
        OR NOT EXISTS (SELECT 1 FROM moves_step WHERE request_id = NEW.id)) THEN
        RAISE EXCEPTION 'request % has a step without an answer', OLD.id
            {REFUSE.format(name="moves_request_all_answered", table="moves_moverequest")};
    END IF;
    IF NEW.state = 'declined' AND NOT EXISTS (
        SELECT 1 FROM moves_step WHERE id = NEW.declined_step_id AND request_id = NEW.id AND outcome = 'declined') THEN
        RAISE EXCEPTION 'request % was declined in no step', OLD.id
            {REFUSE.format(name="moves_request_declined_step", table="moves_moverequest")};
    END IF;
    IF NEW.state = 'in_effect' AND NOT EXISTS (
        SELECT 1 FROM placements_placement
        WHERE id = NEW.placement_id AND employee_id = NEW.person_id AND level_key = NEW.to_key) THEN
        RAISE EXCEPTION 'request % has no placement of its person on its level', OLD.id
            {REFUSE.format(name="moves_request_placed", table="moves_moverequest")};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves_request_rules BEFORE UPDATE ON moves_moverequest
    FOR EACH ROW EXECUTE FUNCTION moves_request_rules();
"""
NO_RULES = "DROP TRIGGER moves_request_rules ON moves_moverequest; DROP FUNCTION moves_request_rules();"

# The request's row is locked FOR SHARE, so that an answer and a withdrawal of two transactions never both count.
STEPS = f"""
CREATE OR REPLACE FUNCTION moves_step_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    now_is text;
    told text[] := ARRAY['opened_on', 'opens_on', 'due_on', 'decider_id', 'via', 'manager_id', 'among', 'sees',
        'silences', 'overdue_on', 'answered_at', 'answered_by_id', 'outcome', 'proposed_on', 'reason', 'would_change'];
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (
        to_jsonb(NEW) - told <> to_jsonb(OLD) - told
        OR (OLD.answered_at IS NOT NULL AND to_jsonb(NEW) - 'sees' <> to_jsonb(OLD) - 'sees'))) THEN
        RAISE EXCEPTION 'step % is kept as it is', OLD.id {REFUSE.format(name="moves_step_kept", table="moves_step")};
    END IF;
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'sees' = to_jsonb(OLD) - 'sees' THEN
        RETURN NEW;
    END IF;
    SELECT state INTO now_is FROM moves_moverequest WHERE id = NEW.request_id FOR SHARE;
    IF now_is IS DISTINCT FROM 'submitted' THEN
        RAISE EXCEPTION 'request % is %: nothing is answered', NEW.request_id, now_is
            {REFUSE.format(name="moves_step_of_submitted", table="moves_step")};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves_step_guard BEFORE INSERT OR UPDATE OR DELETE ON moves_step
    FOR EACH ROW EXECUTE FUNCTION moves_step_guard();
"""
NO_STEPS = "DROP TRIGGER moves_step_guard ON moves_step; DROP FUNCTION moves_step_guard();"

RIGHTS = f"""
CREATE OR REPLACE FUNCTION moves_right_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    open text[] := ARRAY['until', 'evidence_until', 'reminded_for', 'extended_at', 'extended_by_id', 'used_at', 'used_by_id'];
BEGIN
    IF TG_OP = 'DELETE' OR to_jsonb(NEW) - open <> to_jsonb(OLD) - open
        OR NEW.until < OLD.until OR NEW.evidence_until < OLD.evidence_until OR OLD.used_at IS NOT NULL THEN
        RAISE EXCEPTION 'right of return % is kept as promised', OLD.id
            {REFUSE.format(name="moves_right_kept", table="moves_returnright")};
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER moves_right_guard BEFORE UPDATE OR DELETE ON moves_returnright
    FOR EACH ROW EXECUTE FUNCTION moves_right_guard();
"""
NO_RIGHTS = "DROP TRIGGER moves_right_guard ON moves_returnright; DROP FUNCTION moves_right_guard();"

# By triggers, not by REVOKE: rows that others point to could not be deleted any more.
KEPT = f"""
CREATE OR REPLACE FUNCTION moves_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME
        {REFUSE.format(name="moves_kept", table="moves_passedon")};
END $$;
CREATE TRIGGER moves_passedon_kept BEFORE UPDATE OR DELETE ON moves_passedon FOR EACH ROW EXECUTE FUNCTION moves_kept();
CREATE TRIGGER moves_message_kept BEFORE UPDATE ON moves_message FOR EACH ROW EXECUTE FUNCTION moves_kept();
"""
NOT_KEPT = """
DROP TRIGGER moves_passedon_kept ON moves_passedon;
DROP TRIGGER moves_message_kept ON moves_message;
DROP FUNCTION moves_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("moves", "0003_requests"), ("core", "0002_ground")]

    operations = [
        freeze_parent("moves_moverequest", TABLE, movable=MOVABLE),
        migrations.RunSQL(RULES, NO_RULES),
        migrations.RunSQL(STEPS, NO_STEPS),
        migrations.RunSQL(RIGHTS, NO_RIGHTS),
        migrations.RunSQL(KEPT, NOT_KEPT),
        append_only(
            "moves_moverequestevent",
            "moves_stepevent",
            "moves_newsalaryevent",
            "moves_followupevent",
            "moves_returnrightevent",
        ),
    ]
