"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    'REVOKE UPDATE, DELETE ON "accounts_userevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "accounts_rolegrantevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "accounts_employeeevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "accounts_signinpolicyevent" FROM CURRENT_USER',
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('stored_anew', models.CharField(default='', editable=False, max_length=129)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('sort_name', models.CharField(db_collation='C', default='', editable=False, max_length=400)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'indexes': [models.Index(fields=['sort_name', 'id'], name='accounts_user_sort'), models.Index(condition=models.Q(('last_login__isnull', False)), fields=['last_login'], name='accounts_user_signed_in'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('sort_name', config='simple'), name='accounts_user_words', gin_pending_list_limit=64)],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email', violation_error_message='This address is already in use.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("created_at", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."created_at", new_values."id", new_values."is_active", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='20251697ae5e0189951124fe0b5ab733b7416475', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("created_at", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."created_at", new_values."id", new_values."is_active", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_active" IS DISTINCT FROM (new_values."is_active")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e1cc4dea673a380f9a4e99f96cfbca2298d7454e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0e890', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_userevent" ("created_at", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."created_at", old_values."id", old_values."is_active", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='43517e088cbe3e6109cf653368358680839b09fa', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_user', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='BrowserSession',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('user', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('hr_admin', 'HR admin'), ('framework_editor', 'Framework editor'), ('compensation_analyst', 'Compensation analyst'), ('pay_equity_analyst', 'Pay equity analyst'), ('employee_representative', 'Employee representative'), ('system_administrator', 'System administrator')], max_length=30, verbose_name='role')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('granted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('legal_entities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None)),
                ('departments', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'role'), name='accounts_grant_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_rolegrantevent" ("departments", "granted_at", "granted_by_id", "id", "legal_entities", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT new_values."departments", new_values."granted_at", new_values."granted_by_id", new_values."id", new_values."legal_entities", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='07ed43dc1ba77f55e6f959bce6b1e4fca5676d41', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_77ca7', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_rolegrantevent" ("departments", "granted_at", "granted_by_id", "id", "legal_entities", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT new_values."departments", new_values."granted_at", new_values."granted_by_id", new_values."id", new_values."legal_entities", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0245ca291d53bd2e45b75eeb71d58a44cea9cace', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f0e9e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_rolegrant', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_rolegrantevent" ("departments", "granted_at", "granted_by_id", "id", "legal_entities", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") SELECT old_values."departments", old_values."granted_at", old_values."granted_by_id", old_values."id", old_values."legal_entities", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."role", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='d1fd9b2197f8b9ae903601a0a752da3296f4f04d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d0e1f', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_rolegrant', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Employee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40, unique=True, verbose_name='employee number')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='employee', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('sort_name', models.CharField(db_collation='C', editable=False, max_length=400)),
                ('legal_entity', models.CharField(blank=True, max_length=120, verbose_name='legal entity')),
                ('department', models.CharField(blank=True, max_length=120, verbose_name='department')),
                ('job_title', models.CharField(blank=True, max_length=120, verbose_name='job title')),
                ('location', models.CharField(blank=True, max_length=120, verbose_name='location')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='work country')),
                ('contract', models.CharField(blank=True, choices=[('permanent', 'Permanent'), ('fixed_term', 'Fixed term'), ('apprentice', 'Apprentice'), ('working_student', 'Working student'), ('contractor', 'Contractor')], max_length=20, verbose_name='contract')),
                ('weekly_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name='weekly hours')),
                ('hired_on', models.DateField(blank=True, null=True, verbose_name='hired on')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left on')),
            ],
            options={
                'ordering': ['sort_name', 'number'],
                'indexes': [models.Index(fields=['sort_name', 'id'], name='accounts_employee_sort'), models.Index(fields=['department', 'sort_name', 'id'], name='accounts_employee_dept'), models.Index(fields=['legal_entity', 'sort_name', 'id'], name='accounts_employee_entity'), models.Index(fields=['legal_entity', 'country'], include=('hired_on', 'left_on'), name='accounts_employee_country'), models.Index(fields=['location', 'sort_name', 'id'], name='accounts_employee_location'), models.Index(fields=['job_title', 'sort_name', 'id'], name='accounts_employee_title'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('sort_name', config='simple'), name='accounts_employee_words', gin_pending_list_limit=64), models.Index(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('number'), name='text_pattern_ops'), name='accounts_employee_number')],
                'constraints': [models.CheckConstraint(condition=models.Q(('hired_on', None), ('left_on', None), ('left_on__gte', models.F('hired_on')), _connector='OR'), name='accounts_employee_dates', violation_error_message='Nobody leaves before being hired: check the two dates.'), models.CheckConstraint(condition=models.Q(('weekly_hours', None), models.Q(('weekly_hours__gt', 0), ('weekly_hours__lte', 60)), _connector='OR'), name='accounts_employee_hours', violation_error_message='Weekly hours lie between 0 and 60.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_employeeevent" ("contract", "country", "department", "hired_on", "id", "left_on", "legal_entity", "location", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "weekly_hours") SELECT new_values."contract", new_values."country", new_values."department", new_values."hired_on", new_values."id", new_values."left_on", new_values."legal_entity", new_values."location", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."user_id", new_values."weekly_hours" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e3f9b1ce5974e7984dd97a091984fe1a0f779221', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_bc1c0', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_employee', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_employeeevent" ("contract", "country", "department", "hired_on", "id", "left_on", "legal_entity", "location", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "weekly_hours") SELECT new_values."contract", new_values."country", new_values."department", new_values."hired_on", new_values."id", new_values."left_on", new_values."legal_entity", new_values."location", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."user_id", new_values."weekly_hours" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."contract" IS DISTINCT FROM (new_values."contract") OR old_values."country" IS DISTINCT FROM (new_values."country") OR old_values."department" IS DISTINCT FROM (new_values."department") OR old_values."hired_on" IS DISTINCT FROM (new_values."hired_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."left_on" IS DISTINCT FROM (new_values."left_on") OR old_values."legal_entity" IS DISTINCT FROM (new_values."legal_entity") OR old_values."location" IS DISTINCT FROM (new_values."location") OR old_values."user_id" IS DISTINCT FROM (new_values."user_id") OR old_values."weekly_hours" IS DISTINCT FROM (new_values."weekly_hours")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c3dfa0ce760236c42bd4162f3b4308465ab1fe4a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f316f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_employee', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_employeeevent" ("contract", "country", "department", "hired_on", "id", "left_on", "legal_entity", "location", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id", "weekly_hours") SELECT old_values."contract", old_values."country", old_values."department", old_values."hired_on", old_values."id", old_values."left_on", old_values."legal_entity", old_values."location", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."user_id", old_values."weekly_hours" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='819ef6f5288ffd7ffa983e184e551be465ed696b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5a4a1', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_employee', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SignInPolicy',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('demanded', models.JSONField(default=dict)),
                ('grace_days', models.PositiveSmallIntegerField(default=14, help_text='Counted from the day on which somebody gets such a role, or on which you demand it.', validators=[django.core.validators.MaxValueValidator(60)], verbose_name='days to set one up')),
            ],
            options={
                'verbose_name_plural': 'sign-in policies',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='accounts_policy_one_row')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_signinpolicyevent" ("demanded", "grace_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."demanded", new_values."grace_days", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5d49921a03a7587529537e65f4732fda0d019570', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4f0b7', referencing='REFERENCING NEW TABLE AS new_values ', table='accounts_signinpolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_signinpolicyevent" ("demanded", "grace_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."demanded", new_values."grace_days", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d1b83cc365864a0643d1c5d31b8acd90d2fdf7ec', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a77e5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='accounts_signinpolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "accounts_signinpolicyevent" ("demanded", "grace_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."demanded", old_values."grace_days", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fc1f24105428ee141344f2daf3da1f6217fe769f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d27cc', referencing='REFERENCING OLD TABLE AS old_values ', table='accounts_signinpolicy', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='InvitationRound',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('line', models.CharField(blank=True, max_length=300)),
                ('days', models.PositiveSmallIntegerField()),
                ('whom', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='accounts.invitationround')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('superseded_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-made_at', 'id'],
                'indexes': [models.Index(fields=['user', '-made_at'], name='accounts_invitation_newest')],
                'constraints': [models.UniqueConstraint(fields=('round', 'user'), name='accounts_invitation_once_a_round'), models.UniqueConstraint(condition=models.Q(('superseded_at', None), ('used_at', None)), fields=('user',), name='accounts_invitation_one_open'), models.UniqueConstraint(condition=models.Q(('digest', ''), _negated=True), fields=('digest',), name='accounts_invitation_digest'), models.CheckConstraint(condition=models.Q(('used_at', None), ('superseded_at', None), _connector='OR'), name='accounts_invitation_one_end'), models.CheckConstraint(condition=models.Q(('used_at', None), models.Q(('digest', ''), _negated=True), _connector='OR'), name='accounts_invitation_used_with_a_key')],
            },
        ),
    ]

    operations += histories(
        "accounts", operations, "User", "RoleGrant", "Employee", "SignInPolicy",
        without={
            "User": ("password", "last_login", "stored_anew", "email", "name", "sort_name"),
            "Employee": ("number", "name", "sort_name", "job_title"),
        },
    )
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
