"""Guards and rights of the first migration of this room."""

# Literal on purpose: a migration must not change when the code does.
SQL = [
    """
CREATE OR REPLACE FUNCTION frameworks_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a row of frameworks_version is born a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'frameworks_version_born_draft', TABLE = 'frameworks_version';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'frameworks_version % is frozen', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'frameworks_version_frozen', TABLE = 'frameworks_version';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.state <> OLD.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('published')) OR (OLD.state = 'published' AND NEW.state IN ('retired'))) THEN
        RAISE EXCEPTION 'frameworks_version % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'frameworks_version_transition', TABLE = 'frameworks_version';
    END IF;
    IF OLD.state <> 'draft' AND to_jsonb(NEW) - 'state' - 'retired_at' <> to_jsonb(OLD) - 'state' - 'retired_at' THEN
        RAISE EXCEPTION 'frameworks_version % is frozen', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'frameworks_version_frozen', TABLE = 'frameworks_version';
    END IF;
    RETURN NEW;
END $$;
    """,
    'CREATE TRIGGER frameworks_version_guard BEFORE INSERT OR UPDATE OR DELETE ON frameworks_version FOR EACH ROW EXECUTE FUNCTION frameworks_version_guard()',
    'CREATE TRIGGER "frameworks_proficiencystep_frozen_insert" AFTER INSERT ON "frameworks_proficiencystep" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_proficiencystep_frozen_update" AFTER UPDATE ON "frameworks_proficiencystep" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_proficiencystep_frozen_delete" AFTER DELETE ON "frameworks_proficiencystep" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_track_frozen_insert" AFTER INSERT ON "frameworks_track" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_track_frozen_update" AFTER UPDATE ON "frameworks_track" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_track_frozen_delete" AFTER DELETE ON "frameworks_track" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_level_frozen_insert" AFTER INSERT ON "frameworks_level" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_level_frozen_update" AFTER UPDATE ON "frameworks_level" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_level_frozen_delete" AFTER DELETE ON "frameworks_level" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_jobevaluation_frozen_insert" AFTER INSERT ON "frameworks_jobevaluation" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_jobevaluation_frozen_update" AFTER UPDATE ON "frameworks_jobevaluation" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_jobevaluation_frozen_delete" AFTER DELETE ON "frameworks_jobevaluation" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_factorrating_frozen_insert" AFTER INSERT ON "frameworks_factorrating" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_factorrating_frozen_update" AFTER UPDATE ON "frameworks_factorrating" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_factorrating_frozen_delete" AFTER DELETE ON "frameworks_factorrating" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_bulkgrading_frozen_insert" AFTER INSERT ON "frameworks_bulkgrading" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_bulkgrading_frozen_update" AFTER UPDATE ON "frameworks_bulkgrading" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_bulkgrading_frozen_delete" AFTER DELETE ON "frameworks_bulkgrading" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_competencygroup_frozen_insert" AFTER INSERT ON "frameworks_competencygroup" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_competencygroup_frozen_update" AFTER UPDATE ON "frameworks_competencygroup" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_competencygroup_frozen_delete" AFTER DELETE ON "frameworks_competencygroup" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_competency_frozen_insert" AFTER INSERT ON "frameworks_competency" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_competency_frozen_update" AFTER UPDATE ON "frameworks_competency" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_competency_frozen_delete" AFTER DELETE ON "frameworks_competency" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_expectation_frozen_insert" AFTER INSERT ON "frameworks_expectation" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_expectation_frozen_update" AFTER UPDATE ON "frameworks_expectation" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_expectation_frozen_delete" AFTER DELETE ON "frameworks_expectation" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_parityreason_frozen_insert" AFTER INSERT ON "frameworks_parityreason" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_parityreason_frozen_update" AFTER UPDATE ON "frameworks_parityreason" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_parityreason_frozen_delete" AFTER DELETE ON "frameworks_parityreason" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_successor_frozen_insert" AFTER INSERT ON "frameworks_successor" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_successor_frozen_update" AFTER UPDATE ON "frameworks_successor" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_successor_frozen_delete" AFTER DELETE ON "frameworks_successor" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_consultation_frozen_insert" AFTER INSERT ON "frameworks_consultation" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_consultation_frozen_update" AFTER UPDATE ON "frameworks_consultation" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_consultation_frozen_delete" AFTER DELETE ON "frameworks_consultation" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'REVOKE UPDATE, DELETE ON "frameworks_frameworkevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_versionevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_proficiencystepevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_trackevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_levelevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_jobevaluationevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_factorratingevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_competencygroupevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_competencyevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_expectationevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_parityreasonevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_successorevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "frameworks_consultationevent" FROM CURRENT_USER',
    'CREATE TRIGGER "frameworks_reorganisation_frozen_insert" AFTER INSERT ON "frameworks_reorganisation" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_reorganisation_frozen_update" AFTER UPDATE ON "frameworks_reorganisation" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'CREATE TRIGGER "frameworks_reorganisation_frozen_delete" AFTER DELETE ON "frameworks_reorganisation" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'frameworks_version\', \'version_id\')',
    'REVOKE UPDATE, DELETE ON "frameworks_reorganisationevent" FROM CURRENT_USER',
]
