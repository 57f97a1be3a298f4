"""What the database keeps of requests, rules and rights: functions, triggers and rights, as of the first release."""


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
DECLARE
    may text[] := ARRAY['state', 'owner_id', 'due_on', 'hr_hears_at', 'receiving_id', 'agreed_on', 'agreed_at', 'agreed_by_id', 'offered_on', 'offered_at', 'offered_by_id', 'seat_at', 'seat_by_id', 'declined_step_id', 'looked_again_at', 'stopped_at', 'stopped_why', 'placement_id', 'trial_until', 'trial_told_on', 'closed_at', 'closed_by_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.state = OLD.state AND moves_emptied(OLD, NEW) THEN
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
    IF OLD.state <> 'draft' AND to_jsonb(NEW) - may <> to_jsonb(OLD) - may THEN
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
    IF NEW.state = OLD.state AND moves_emptied(OLD, NEW) THEN
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
