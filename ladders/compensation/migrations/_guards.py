"""Triggers of pay and the rights on its tables, as of the first release."""


# Literal on purpose: a migration must not change when the code does.
SQL = [
    'INSERT INTO compensation_bandstamp (id, revision) VALUES (1, 0)',
    """
CREATE OR REPLACE FUNCTION compensation_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO compensation_bandstamp AS stamp (id, revision) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET revision = stamp.revision + 1;
    RETURN NULL;
END $$;
    """,
    'CREATE TRIGGER "compensation_paypolicy_count" AFTER INSERT OR UPDATE OR DELETE ON "compensation_paypolicy" FOR EACH STATEMENT EXECUTE FUNCTION compensation_count_change()',
    'CREATE TRIGGER "compensation_payzone_count" AFTER INSERT OR UPDATE OR DELETE ON "compensation_payzone" FOR EACH STATEMENT EXECUTE FUNCTION compensation_count_change()',
    'CREATE TRIGGER "compensation_zonelocation_count" AFTER INSERT OR UPDATE OR DELETE ON "compensation_zonelocation" FOR EACH STATEMENT EXECUTE FUNCTION compensation_count_change()',
    'CREATE TRIGGER "compensation_band_count" AFTER INSERT OR UPDATE OR DELETE ON "compensation_band" FOR EACH STATEMENT EXECUTE FUNCTION compensation_count_change()',
    'CREATE TRIGGER "compensation_marketsupplement_count" AFTER INSERT OR UPDATE OR DELETE ON "compensation_marketsupplement" FOR EACH STATEMENT EXECUTE FUNCTION compensation_count_change()',
    'CREATE TRIGGER "compensation_bandexception_count" AFTER INSERT OR UPDATE OR DELETE ON "compensation_bandexception" FOR EACH STATEMENT EXECUTE FUNCTION compensation_count_change()',
    "ALTER TABLE compensation_bandexception ADD CONSTRAINT compensation_exception_24_months CHECK (ends_on < starts_on + interval '24 months')",
    'REVOKE UPDATE, DELETE ON "compensation_payzoneevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_zonelocationevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_paypolicyevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_bandevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_bandchangeevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_bandchangelineevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_marketsupplementevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_bandexceptionevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_salaryevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_payprotectionevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "compensation_payaccess" FROM CURRENT_USER',
    """
CREATE OR REPLACE FUNCTION compensation_touch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    link text := TG_ARGV[0];
    rows text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %1$I AS id FROM new_rows', link)
        WHEN 'DELETE' THEN format('SELECT %1$I AS id FROM old_rows', link)
        ELSE format('SELECT %1$I AS id FROM new_rows UNION SELECT %1$I FROM old_rows', link) END;
    several bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM (%s) AS changed LIMIT 1001) AS few', rows) INTO several;
    IF several > 1000 THEN
        INSERT INTO compensation_touched (employee_id) VALUES (NULL);
    ELSIF several > 0 THEN
        EXECUTE format('INSERT INTO compensation_touched (employee_id) SELECT DISTINCT id FROM (%s) AS changed', rows);
    END IF;
    RETURN NULL;
END $$;
    """,
    """
CREATE OR REPLACE FUNCTION compensation_touch_all() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO compensation_touched (employee_id) VALUES (NULL);
    RETURN NULL;
END $$;
    """,
    'CREATE TRIGGER "compensation_salary_touch_insert" AFTER INSERT ON "compensation_salary" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "compensation_salary_touch_update" AFTER UPDATE ON "compensation_salary" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "compensation_salary_touch_delete" AFTER DELETE ON "compensation_salary" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "compensation_payprotection_touch_insert" AFTER INSERT ON "compensation_payprotection" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "compensation_payprotection_touch_update" AFTER UPDATE ON "compensation_payprotection" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "compensation_payprotection_touch_delete" AFTER DELETE ON "compensation_payprotection" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "placements_placement_touch_insert" AFTER INSERT ON "placements_placement" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "placements_placement_touch_update" AFTER UPDATE ON "placements_placement" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "placements_placement_touch_delete" AFTER DELETE ON "placements_placement" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'employee_id\')',
    'CREATE TRIGGER "accounts_employee_touch_insert" AFTER INSERT ON "accounts_employee" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'id\')',
    'CREATE TRIGGER "accounts_employee_touch_update" AFTER UPDATE ON "accounts_employee" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'id\')',
    'CREATE TRIGGER "accounts_employee_touch_delete" AFTER DELETE ON "accounts_employee" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch(\'id\')',
    """
-- A band touches the people of its zone, and nobody where the figures of the days around now stay as they are: what begins later
-- is found when its day comes. The days beside them are for what is written while a new day begins, and for other time zones.
CREATE OR REPLACE FUNCTION compensation_touch_zone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    made date := coalesce((SELECT day FROM compensation_paypositionsmade WHERE id = 1), current_date);
    first date := least(made, current_date) - 1;
    last date := greatest(made, current_date) + 2;
    held text := 'SELECT zone_id, grade_id, minimum, midpoint, maximum, greatest(starts_on, $1), least(coalesce(ends_on, $2), $2)
        FROM %s WHERE starts_on <= $2 AND coalesce(ends_on, $2) >= $1';
    rows text := CASE TG_OP
        WHEN 'INSERT' THEN format(held, 'new_rows')
        WHEN 'DELETE' THEN format(held, 'old_rows')
        ELSE format('(%1$s EXCEPT %2$s) UNION ALL (%2$s EXCEPT %1$s)', format(held, 'new_rows'), format(held, 'old_rows')) END;
BEGIN
    EXECUTE format('INSERT INTO compensation_touched (zone_id) SELECT DISTINCT zone_id FROM (%s) AS changed', rows)
        USING first, last;
    RETURN NULL;
END $$;
    """,
    'CREATE TRIGGER "compensation_band_touch_insert" AFTER INSERT ON "compensation_band" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_zone()',
    'CREATE TRIGGER "compensation_band_touch_update" AFTER UPDATE ON "compensation_band" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_zone()',
    'CREATE TRIGGER "compensation_band_touch_delete" AFTER DELETE ON "compensation_band" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_zone()',
    'CREATE TRIGGER "compensation_bandexception_touch_insert" AFTER INSERT ON "compensation_bandexception" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_bandexception_touch_update" AFTER UPDATE ON "compensation_bandexception" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_bandexception_touch_delete" AFTER DELETE ON "compensation_bandexception" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_marketsupplement_touch_insert" AFTER INSERT ON "compensation_marketsupplement" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_marketsupplement_touch_update" AFTER UPDATE ON "compensation_marketsupplement" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_marketsupplement_touch_delete" AFTER DELETE ON "compensation_marketsupplement" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_payzone_touch_insert" AFTER INSERT ON "compensation_payzone" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_payzone_touch_update" AFTER UPDATE ON "compensation_payzone" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_payzone_touch_delete" AFTER DELETE ON "compensation_payzone" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_zonelocation_touch_insert" AFTER INSERT ON "compensation_zonelocation" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_zonelocation_touch_update" AFTER UPDATE ON "compensation_zonelocation" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "compensation_zonelocation_touch_delete" AFTER DELETE ON "compensation_zonelocation" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "impact_grade_touch_insert" AFTER INSERT ON "impact_grade" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "impact_grade_touch_update" AFTER UPDATE ON "impact_grade" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER "impact_grade_touch_delete" AFTER DELETE ON "impact_grade" FOR EACH STATEMENT EXECUTE FUNCTION compensation_touch_all()',
    'CREATE TRIGGER frameworks_version_touch AFTER UPDATE OF state ON frameworks_version FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION compensation_touch_all()',
    "INSERT INTO compensation_paypositionsmade (id, totals) VALUES (1, '[]') ON CONFLICT DO NOTHING",
]
