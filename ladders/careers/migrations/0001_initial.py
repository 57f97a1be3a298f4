"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import ladders.core.private
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    'REVOKE UPDATE, DELETE ON "careers_seatevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "careers_careerpolicyevent" FROM CURRENT_USER',
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
        ('frameworks', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='RungRelease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.framework')),
                ('day', models.DateField()),
                ('counts', models.JSONField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-day'],
                'constraints': [models.UniqueConstraint(fields=('framework', 'day'), name='careers_rungrelease_once')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='accounts.employee')),
                ('what', models.CharField(choices=[('moves', 'Possible moves and gaps'), ('seasons', 'Seasons and plans'), ('evidence', 'Evidence'), ('assessment', 'Assessment'), ('wish', 'Wish to lead people'), ('energy', 'What gives me energy')], max_length=10, verbose_name='what')),
                ('audience', models.CharField(choices=[('manager', 'My manager'), ('hr', 'HR'), ('colleague', 'A colleague')], max_length=10, verbose_name='with')),
                ('colleague', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['what', 'audience', 'id'],
                'indexes': [models.Index(fields=['colleague', 'what'], name='careers_share_colleague')],
                'constraints': [models.UniqueConstraint(fields=('employee', 'what', 'audience', 'colleague'), name='careers_share_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'colleague'), ('colleague__isnull', False)), models.Q(models.Q(('audience', 'colleague'), _negated=True), ('colleague', None)), _connector='OR'), name='careers_share_colleague'), models.CheckConstraint(condition=models.Q(('colleague', models.F('employee')), _negated=True), name='careers_share_not_oneself')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='accounts.employee')),
                ('happened_on', models.DateField(verbose_name='when')),
                ('title', models.CharField(max_length=160, verbose_name='in one line')),
                ('text', models.TextField(blank=True, max_length=8000, verbose_name='what changed, and how one can tell')),
                ('impacts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('business', 'Business value'), ('culture', 'Culture'), ('innovation', 'Innovation'), ('continuity', 'Continuity')], max_length=10), size=None, verbose_name='impact on')),
                ('framework', models.CharField(blank=True, editable=False, max_length=80)),
                ('level_key', models.UUIDField(editable=False, null=True)),
                ('level', models.CharField(blank=True, editable=False, max_length=150)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('deleted_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'verbose_name_plural': 'evidence',
                'ordering': ['-happened_on', '-id'],
                'indexes': [models.Index(fields=['employee', '-happened_on', '-id'], name='careers_evidence_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('impacts__len__gte', 1), ('impacts__contained_by', ['business', 'culture', 'innovation', 'continuity'])), name='careers_evidence_impacts'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='careers_evidence_title')],
            },
        ),
        migrations.CreateModel(
            name='AssessmentSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('side', models.CharField(choices=[('self', 'Self'), ('manager', 'Manager')], max_length=8)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('employee', 'side'), name='careers_sheet_once')],
            },
        ),
        migrations.CreateModel(
            name='Reflection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('sealed', ladders.core.private.SealedTextField('reflection')),
                ('revision', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='CareerPolicy',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('counting', models.CharField(choices=[('manager_first', 'The manager’s where there is one, else one’s own'), ('manager', 'The manager’s'), ('self', 'One’s own')], default='manager_first', help_text='Both are always shown side by side. Nothing is averaged.', max_length=13, verbose_name='which assessment counts for gaps')),
            ],
            options={
                'verbose_name_plural': 'career policy',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='careers_policy_one_row')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "careers_careerpolicyevent" ("counting", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."counting", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='b9231b2774e6133a8b8422b5201c4073dea85211', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_430f8', referencing='REFERENCING NEW TABLE AS new_values ', table='careers_careerpolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "careers_careerpolicyevent" ("counting", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."counting", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='edd53cbdcdfed0baa2e7ed263fc6119f097d6425', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b5391', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='careers_careerpolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "careers_careerpolicyevent" ("counting", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."counting", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='525fc93959340a60b6415b53b868a53c036e65ee', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1d827', referencing='REFERENCING OLD TABLE AS old_values ', table='careers_careerpolicy', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='NamedSeason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('season', models.CharField(choices=[('specialising', 'Specialising'), ('building', 'Building'), ('advising', 'Advising'), ('leading', 'Leading'), ('recalibrating', 'Recalibrating')], max_length=13, verbose_name='season')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'ordering': ['starts_on'],
                'constraints': [models.UniqueConstraint(fields=('employee', 'starts_on'), name='careers_season_once'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='careers_season_dates')],
            },
        ),
        migrations.CreateModel(
            name='SeasonPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('season', models.CharField(choices=[('specialising', 'Specialising'), ('building', 'Building'), ('advising', 'Advising'), ('leading', 'Leading'), ('recalibrating', 'Recalibrating')], max_length=13, verbose_name='season')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='from')),
                ('note', ladders.core.private.SealedTextField('season plan', blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': [models.OrderBy(models.F('starts_on'), nulls_first=True), 'id'],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='frameworks.framework')),
                ('level_key', models.UUIDField(editable=False, unique=True)),
                ('note', models.CharField(blank=True, help_text='What is known: “two seats, one opens in March”. Everybody can read it.', max_length=200, verbose_name='note')),
            ],
            options={
                'ordering': ['framework', 'id'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "careers_seatevent" ("framework_id", "id", "level_key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."framework_id", new_values."id", new_values."level_key", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9747618edb630de628abb7766b06e9c4fa4a364e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3a43c', referencing='REFERENCING NEW TABLE AS new_values ', table='careers_seat', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "careers_seatevent" ("framework_id", "id", "level_key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."framework_id", new_values."id", new_values."level_key", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='46ea94d7926b0279704aadbc1914fe6f4e80e63c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d711e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='careers_seat', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "careers_seatevent" ("framework_id", "id", "level_key", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."framework_id", old_values."id", old_values."level_key", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a0c808fc1a8d12a1a2280d443d77edec401c2d70', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_c91ae', referencing='REFERENCING OLD TABLE AS old_values ', table='careers_seat', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='LeadWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('answer', models.CharField(choices=[('yes', 'Yes, I would like to lead people'), ('not_now', 'Not now'), ('no', 'No, my way lies elsewhere')], max_length=7, verbose_name='do you wish to lead people?')),
                ('note', ladders.core.private.SealedTextField('lead wish', blank=True)),
                ('recorded_on', models.DateField(default=django.utils.timezone.localdate)),
            ],
            options={
                'verbose_name_plural': 'wishes to lead',
                'ordering': ['-recorded_on', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assessments', to='careers.assessmentsheet')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.framework')),
                ('competency', models.UUIDField()),
                ('proficiency', models.PositiveSmallIntegerField(verbose_name='proficiency')),
                ('note', models.TextField(blank=True, max_length=4000, verbose_name='note')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assessed_on', models.DateField(default=django.utils.timezone.localdate)),
                ('replaced_at', models.DateTimeField(null=True)),
                ('evidence', models.ManyToManyField(blank=True, related_name='+', to='careers.evidence')),
            ],
            options={
                'ordering': ['-assessed_on', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('sheet', 'competency'), name='careers_assessment_one_current'), models.CheckConstraint(condition=models.Q(('proficiency__gte', 1)), name='careers_assessment_step')],
            },
        ),
    ]

    operations += histories("careers", operations, "CareerPolicy", "Seat")
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
