"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from ._guards import SQL
from ladders.core.migrations._history import histories, triggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
        ('impact', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_frameworks', to='accounts.employee', verbose_name='accountable owner')),
                ('owner_account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_frameworks', to=settings.AUTH_USER_MODEL)),
                ('owner_title', models.CharField(blank=True, help_text='As readers know it: Chief Technology Officer.', max_length=80, verbose_name="owner's function")),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Upper('name'), name='frameworks_framework_name', violation_error_message='A framework of this name exists already.'), models.CheckConstraint(condition=models.Q(('owner', None), ('owner_account', None), _connector='OR'), name='frameworks_framework_one_owner')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_frameworkevent" ("created_at", "created_by_id", "id", "name", "owner_account_id", "owner_id", "owner_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT new_values."created_at", new_values."created_by_id", new_values."id", new_values."name", new_values."owner_account_id", new_values."owner_id", new_values."owner_title", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."slug" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d46a3ae44537f43a7740b08419d4947e68e6a9d6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ea02d', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_framework', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_frameworkevent" ("created_at", "created_by_id", "id", "name", "owner_account_id", "owner_id", "owner_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT new_values."created_at", new_values."created_by_id", new_values."id", new_values."name", new_values."owner_account_id", new_values."owner_id", new_values."owner_title", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."slug" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9c36b850f7843542b4002b0b13d03a7b2b43df60', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a3be1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_framework', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_frameworkevent" ("created_at", "created_by_id", "id", "name", "owner_account_id", "owner_id", "owner_title", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") SELECT old_values."created_at", old_values."created_by_id", old_values."id", old_values."name", old_values."owner_account_id", old_values."owner_id", old_values."owner_title", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."slug" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='66991180366626cbb7cdc4249d0a9bb88b19ceda', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f5eb9', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_framework', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='frameworks.framework')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired')], default='draft', max_length=10)),
                ('summary', models.TextField(blank=True, verbose_name='what this job family does')),
                ('statement', models.TextField(blank=True, verbose_name='statement')),
                ('note', models.TextField(blank=True, help_text='Readers see it above the lattice.', verbose_name='what is new')),
                ('based_on', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.version')),
                ('plan', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='impact.factorplan')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('asked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(editable=False, null=True)),
                ('asked_revision', models.PositiveIntegerField(editable=False, null=True)),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('framework', 'number'), name='frameworks_version_number'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('framework',), name='frameworks_version_one_draft'), models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('framework',), name='frameworks_version_one_published'), models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('published_at__isnull', False), ('published_by__isnull', False)), _connector='OR'), name='frameworks_version_published_pair'), models.CheckConstraint(condition=models.Q(models.Q(('asked_at', None), ('asked_by', None), ('asked_revision', None)), models.Q(('asked_at__isnull', False), ('asked_by__isnull', False), ('asked_revision__isnull', False)), _connector='OR'), name='frameworks_version_asked_pair'), models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', False), ('state', 'retired')), models.Q(models.Q(('state', 'retired'), _negated=True), ('retired_at', None)), _connector='OR'), name='frameworks_version_retired_pair')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_versionevent" ("asked_at", "asked_by_id", "asked_revision", "based_on_id", "created_at", "framework_id", "id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "published_at", "published_by_id", "retired_at", "revision", "state", "statement", "summary") SELECT new_values."asked_at", new_values."asked_by_id", new_values."asked_revision", new_values."based_on_id", new_values."created_at", new_values."framework_id", new_values."id", new_values."note", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."published_at", new_values."published_by_id", new_values."retired_at", new_values."revision", new_values."state", new_values."statement", new_values."summary" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2243216357ccb468e3d88cf2902a231cd8c7c411', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_c9d75', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_version', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_versionevent" ("asked_at", "asked_by_id", "asked_revision", "based_on_id", "created_at", "framework_id", "id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "published_at", "published_by_id", "retired_at", "revision", "state", "statement", "summary") SELECT new_values."asked_at", new_values."asked_by_id", new_values."asked_revision", new_values."based_on_id", new_values."created_at", new_values."framework_id", new_values."id", new_values."note", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."published_at", new_values."published_by_id", new_values."retired_at", new_values."revision", new_values."state", new_values."statement", new_values."summary" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='818a7bb95306c9e866e4914a4d4a5aba3dfff1fd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_9c7f5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_version', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_versionevent" ("asked_at", "asked_by_id", "asked_revision", "based_on_id", "created_at", "framework_id", "id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "published_at", "published_by_id", "retired_at", "revision", "state", "statement", "summary") SELECT old_values."asked_at", old_values."asked_by_id", old_values."asked_revision", old_values."based_on_id", old_values."created_at", old_values."framework_id", old_values."id", old_values."note", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."published_at", old_values."published_by_id", old_values."retired_at", old_values."revision", old_values."state", old_values."statement", old_values."summary" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='700fdbd7582497fcc79b4ad1d997af79674ff329', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_dce55', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_version', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ProficiencyStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='frameworks.version')),
                ('number', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('description', models.TextField(blank=True, verbose_name='description')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('version', 'number'), name='frameworks_step_number')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_proficiencystepevent" ("description", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") SELECT new_values."description", new_values."id", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='39a5f9872c6db31f6b39e508ab635a65bfa2b3d4', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_6869f', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_proficiencystep', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_proficiencystepevent" ("description", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") SELECT new_values."description", new_values."id", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a5076d383873378dcb05e93c4b6c7f82d4377577', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a618c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_proficiencystep', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_proficiencystepevent" ("description", "id", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") SELECT old_values."description", old_values."id", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='395138ebcf3c3e6f1245f03ecb3977cf7006c988', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_536d1', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_proficiencystep', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='frameworks.version')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('kind', models.CharField(choices=[('shared', 'Shared start'), ('specialist', 'Specialist'), ('project', 'Project leadership'), ('influence', 'Influence and innovation'), ('management', 'Management')], max_length=12, verbose_name='kind')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('tagline', models.CharField(blank=True, max_length=80, verbose_name='in a few words')),
                ('purpose', models.TextField(blank=True, verbose_name='what this track is for')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='frameworks_track_key'), models.UniqueConstraint(condition=models.Q(('kind', 'shared')), fields=('version',), name='frameworks_track_one_shared')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_trackevent" ("id", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "purpose", "revision", "tagline", "version_id") SELECT new_values."id", new_values."key", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."purpose", new_values."revision", new_values."tagline", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='4f483c6ff0405ef94285d9171ba02b44679b56c5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_46716', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_track', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_trackevent" ("id", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "purpose", "revision", "tagline", "version_id") SELECT new_values."id", new_values."key", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."purpose", new_values."revision", new_values."tagline", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5ac7ea41af917689f931902f1dec31ed4d911d40', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_447a8', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_track', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_trackevent" ("id", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "purpose", "revision", "tagline", "version_id") SELECT old_values."id", old_values."key", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."purpose", old_values."revision", old_values."tagline", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='41946016dff922d9f9fe9ee17c7e1295f76644d9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_8ff54', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_track', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='CompetencyGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='frameworks.version')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('kind', models.CharField(choices=[('general', 'General'), ('influence', 'Leadership by influence'), ('people', 'Leading people')], default='general', max_length=12, verbose_name='kind')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='frameworks_group_key')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_competencygroupevent" ("id", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "version_id") SELECT new_values."id", new_values."key", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."revision", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cf8befcd064a3608c3a7b9bb8a9d69349f29e441', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_68060', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_competencygroup', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_competencygroupevent" ("id", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "version_id") SELECT new_values."id", new_values."key", new_values."kind", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."revision", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b1a8f39bbfa9f0f84b6184d6b62da933b054b20d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_bf83d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_competencygroup', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_competencygroupevent" ("id", "key", "kind", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "version_id") SELECT old_values."id", old_values."key", old_values."kind", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."revision", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6dbe3b2567a4bd271944e73dc03e9ee93c860e3f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fa15c', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_competencygroup', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ParityReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parity_reasons', to='frameworks.version')),
                ('finding', models.CharField(max_length=200)),
                ('sentence', models.TextField()),
                ('reason', models.TextField(verbose_name='reason')),
                ('review_on', models.DateField(verbose_name='look at it again on')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'finding'), name='frameworks_reason_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='frameworks_reason_written')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_parityreasonevent" ("at", "by_id", "finding", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "sentence", "version_id") SELECT new_values."at", new_values."by_id", new_values."finding", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."review_on", new_values."sentence", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='553d27ec1080e80df965332b266988f2b0c34ae8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_7d3c4', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_parityreason', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_parityreasonevent" ("at", "by_id", "finding", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "sentence", "version_id") SELECT new_values."at", new_values."by_id", new_values."finding", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."review_on", new_values."sentence", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='212651bca26126d23933f73b1207910a69486601', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_883fa', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_parityreason', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_parityreasonevent" ("at", "by_id", "finding", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "review_on", "sentence", "version_id") SELECT old_values."at", old_values."by_id", old_values."finding", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."review_on", old_values."sentence", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='47a3ec6592b806f060801ffab19d9d2a96e3800b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_f882d', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_parityreason', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Reorganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reorganisations', to='frameworks.version')),
                ('level_key', models.UUIDField()),
                ('successor_key', models.UUIDField()),
                ('from_grade', models.CharField(max_length=24)),
                ('to_grade', models.CharField(max_length=24)),
                ('reason', models.TextField(help_text='Everybody who holds the level can read it.', verbose_name='reason')),
                ('pay_rule', models.CharField(choices=[('protect', 'Pay is protected until a day'), ('band', 'Pay stays as it is; the new grade’s band counts from then on')], max_length=10, verbose_name='pay')),
                ('protected_until', models.DateField(blank=True, null=True, verbose_name='protected until')),
                ('told_on', models.DateField(help_text='By letter or in a talk. It cannot be published before this day.', verbose_name='people are told on')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('version', 'level_key'), name='frameworks_reorganisation_once'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('from_grade', models.F('to_grade')), _negated=True)), name='frameworks_reorganisation_words'), models.CheckConstraint(condition=models.Q(models.Q(('pay_rule', 'protect'), ('protected_until__isnull', False)), models.Q(('pay_rule', 'band'), ('protected_until', None)), _connector='OR'), name='frameworks_reorganisation_pay')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_reorganisationevent" ("at", "by_id", "from_grade", "id", "level_key", "pay_rule", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protected_until", "reason", "successor_key", "to_grade", "told_on", "version_id") SELECT new_values."at", new_values."by_id", new_values."from_grade", new_values."id", new_values."level_key", new_values."pay_rule", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."protected_until", new_values."reason", new_values."successor_key", new_values."to_grade", new_values."told_on", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c40376c6c7279b780c427a3cad1731b56d5c6da7', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ff500', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_reorganisation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_reorganisationevent" ("at", "by_id", "from_grade", "id", "level_key", "pay_rule", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protected_until", "reason", "successor_key", "to_grade", "told_on", "version_id") SELECT new_values."at", new_values."by_id", new_values."from_grade", new_values."id", new_values."level_key", new_values."pay_rule", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."protected_until", new_values."reason", new_values."successor_key", new_values."to_grade", new_values."told_on", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d10e9cc86a38e02b541998abebe87564c2a5ee5e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e2bfa', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_reorganisation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_reorganisationevent" ("at", "by_id", "from_grade", "id", "level_key", "pay_rule", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protected_until", "reason", "successor_key", "to_grade", "told_on", "version_id") SELECT old_values."at", old_values."by_id", old_values."from_grade", old_values."id", old_values."level_key", old_values."pay_rule", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."protected_until", old_values."reason", old_values."successor_key", old_values."to_grade", old_values."told_on", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b8b900d9811986aebc727460f86da6851147845d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_136b2', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_reorganisation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='frameworks.version')),
                ('body', models.CharField(help_text='Works council, union, staff forum.', max_length=120, verbose_name='body')),
                ('held_on', models.DateField(verbose_name='date')),
                ('outcome', models.TextField(verbose_name='outcome')),
            ],
            options={
                'ordering': ['held_on', 'id'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_consultationevent" ("body", "held_on", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") SELECT new_values."body", new_values."held_on", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='06f1ee19b43a3e08fe9eee3e7821c52608c158ef', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_cd4e5', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_consultation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_consultationevent" ("body", "held_on", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") SELECT new_values."body", new_values."held_on", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='94db072effae47e5f12c1379361df53902267c7f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e5f07', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_consultation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_consultationevent" ("body", "held_on", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version_id") SELECT old_values."body", old_values."held_on", old_values."id", old_values."outcome", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9fb7177af93b76a8ce48d8caca4e342af944a0a0', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_29fa4', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_consultation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='search_entries', to='frameworks.version')),
                ('kind', models.CharField(max_length=12)),
                ('key', models.UUIDField()),
                ('code', models.CharField(blank=True, max_length=24)),
                ('title', models.CharField(max_length=200)),
                ('context', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField()),
                ('vector', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector(models.F('code'), models.F('title'), config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(models.F('body'), config='english', weight='C'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'verbose_name_plural': 'search entries',
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['vector'], name='frameworks_search_vector', gin_pending_list_limit=64)],
            },
        ),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='frameworks.version')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('track', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='frameworks.track')),
                ('code', models.CharField(max_length=24, verbose_name='code')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.CharField(blank=True, max_length=200, verbose_name='in one line')),
                ('scope', models.TextField(blank=True, verbose_name='scope')),
                ('method', models.CharField(blank=True, choices=[('', 'Not graded yet'), ('evaluated', 'Evaluated'), ('slotted', 'Slotted')], default='', max_length=10)),
                ('grade', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='impact.grade')),
                ('points', models.PositiveIntegerField(blank=True, null=True)),
                ('source', models.CharField(blank=True, help_text='Hay, Mercer, collective agreement, committee.', max_length=120, verbose_name='source of the grade')),
                ('evaluation_due', models.DateField(blank=True, null=True, verbose_name='evaluation due')),
            ],
            options={
                'ordering': ['position', 'id'],
                'abstract': False,
                'indexes': [models.Index(fields=['version', 'track', 'position'], name='frameworks_level_order')],
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='frameworks_level_key'), models.CheckConstraint(condition=models.Q(models.Q(('method', 'evaluated'), _negated=True), ('points__isnull', False), _connector='OR'), name='frameworks_level_evaluated'), models.CheckConstraint(condition=models.Q(models.Q(('method', 'slotted'), _negated=True), models.Q(('evaluation_due__isnull', False), ('grade__isnull', False), ('points', None), models.Q(('source', ''), _negated=True)), _connector='OR'), name='frameworks_level_slotted'), models.CheckConstraint(condition=models.Q(models.Q(('method', ''), _negated=True), models.Q(('grade', None), ('points', None)), _connector='OR'), name='frameworks_level_ungraded')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_levelevent" ("code", "evaluation_due", "grade_id", "id", "key", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "position", "revision", "scope", "source", "summary", "title", "track_id", "version_id") SELECT new_values."code", new_values."evaluation_due", new_values."grade_id", new_values."id", new_values."key", new_values."method", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."points", new_values."position", new_values."revision", new_values."scope", new_values."source", new_values."summary", new_values."title", new_values."track_id", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='87123b6a09f352a09f3f36b9ed093c35153afbbd', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b5725', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_level', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_levelevent" ("code", "evaluation_due", "grade_id", "id", "key", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "position", "revision", "scope", "source", "summary", "title", "track_id", "version_id") SELECT new_values."code", new_values."evaluation_due", new_values."grade_id", new_values."id", new_values."key", new_values."method", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."points", new_values."position", new_values."revision", new_values."scope", new_values."source", new_values."summary", new_values."title", new_values."track_id", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2a20f8e219fd1b9af4ca97578f18fd5d1b890d5b', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3cf88', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_level', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_levelevent" ("code", "evaluation_due", "grade_id", "id", "key", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "points", "position", "revision", "scope", "source", "summary", "title", "track_id", "version_id") SELECT old_values."code", old_values."evaluation_due", old_values."grade_id", old_values."id", old_values."key", old_values."method", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."points", old_values."position", old_values."revision", old_values."scope", old_values."source", old_values."summary", old_values."title", old_values."track_id", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='43f7f17ba0873c340a6ef7053a1c9409a2155815', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ba72d', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_level', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='frameworks.version')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('position', models.PositiveIntegerField(default=0, editable=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competencies', to='frameworks.competencygroup')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('links', models.TextField(blank=True, verbose_name='learning links')),
            ],
            options={
                'verbose_name_plural': 'competencies',
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('version', 'key'), name='frameworks_competency_key'), models.CheckConstraint(condition=models.Q(('links__regex', '^(\\[[^][\\n]+\\]\\(https://[^\\s()<>\\"\\\\@]+\\)( [^\\n]+)?(\\n\\[[^][\\n]+\\]\\(https://[^\\s()<>\\"\\\\@]+\\)( [^\\n]+)?)*)?$')), name='frameworks_competency_links')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_competencyevent" ("description", "group_id", "id", "key", "links", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "version_id") SELECT new_values."description", new_values."group_id", new_values."id", new_values."key", new_values."links", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."revision", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='fc1cd44473c91d9977e7fb95613575804520fcb3', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_81085', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_competency', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_competencyevent" ("description", "group_id", "id", "key", "links", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "version_id") SELECT new_values."description", new_values."group_id", new_values."id", new_values."key", new_values."links", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."revision", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a5791c8778291123138e54e83ca1b0d005bb6b1c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_188f2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_competency', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_competencyevent" ("description", "group_id", "id", "key", "links", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revision", "version_id") SELECT old_values."description", old_values."group_id", old_values."id", old_values."key", old_values."links", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."position", old_values."revision", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0a8d22429d1cc572ca92e5bd73950c0343c04d91', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2991a', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_competency', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Expectation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expectation_set', to='frameworks.version')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expectations', to='frameworks.level')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expectations', to='frameworks.competency')),
                ('proficiency', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='proficiency')),
                ('descriptor', models.TextField(blank=True, verbose_name='descriptor')),
                ('examples', models.TextField(blank=True, verbose_name='examples')),
                ('builds_on', models.BooleanField(default=False, verbose_name='as the level before, and …')),
                ('links', models.TextField(blank=True, verbose_name='learning links')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'indexes': [models.Index(fields=['version'], name='frameworks_expectation_version')],
                'constraints': [models.UniqueConstraint(fields=('level', 'competency'), name='frameworks_expectation_once'), models.CheckConstraint(condition=models.Q(('links__regex', '^(\\[[^][\\n]+\\]\\(https://[^\\s()<>\\"\\\\@]+\\)( [^\\n]+)?(\\n\\[[^][\\n]+\\]\\(https://[^\\s()<>\\"\\\\@]+\\)( [^\\n]+)?)*)?$')), name='frameworks_expectation_links')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_expectationevent" ("builds_on", "competency_id", "descriptor", "examples", "id", "level_id", "links", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proficiency", "revision", "version_id") SELECT new_values."builds_on", new_values."competency_id", new_values."descriptor", new_values."examples", new_values."id", new_values."level_id", new_values."links", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proficiency", new_values."revision", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='747f334c0a3ebdf27d0a8e57e1e5b615dd5aa30d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b75a6', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_expectation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_expectationevent" ("builds_on", "competency_id", "descriptor", "examples", "id", "level_id", "links", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proficiency", "revision", "version_id") SELECT new_values."builds_on", new_values."competency_id", new_values."descriptor", new_values."examples", new_values."id", new_values."level_id", new_values."links", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proficiency", new_values."revision", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='49755c19bfa4d2549e12745d8d3b4c0dd3470402', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_60850', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_expectation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_expectationevent" ("builds_on", "competency_id", "descriptor", "examples", "id", "level_id", "links", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proficiency", "revision", "version_id") SELECT old_values."builds_on", old_values."competency_id", old_values."descriptor", old_values."examples", old_values."id", old_values."level_id", old_values."links", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proficiency", old_values."revision", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='9d1320107dd2ab40f356ceac8f481ccb94d9d266', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_28c12', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_expectation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='JobEvaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.version')),
                ('level', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='evaluation', to='frameworks.level')),
                ('evaluators', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=150), default=list, size=None, verbose_name='evaluators')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('evaluated_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='evaluated on')),
                ('proposed', models.BooleanField(default=False)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_jobevaluationevent" ("evaluated_on", "evaluators", "id", "level_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "revision", "version_id") SELECT new_values."evaluated_on", new_values."evaluators", new_values."id", new_values."level_id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed", new_values."revision", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f92b7d6df233f5b9f653c22e87080b9f7b0cc07a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_4f73c', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_jobevaluation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_jobevaluationevent" ("evaluated_on", "evaluators", "id", "level_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "revision", "version_id") SELECT new_values."evaluated_on", new_values."evaluators", new_values."id", new_values."level_id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed", new_values."revision", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a228df32b388c4104b7122d58e8f6ce0e5538724', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_72bb4', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_jobevaluation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_jobevaluationevent" ("evaluated_on", "evaluators", "id", "level_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed", "revision", "version_id") SELECT old_values."evaluated_on", old_values."evaluators", old_values."id", old_values."level_id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed", old_values."revision", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='cb438e978f22d98c84fa85f5f944778e6458aec6', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_11c6e', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_jobevaluation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Successor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='successors', to='frameworks.version')),
                ('removed_key', models.UUIDField()),
                ('removed_code', models.CharField(max_length=24)),
                ('removed_title', models.CharField(max_length=120)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.level')),
            ],
            options={
                'ordering': ['removed_code'],
                'constraints': [models.UniqueConstraint(fields=('version', 'removed_key'), name='frameworks_successor_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_successorevent" ("id", "level_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_code", "removed_key", "removed_title", "version_id") SELECT new_values."id", new_values."level_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."removed_code", new_values."removed_key", new_values."removed_title", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6b6fe05c166f54cd7d5f5fafc0e25043d673fa54', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_93523', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_successor', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_successorevent" ("id", "level_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_code", "removed_key", "removed_title", "version_id") SELECT new_values."id", new_values."level_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."removed_code", new_values."removed_key", new_values."removed_title", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d47513308bd7d0d4acb2bebb51bcec59833b7cf8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0eb54', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_successor', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_successorevent" ("id", "level_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_code", "removed_key", "removed_title", "version_id") SELECT old_values."id", old_values."level_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."removed_code", old_values."removed_key", old_values."removed_title", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ce0645c7fba4ee7dc618bf2f1a341390d1d1d80d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a3ff7', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_successor', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='FactorRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.version')),
                ('evaluation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='frameworks.jobevaluation')),
                ('factor', models.UUIDField()),
                ('degree', models.PositiveSmallIntegerField(verbose_name='degree')),
                ('rationale', models.TextField(blank=True, verbose_name='rationale')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('evaluation', 'factor'), name='frameworks_rating_factor')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_factorratingevent" ("degree", "evaluation_id", "factor", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rationale", "version_id") SELECT new_values."degree", new_values."evaluation_id", new_values."factor", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rationale", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f816266ba4745e14248c3f57fd65fb3b687efc82', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_de640', referencing='REFERENCING NEW TABLE AS new_values ', table='frameworks_factorrating', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_factorratingevent" ("degree", "evaluation_id", "factor", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rationale", "version_id") SELECT new_values."degree", new_values."evaluation_id", new_values."factor", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rationale", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3f6f1f424dbfdb79f4462ba34d11111c4b35cc4f', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_7a493', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='frameworks_factorrating', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "frameworks_factorratingevent" ("degree", "evaluation_id", "factor", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rationale", "version_id") SELECT old_values."degree", old_values."evaluation_id", old_values."factor", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rationale", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='44cfd0914f0a887a521206e2ca02f5abae3b6de7', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_4b06c', referencing='REFERENCING OLD TABLE AS old_values ', table='frameworks_factorrating', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='BulkGrading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bulk_gradings', to='frameworks.version')),
                ('way', models.CharField(choices=[('sheet', 'In the table'), ('pattern', 'By a pattern'), ('list', 'By a list'), ('bands', 'By pay ranges'), ('neighbour', 'As the neighbouring track')], max_length=10)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('levels', models.JSONField()),
                ('order', models.JSONField(default=dict)),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='TakenBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='taken_back', to='frameworks.version')),
                ('again', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='brought_back', to='frameworks.version')),
                ('reason', models.TextField(help_text='Readers of the framework see it.', verbose_name='reason')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name_plural': 'publications taken back',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='frameworks_taken_back_reason')],
            },
        ),
    ]

    operations += histories(
        "frameworks", operations, "Framework", "Version", "ProficiencyStep", "Track", "CompetencyGroup",
        "ParityReason", "Reorganisation", "Consultation", "Level", "Competency", "Expectation", "JobEvaluation",
        "Successor", "FactorRating",
    )
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
