"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    'REVOKE UPDATE, DELETE ON "reporting_reportinglineevent" FROM CURRENT_USER',
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReportingLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporting_lines', to='accounts.employee')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_lines', to='accounts.employee')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('employee', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='reporting_line_no_overlap', violation_error_message='On some of these days the person reports to somebody already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='reporting_line_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('employee', models.F('manager')), _negated=True), name='reporting_line_not_oneself', violation_error_message='Nobody reports to themselves.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_reportinglineevent" ("created_at", "employee_id", "ends_on", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT new_values."created_at", new_values."employee_id", new_values."ends_on", new_values."id", new_values."manager_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a77c15e389d685d83dce19ea83e4bc4dc9053a01', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2178d', referencing='REFERENCING NEW TABLE AS new_values ', table='reporting_reportingline', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_reportinglineevent" ("created_at", "employee_id", "ends_on", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT new_values."created_at", new_values."employee_id", new_values."ends_on", new_values."id", new_values."manager_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='388b6b494cb7133feaeeefa3b93c22b4395d4cbb', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0c541', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='reporting_reportingline', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_reportinglineevent" ("created_at", "employee_id", "ends_on", "id", "manager_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") SELECT old_values."created_at", old_values."employee_id", old_values."ends_on", old_values."id", old_values."manager_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='826a656fe402841a9706c72614bb4da036944b66', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_a1834', referencing='REFERENCING OLD TABLE AS old_values ', table='reporting_reportingline', when='AFTER'))],
            },
        ),
    ]

    operations += histories("reporting", operations, "ReportingLine")
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
