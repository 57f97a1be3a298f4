"""Histories are added to only; an exception lasts 24 months at most; every change of what bands show is counted."""

from django.db import migrations

from ladders.core.history import append_only

WATCHED = (
    "compensation_paypolicy",
    "compensation_payzone",
    "compensation_zonelocation",
    "compensation_band",
    "compensation_marketsupplement",
    "compensation_bandexception",
)
COUNT = """
CREATE OR REPLACE FUNCTION compensation_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO compensation_bandstamp AS stamp (id, revision) VALUES (1, 1)
    ON CONFLICT (id) DO UPDATE SET revision = stamp.revision + 1;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("compensation", "0001_bands")]

    operations = [
        migrations.RunSQL(
            "INSERT INTO compensation_bandstamp (id, revision) VALUES (1, 0)", "DELETE FROM compensation_bandstamp"
        ),
        migrations.RunSQL(COUNT, "DROP FUNCTION IF EXISTS compensation_count_change()"),
        migrations.RunSQL(
            [
                f'CREATE TRIGGER "{table}_count" AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
                "FOR EACH STATEMENT EXECUTE FUNCTION compensation_count_change()"
                for table in WATCHED
            ],
            [f'DROP TRIGGER IF EXISTS "{table}_count" ON "{table}"' for table in WATCHED],
        ),
        migrations.RunSQL(
            "ALTER TABLE compensation_bandexception ADD CONSTRAINT compensation_exception_24_months "
            "CHECK (ends_on < starts_on + interval '24 months')",
            "ALTER TABLE compensation_bandexception DROP CONSTRAINT compensation_exception_24_months",
        ),
        append_only(
            "compensation_payzoneevent",
            "compensation_zonelocationevent",
            "compensation_paypolicyevent",
            "compensation_bandevent",
            "compensation_bandchangeevent",
            "compensation_bandchangelineevent",
            "compensation_marketsupplementevent",
            "compensation_bandexceptionevent",
        ),
    ]
