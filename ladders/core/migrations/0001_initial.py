"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import ladders.core.private
import uuid
from django.conf import settings
from django.db import migrations, models
from ._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    """
CREATE OR REPLACE FUNCTION core_personkey_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.thrown_at IS NOT NULL OR NEW.about <> OLD.about THEN
        RAISE EXCEPTION 'the key of % stays as it is', OLD.about
            USING ERRCODE = 'check_violation', CONSTRAINT = 'core_personkey_kept', TABLE = 'core_personkey';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER core_personkey_guard BEFORE UPDATE OR DELETE ON core_personkey
    FOR EACH ROW EXECUTE FUNCTION core_personkey_guard();
-- Whether what is known of an employee was erased: then what others wrote about them may be emptied, and nothing else.
CREATE OR REPLACE FUNCTION core_is_erased(employee bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM core_personkey WHERE about = 'accounts.employee:' || employee AND thrown_at IS NOT NULL)
$$;
    """,
    """
CREATE OR REPLACE FUNCTION core_refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent text := TG_ARGV[0];   -- table of the parent
    link text := TG_ARGV[1];     -- column that points to it
    rows text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %1$I AS id FROM new_rows', link)
        WHEN 'DELETE' THEN format('SELECT %1$I AS id FROM old_rows', link)
        ELSE format('SELECT %1$I AS id FROM new_rows UNION SELECT %1$I FROM old_rows', link) END;
    frozen bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM %I WHERE id IN (%s) ORDER BY id FOR SHARE) AS locked', parent, rows)
        INTO frozen;
    EXECUTE format('SELECT id FROM %I WHERE id IN (%s) AND state <> ''draft'' LIMIT 1', parent, rows) INTO frozen;
    IF frozen IS NOT NULL THEN
        RAISE EXCEPTION '% of % % is frozen', TG_TABLE_NAME, parent, frozen
            USING ERRCODE = 'check_violation', CONSTRAINT = parent || '_frozen', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
    """,
    # As it comes it overwrites what a context says. Here the first word stays, and no right to change one is needed.
    """
CREATE OR REPLACE FUNCTION _pgh_attach_context() RETURNS pghistory_context.id%TYPE LANGUAGE plpgsql AS $$
DECLARE
    known uuid := NULLIF(current_setting('pghistory.context_id', true), '');
    told jsonb := NULLIF(current_setting('pghistory.context_metadata', true), '');
BEGIN
    IF known IS NULL OR told IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO pghistory_context (id, metadata, created_at, updated_at) VALUES (known, told, now(), now())
        ON CONFLICT (id) DO NOTHING;
    RETURN known;
END $$;
    """,
    # Only a table's owner may have it analysed; imports need it in the middle of their transaction.
    """
CREATE OR REPLACE FUNCTION core_analyze(VARIADIC tables regclass[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one regclass;
BEGIN
    FOREACH one IN ARRAY tables LOOP
        EXECUTE format('ANALYZE %s', one);
    END LOOP;
END $$;
    """,
    # What somebody was known by, out of the words of the audit trail that an erasure may replace: once their key was thrown
    # away, and nothing but their own name, number and address. Gives the days of the entries, which have to be vouched for again.
    r"""
CREATE OR REPLACE FUNCTION core_forget_words(employee bigint, words text[], pseudonym text) RETURNS SETOF date
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    known text[];
    pattern text;
BEGIN
    SELECT array_agg(one) INTO known FROM accounts_employee e LEFT JOIN accounts_user u ON u.id = e.user_id,
        unnest(ARRAY[e.name, e.number, u.name, u.email]) AS one WHERE e.id = employee;
    IF NOT core_is_erased(employee) OR NOT words <@ known THEN
        RAISE EXCEPTION 'these are not the words of somebody who is erased' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT '(?<!\w)(' || string_agg(regexp_replace(one, '([\\.^$*+?()\[\]{}|])', '\\\1', 'g'), '|') || ')(?!\w)'
        INTO pattern FROM unnest(words) AS one WHERE one <> '';
    IF pattern IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(4137002);
    GRANT UPDATE ON core_auditentry TO CURRENT_USER;
    RETURN QUERY WITH replaced AS (
        UPDATE core_auditentry SET subject = left(regexp_replace(subject, pattern, pseudonym, 'gi'), 200),
            subject_key = left(regexp_replace(subject_key, pattern, pseudonym, 'gi'), 64),
            detail = CASE WHEN detail ? 'reason' THEN jsonb_set(detail, '{reason}',
                regexp_replace((detail -> 'reason')::text, pattern, pseudonym, 'gi')::jsonb) ELSE detail END
        WHERE subject ~* pattern OR subject_key ~* pattern OR (detail -> 'reason')::text ~* pattern
        RETURNING (at AT TIME ZONE 'UTC')::date AS day
    ) SELECT DISTINCT day FROM replaced;
    REVOKE UPDATE ON core_auditentry FROM CURRENT_USER;
END $$;
    """,
    'REVOKE UPDATE, DELETE ON "pghistory_context" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "core_organisationevent" FROM CURRENT_USER',
    'CREATE UNLOGGED TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)',
    'CREATE INDEX core_cache_expires ON core_cache (expires)',
    'REVOKE UPDATE, DELETE ON "core_auditentry" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "core_historylink" FROM CURRENT_USER',
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        # Before our tables: each of their many small steps draws anew whatever is related to people.
        ('mfa', '0003_authenticator_type_uniq'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('args', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Stopped with an error')], default='waiting', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('outcome', models.JSONField(default=dict)),
                ('error', models.TextField(blank=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('held_up_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['lease_until'], name='core_job_unfinished'), models.Index(fields=['owner', '-created_at'], name='core_job_owner')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lease', None), ('lease_until', None)), models.Q(('lease__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='core_job_lease_pair'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('lease__isnull', False), _connector='OR'), name='core_job_running_has_lease')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verb', models.CharField(max_length=60)),
                ('area', models.CharField(max_length=30)),
                ('subject', models.CharField(max_length=200)),
                ('subject_key', models.CharField(blank=True, max_length=64)),
                ('detail', models.JSONField(default=dict)),
                ('about', models.CharField(blank=True, max_length=60)),
                ('sealed', models.BinaryField(null=True)),
            ],
            options={
                'verbose_name_plural': 'audit entries',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['area', 'subject_key', '-at'], name='core_audit_subject'), models.Index(fields=['by', '-at'], name='core_audit_by'), models.Index(condition=models.Q(('about', ''), _negated=True), fields=['about', '-at'], name='core_audit_about'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('subject', config='simple'), name='core_audit_words', gin_pending_list_limit=64)],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('key', models.CharField(max_length=120)),
                ('subject', models.CharField(max_length=200)),
                ('payload', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('shown', models.JSONField(default=list)),
                ('about', models.BigIntegerField(null=True)),
                ('concerned', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('barred', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('reason', models.TextField()),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second person'), ('confirmed', 'Confirmed'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired: nobody answered in time')], default='waiting', max_length=10)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['kind', '-id'], name='core_approval_kind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('kind', 'key'), name='core_approval_one_waits'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='core_approval_reason'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='core_approval_decided'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(models.Q(('decided_by__isnull', False)), models.Q(('decided_by', models.F('asked_by')), _negated=True)), _connector='OR'), name='core_approval_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decision', ''), _negated=True), _connector='OR'), name='core_approval_decline_reason')],
            },
        ),
        migrations.CreateModel(
            name='PersonKey',
            fields=[
                ('about', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('key', ladders.core.private.SealedTextField('person key')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('thrown_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('thrown_at', None), models.Q(('key', b''), _negated=True)), models.Q(('key', b''), ('thrown_at__isnull', False)), _connector='OR'), name='core_personkey_thrown')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(default='Ladders', max_length=120, verbose_name='name of the organisation')),
                ('second_publisher', models.BooleanField(default=False, help_text='Whoever asks for a publication cannot confirm it alone.', verbose_name='a second person confirms a publication')),
                ('evaluation_days', models.PositiveSmallIntegerField(default=180, help_text='When a level gets its grade from another source, its own evaluation is due after so many days.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1095)], verbose_name='days to evaluate a slotted level')),
            ],
            options={
                'verbose_name_plural': 'organisation',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='core_organisation_one_row')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("evaluation_days", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_publisher") SELECT new_values."evaluation_days", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."second_publisher" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='030bd5b3374426bf9da029be43402b7988840da4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1e9d1', referencing='REFERENCING NEW TABLE AS new_values ', table='core_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("evaluation_days", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_publisher") SELECT new_values."evaluation_days", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."second_publisher" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9f182f54c4550aa734ed9827e9b0763aae894fec', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1b882', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='core_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "core_organisationevent" ("evaluation_days", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "second_publisher") SELECT old_values."evaluation_days", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."second_publisher" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='8390f36b09652c0148c41d2dc0acf6ae45d1f28c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8a59c', referencing='REFERENCING OLD TABLE AS old_values ', table='core_organisation', when='AFTER'))],
            },
        ),
    ]

    operations += [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(editable=False, max_length=40)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('count', models.PositiveIntegerField(default=0, editable=False)),
                ('before', models.JSONField(default=dict, editable=False)),
                ('taken_back_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name_plural': 'batches',
                'indexes': [models.Index(fields=['made_by', '-made_at'], name='core_batch_of')],
            },
        ),
        migrations.CreateModel(
            name='HistoryLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('table', models.CharField(blank=True, max_length=63)),
                ('turn', models.PositiveSmallIntegerField(default=0)),
                ('columns', models.JSONField(default=list)),
                ('rows', models.PositiveBigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('texts', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('day', 'table', 'turn'), name='core_history_link_once')],
            },
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('part', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('holder', models.CharField(db_default='', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='HistorySalt',
            fields=[
                ('link', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='core.historylink')),
                ('salt', models.BinaryField(max_length=32)),
            ],
        ),
    ]

    operations += [
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list', models.CharField(max_length=30)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(max_length=2000)),
                ('opens', models.BooleanField(default=False)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('owner', 'list', 'name'), name='core_savedfilter_name'), models.UniqueConstraint(condition=models.Q(('opens', True)), fields=('owner', 'list'), name='core_savedfilter_opens'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='core_savedfilter_named')],
            },
        ),
        migrations.CreateModel(
            name='KeptNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=30)),
                ('of', models.BigIntegerField()),
                ('revision', models.PositiveIntegerField(default=0)),
                ('number', models.PositiveIntegerField()),
                ('counted_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('what', 'of'), name='core_kept_number_once')],
            },
        ),
        migrations.CreateModel(
            name='ListFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('list', models.CharField(max_length=30)),
                ('query', models.CharField(max_length=2000)),
                ('every_column', models.BooleanField(default=False)),
                ('rights', models.CharField(max_length=64)),
                ('name', models.CharField(blank=True, max_length=120)),
                ('rows', models.PositiveIntegerField(null=True)),
                ('content', models.BinaryField(default=b'')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.job')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
                'indexes': [models.Index(fields=['made_at'], name='core_listfile_made')],
            },
        ),
    ]

    operations += histories("core", operations, "Organisation")
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
