"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    'REVOKE UPDATE, DELETE ON "placements_placementevent" FROM CURRENT_USER',
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
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='accounts.employee')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.framework')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.version')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.level')),
                ('level_key', models.UUIDField(editable=False)),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('primary', models.BooleanField(default=True)),
                ('share', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share in per cent')),
                ('source', models.CharField(choices=[('import', 'HR system'), ('hr', 'Placed by HR'), ('employer', 'Change by the employer'), ('move', 'Move'), ('try_out', 'Try-out')], default='hr', max_length=10)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('batch', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='placements', to='core.batch')),
            ],
            options={
                'ordering': ['-starts_on', '-primary', '-id'],
                'indexes': [models.Index(fields=['level_key'], name='placements_level_key'), models.Index(condition=models.Q(('primary', True)), fields=['starts_on'], include=('employee',), name='placements_planned')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('primary', True)), expressions=[('employee', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='placements_primary_no_overlap', violation_error_message='On some of these days the person holds another level already.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('primary', False)), expressions=[('employee', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='placements_second_no_overlap', violation_error_message='On some of these days the person has another second level already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='placements_placement_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('share__gte', 1), ('share__lte', 100)), name='placements_placement_share'), models.CheckConstraint(condition=models.Q(('primary', True), ('share__lt', 100), _connector='OR'), name='placements_second_partial'), models.CheckConstraint(condition=models.Q(models.Q(('source', 'try_out'), _negated=True), models.Q(('ends_on__isnull', False), ('primary', False), ('share__lte', 50)), _connector='OR'), name='placements_try_out_ends'), models.CheckConstraint(condition=models.Q(models.Q(('source', 'employer'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='placements_employer_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placementevent" ("created_at", "employee_id", "ends_on", "framework_id", "id", "level_id", "level_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "primary", "share", "source", "starts_on", "version_id") SELECT new_values."created_at", new_values."employee_id", new_values."ends_on", new_values."framework_id", new_values."id", new_values."level_id", new_values."level_key", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."primary", new_values."share", new_values."source", new_values."starts_on", new_values."version_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='60c5fdbe8708729126b738058c7c3e3ba4167d16', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1caba', referencing='REFERENCING NEW TABLE AS new_values ', table='placements_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placementevent" ("created_at", "employee_id", "ends_on", "framework_id", "id", "level_id", "level_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "primary", "share", "source", "starts_on", "version_id") SELECT new_values."created_at", new_values."employee_id", new_values."ends_on", new_values."framework_id", new_values."id", new_values."level_id", new_values."level_key", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."primary", new_values."share", new_values."source", new_values."starts_on", new_values."version_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."employee_id" IS DISTINCT FROM (new_values."employee_id") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."framework_id" IS DISTINCT FROM (new_values."framework_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."level_id" IS DISTINCT FROM (new_values."level_id") OR old_values."level_key" IS DISTINCT FROM (new_values."level_key") OR old_values."primary" IS DISTINCT FROM (new_values."primary") OR old_values."share" IS DISTINCT FROM (new_values."share") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."version_id" IS DISTINCT FROM (new_values."version_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9ec3f555616396d4bb2b5e4d3896d452b5d6ec26', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3ab36', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='placements_placement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "placements_placementevent" ("created_at", "employee_id", "ends_on", "framework_id", "id", "level_id", "level_key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "primary", "share", "source", "starts_on", "version_id") SELECT old_values."created_at", old_values."employee_id", old_values."ends_on", old_values."framework_id", old_values."id", old_values."level_id", old_values."level_key", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."primary", old_values."share", old_values."source", old_values."starts_on", old_values."version_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c56ef4607bef39f116b41f8b8915d5802f6ab445', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_95ec9', referencing='REFERENCING OLD TABLE AS old_values ', table='placements_placement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='NoLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='no_level', to='accounts.employee')),
                ('why', models.CharField(choices=[('leads', 'leads the whole organisation'), ('board', 'sits on a board'), ('framework', 'no framework for this work yet'), ('short', 'short stay or apprenticeship'), ('outside', 'employed elsewhere, works here for a time'), ('other', 'another reason')], max_length=10, verbose_name='reason')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='in your words')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='look again on')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('made_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('batch', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.batch')),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('ended_batch', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.batch')),
            ],
            options={
                'verbose_name_plural': 'people without a level on purpose',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('employee',), name='placements_no_level_once'), models.CheckConstraint(condition=models.Q(models.Q(('why', 'other'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='placements_no_level_words')],
            },
        ),
    ]

    operations += histories(
        "placements", operations, "Placement",
        without={"Placement": ("reason", "batch")},
    )
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
