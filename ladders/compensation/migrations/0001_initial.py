"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers

from ._guards import SQL


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
        ('frameworks', '0001_initial'),
        ('impact', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('placements', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PayZone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Short, as files name it: DE-N.', max_length=12, unique=True, validators=[django.core.validators.RegexValidator('^[A-Za-z0-9][A-Za-z0-9_.-]*$', 'Letters, digits, dots and dashes.')], verbose_name='code')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('currency', models.CharField(help_text='Three letters, such as EUR. All bands of the zone are in it.', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Three capital letters, such as EUR.')], verbose_name='currency')),
            ],
            options={
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Upper('code'), name='compensation_zone_code', violation_error_message='A zone of this code exists already.'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='compensation_zone_currency')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_payzoneevent" ("code", "currency", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."currency", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dc4a05b5af3a367ed844fbba1dc9aff705f25c40', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3b794', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_payzone', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_payzoneevent" ("code", "currency", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."code", new_values."currency", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eca19200aa4c266ef8dcf5c6f8a83367092a95e6', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e758e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_payzone', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_payzoneevent" ("code", "currency", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."code", old_values."currency", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b3a5c6e47da2f15c298b1057bed7e3fc5b1f891c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_277d8', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_payzone', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PayPolicy',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('band_visibility', models.CharField(choices=[('everyone', 'Everyone'), ('near', 'Each person, for their own grade and the ones next to it'), ('hr', 'Only who looks after pay')], default='hr', max_length=10, verbose_name='who sees pay bands on the lattice')),
                ('second_approver', models.BooleanField(default=False, help_text='Of zones, bands, supplements, exceptions and pay protections, and raises from a plan, taken back, too: whoever asks cannot approve it alone.', verbose_name='a second person approves changes of the structure of pay')),
                ('managers_see_pay', models.BooleanField(default=False, verbose_name='managers see the pay of the people who report to them')),
                ('remind_days', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days before an exception ends that we write about it')),
                ('progression', models.TextField(blank=True, verbose_name='criteria for pay progression')),
            ],
            options={
                'verbose_name_plural': 'pay policy',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='compensation_policy_one_row')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_paypolicyevent" ("band_visibility", "id", "managers_see_pay", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progression", "remind_days", "second_approver") SELECT new_values."band_visibility", new_values."id", new_values."managers_see_pay", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."progression", new_values."remind_days", new_values."second_approver" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9a81f9f7a1a52a8f7e03779ca8f79aeefdf0b56f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b5866', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_paypolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_paypolicyevent" ("band_visibility", "id", "managers_see_pay", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progression", "remind_days", "second_approver") SELECT new_values."band_visibility", new_values."id", new_values."managers_see_pay", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."progression", new_values."remind_days", new_values."second_approver" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='54871ffe533857f9edffbb9bf1c30243820aaa4e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_bf3dc', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_paypolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_paypolicyevent" ("band_visibility", "id", "managers_see_pay", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progression", "remind_days", "second_approver") SELECT old_values."band_visibility", old_values."id", old_values."managers_see_pay", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."progression", old_values."remind_days", old_values."second_approver" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6b67ee0ec3d69e3db19a498e39059660c0c1a70a', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_57630', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_paypolicy', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='BandStamp',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='compensation_stamp_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Salary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='salaries', to='accounts.employee')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'A currency has three capital letters: EUR.')], verbose_name='currency')),
                ('basis', models.CharField(choices=[('year', 'a year'), ('month', 'a month'), ('month13', 'a month, 13 times a year'), ('month14', 'a month, 14 times a year'), ('week', 'a week'), ('hour', 'an hour')], default='year', max_length=8, verbose_name='for')),
                ('fte', models.DecimalField(decimal_places=9, default=Decimal('1'), max_digits=10, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='full-time equivalent')),
                ('full_time_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(Decimal('1')), django.core.validators.MaxValueValidator(Decimal('60'))], verbose_name='weekly hours of full-time work')),
                ('source', models.CharField(choices=[('hr', 'Entered by HR'), ('import', 'From a file')], default='hr', max_length=10)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name_plural': 'salaries',
                'ordering': ['-starts_on', '-id'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('employee', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='compensation_salary_no_overlap', violation_error_message='On some of these days the person has another salary already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='compensation_salary_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='compensation_salary_amount', violation_error_message='A salary is more than 0.'), models.CheckConstraint(condition=models.Q(('fte__gt', 0), ('fte__lte', 1)), name='compensation_salary_fte', violation_error_message='A full-time equivalent lies above 0 and is at most 1.'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='compensation_salary_currency'), models.CheckConstraint(condition=models.Q(('basis__in', ['year', 'month', 'month13', 'month14', 'week', 'hour'])), name='compensation_salary_basis'), models.CheckConstraint(condition=models.Q(models.Q(('basis', 'hour'), _negated=True), ('full_time_hours__isnull', False), _connector='OR'), name='compensation_salary_hours', violation_error_message='Pay by the hour needs the weekly hours of full-time work.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_salaryevent" ("amount", "basis", "created_at", "currency", "employee_id", "ends_on", "fte", "full_time_hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on") SELECT new_values."amount", new_values."basis", new_values."created_at", new_values."currency", new_values."employee_id", new_values."ends_on", new_values."fte", new_values."full_time_hours", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."source", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d7b84318ba0dd80171ca386cfd8b2c0405f2dfa5', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ce652', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_salary', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_salaryevent" ("amount", "basis", "created_at", "currency", "employee_id", "ends_on", "fte", "full_time_hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on") SELECT new_values."amount", new_values."basis", new_values."created_at", new_values."currency", new_values."employee_id", new_values."ends_on", new_values."fte", new_values."full_time_hours", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."source", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f47d61d3e7574817eda918744a477569cd629394', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_65d56', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_salary', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_salaryevent" ("amount", "basis", "created_at", "currency", "employee_id", "ends_on", "fte", "full_time_hours", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "starts_on") SELECT old_values."amount", old_values."basis", old_values."created_at", old_values."currency", old_values."employee_id", old_values."ends_on", old_values."fte", old_values."full_time_hours", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."source", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='41c275583528b255c1433066d0711d12cd443345', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cba0d', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_salary', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PayProtection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pay_protections', to='accounts.employee')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('amount', models.DecimalField(decimal_places=2, help_text='Of a full-time year.', max_digits=14, verbose_name='protected pay')),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'A currency has three capital letters: EUR.')], verbose_name='currency')),
                ('follows', models.CharField(help_text='In a sentence for the person: what happens to the pay when the protection ends.', max_length=300, verbose_name='what follows')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('promised_by', models.UUIDField(editable=False, null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-starts_on', '-id'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('employee', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='compensation_protection_no_overlap', violation_error_message='On some of these days the person’s pay is protected already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='compensation_protection_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='compensation_protection_amount', violation_error_message='Protected pay is more than 0.'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='compensation_protection_currency'), models.CheckConstraint(condition=models.Q(models.Q(('follows', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='compensation_protection_words')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_payprotectionevent" ("amount", "created_at", "currency", "employee_id", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_by", "starts_on") SELECT new_values."amount", new_values."created_at", new_values."currency", new_values."employee_id", new_values."ends_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."promised_by", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8c478d584b980525420f8ce4e2be57ccef1cbdd6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_64123', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_payprotection', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_payprotectionevent" ("amount", "created_at", "currency", "employee_id", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_by", "starts_on") SELECT new_values."amount", new_values."created_at", new_values."currency", new_values."employee_id", new_values."ends_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."promised_by", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."amount" IS DISTINCT FROM (new_values."amount") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."currency" IS DISTINCT FROM (new_values."currency") OR old_values."employee_id" IS DISTINCT FROM (new_values."employee_id") OR old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."promised_by" IS DISTINCT FROM (new_values."promised_by") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='173cd273b5e167ae9ceb5f3ebd35f0644a2c9205', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4ab15', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_payprotection', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_payprotectionevent" ("amount", "created_at", "currency", "employee_id", "ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "promised_by", "starts_on") SELECT old_values."amount", old_values."created_at", old_values."currency", old_values."employee_id", old_values."ends_on", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."promised_by", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7981d93a44de3b899603731cea735c3a9d3514a5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_67045', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_payprotection', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PayAccess',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employee', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                ('kind', models.CharField(choices=[('person', 'Opened the person’s pay page'), ('list', 'Saw the person in a list of pay'), ('export', 'Exported a list with the person’s pay')], max_length=10)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['employee', '-id'], name='compensation_access_employee'), models.Index(fields=['by', '-id'], name='compensation_access_by')],
            },
        ),
        migrations.CreateModel(
            name='PayPosition',
            fields=[
                ('employee', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='pay_position', serialize=False, to='accounts.employee')),
                ('sort_name', models.CharField(db_collation='C', max_length=400)),
                ('legal_entity', models.CharField(blank=True, max_length=120)),
                ('department', models.CharField(blank=True, max_length=120)),
                ('location', models.CharField(blank=True, max_length=120)),
                ('standing', models.CharField(choices=[('below', 'Below the minimum'), ('above', 'Above this band'), ('other_currency', 'Paid in another currency than the zone’s'), ('no_salary', 'No salary'), ('no_level', 'Not placed on a level'), ('no_grade', 'Level without a grade'), ('no_zone', 'Location without a pay zone'), ('no_band', 'No band for grade and zone'), ('within', 'Within the band')], max_length=14)),
                ('finding', models.BooleanField()),
                ('level_key', models.UUIDField(null=True)),
                ('framework', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.framework')),
                ('level_code', models.CharField(blank=True, max_length=24)),
                ('level_title', models.CharField(blank=True, max_length=120)),
                ('grade_code', models.CharField(blank=True, max_length=12)),
                ('rank', models.PositiveSmallIntegerField(null=True)),
                ('zone_code', models.CharField(blank=True, max_length=12)),
                ('zone_name', models.CharField(blank=True, max_length=80)),
                ('zone_currency', models.CharField(blank=True, max_length=3)),
                ('minimum', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('midpoint', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('maximum', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('supplement', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('excepted_until', models.DateField(null=True)),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('basis', models.CharField(blank=True, max_length=8)),
                ('fte', models.DecimalField(decimal_places=9, max_digits=10, null=True)),
                ('annual', models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                ('compa_ratio', models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ('penetration', models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ('to_minimum', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=16)),
                ('cost', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=16)),
                ('protected_until', models.DateField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['sort_name', 'employee'], name='compensation_position_name'), models.Index(models.Case(models.When(standing='no_level', then=models.Value(2)), models.When(finding=True, then=models.Value(0)), default=models.Value(1), output_field=models.SmallIntegerField()), 'sort_name', 'employee', name='compensation_position_urgent'), models.Index(condition=models.Q(('finding', True)), fields=['sort_name', 'employee'], name='compensation_position_find'), models.Index(condition=models.Q(('protected_until__isnull', False), ('excepted_until__isnull', False), _connector='OR'), fields=['sort_name', 'employee'], name='compensation_position_ending'), models.Index(fields=['standing', 'sort_name', 'employee'], name='compensation_position_standing'), models.Index(fields=['level_key', 'sort_name', 'employee'], name='compensation_position_level'), models.Index(fields=['level_key', 'zone_code', 'annual'], name='compensation_position_raise'), models.Index(fields=['compa_ratio', 'employee'], name='compensation_position_compa'), models.Index(fields=['-to_minimum', 'employee'], name='compensation_position_gap'), models.Index(fields=['department', 'sort_name', 'employee'], name='compensation_position_dept'), models.Index(fields=['rank', 'sort_name', 'employee'], name='compensation_position_rank'), models.Index(fields=['zone_name', 'sort_name', 'employee'], name='compensation_position_zone'), models.Index(fields=['penetration', 'employee'], name='compensation_position_pen')],
            },
        ),
        migrations.CreateModel(
            name='PayPositionsMade',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField(null=True)),
                ('totals', models.JSONField(default=list)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='compensation_made_one_row')],
            },
        ),
        migrations.CreateModel(
            name='Touched',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('employee_id', models.BigIntegerField(null=True)),
                ('zone_id', models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ZoneLocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locations', to='compensation.payzone')),
                ('location', models.CharField(max_length=120, verbose_name='location')),
            ],
            options={
                'ordering': ['location'],
                'constraints': [models.UniqueConstraint(fields=('location',), name='compensation_location_once', violation_error_message='This location belongs to a zone already.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_zonelocationevent" ("id", "location", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") SELECT new_values."id", new_values."location", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."zone_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1799a7eef149af3720f69d1a383f4249cf629e08', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0f8a5', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_zonelocation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_zonelocationevent" ("id", "location", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") SELECT new_values."id", new_values."location", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."zone_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1a9a1197408835ac0fa39d9911c3096ad7610ff4', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_0e115', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_zonelocation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_zonelocationevent" ("id", "location", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "zone_id") SELECT old_values."id", old_values."location", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."zone_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='17d7550eafab85a5071749d592ca7ef875fe9f4e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d7f3b', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_zonelocation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Band',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grade', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bands', to='impact.grade')),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bands', to='compensation.payzone')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('minimum', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='minimum')),
                ('midpoint', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='midpoint')),
                ('maximum', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='maximum')),
            ],
            options={
                'ordering': ['grade__rank', 'starts_on'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('grade', '='), ('zone', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='compensation_band_no_overlap', violation_error_message='On some of these days the grade has a band in this zone already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='compensation_band_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('midpoint__lte', models.F('maximum')), ('minimum__gt', 0), ('minimum__lte', models.F('midpoint'))), name='compensation_band_rising', violation_error_message='Minimum, midpoint and maximum have to rise.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandevent" ("ends_on", "grade_id", "id", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "zone_id") SELECT new_values."ends_on", new_values."grade_id", new_values."id", new_values."maximum", new_values."midpoint", new_values."minimum", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."starts_on", new_values."zone_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='70b5c271ea7d7556be49c5f521c70fcc991bd0d9', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_3ad46', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_band', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandevent" ("ends_on", "grade_id", "id", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "zone_id") SELECT new_values."ends_on", new_values."grade_id", new_values."id", new_values."maximum", new_values."midpoint", new_values."minimum", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."starts_on", new_values."zone_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='30a025ad8ec041a1e03f257f85c6bd79c8840912', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d291d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_band', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandevent" ("ends_on", "grade_id", "id", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "zone_id") SELECT old_values."ends_on", old_values."grade_id", old_values."id", old_values."maximum", old_values."midpoint", old_values."minimum", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."starts_on", old_values."zone_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='f74b7428f9fb078da0d8a46be1fa34fd077fd65f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_51962', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_band', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='BandChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='compensation.payzone')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what for')),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second person'), ('scheduled', 'Approved'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='waiting', max_length=10)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='compensation_change_decided'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='compensation_change_decline_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandchangeevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "state", "zone_id") SELECT new_values."asked_at", new_values."asked_by_id", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reason", new_values."starts_on", new_values."state", new_values."zone_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='481410b35c1e5f5464e367c5f4e4eccaf13d79b2', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_145d7', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_bandchange', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandchangeevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "state", "zone_id") SELECT new_values."asked_at", new_values."asked_by_id", new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reason", new_values."starts_on", new_values."state", new_values."zone_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='807d8a70cb411ba4197f4ee20738900aa521433d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_49d72', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_bandchange', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandchangeevent" ("asked_at", "asked_by_id", "decided_at", "decided_by_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "starts_on", "state", "zone_id") SELECT old_values."asked_at", old_values."asked_by_id", old_values."decided_at", old_values."decided_by_id", old_values."id", old_values."note", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."starts_on", old_values."state", old_values."zone_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='26c55e32d2832d6f5407e3bc615b4040dfffab47', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_05e12', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_bandchange', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MarketSupplement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.framework')),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='supplements', to='compensation.payzone')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='percent')),
                ('evidence', models.TextField(help_text='Which survey or which vacancies show it.', verbose_name='evidence')),
                ('criterion', models.CharField(choices=[('skills', 'Skills'), ('effort', 'Effort'), ('responsibility', 'Responsibility'), ('working_conditions', 'Working conditions'), ('labour_market', 'Shortage on the labour market'), ('agreement', 'Law or collective agreement')], default='labour_market', max_length=20, verbose_name='objective criterion')),
                ('review_on', models.DateField(verbose_name='looked at again on')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['framework__name', 'zone__name', '-starts_on'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('framework', '='), ('zone', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='compensation_supplement_no_overlap', violation_error_message='On some of these days the framework has a supplement in this zone already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='compensation_supplement_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='compensation_supplement_percent'), models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='compensation_supplement_evidence')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_marketsupplementevent" ("created_at", "created_by_id", "criterion", "ends_on", "evidence", "framework_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "starts_on", "zone_id") SELECT new_values."created_at", new_values."created_by_id", new_values."criterion", new_values."ends_on", new_values."evidence", new_values."framework_id", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."review_on", new_values."starts_on", new_values."zone_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3c6341764f60e6e2b27855cc4d7c0555dc0a8ab8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_628ae', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_marketsupplement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_marketsupplementevent" ("created_at", "created_by_id", "criterion", "ends_on", "evidence", "framework_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "starts_on", "zone_id") SELECT new_values."created_at", new_values."created_by_id", new_values."criterion", new_values."ends_on", new_values."evidence", new_values."framework_id", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."review_on", new_values."starts_on", new_values."zone_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='75aff676eba9e8dbc9a0d906c2bce4b9005bce7e', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_a156c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_marketsupplement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_marketsupplementevent" ("created_at", "created_by_id", "criterion", "ends_on", "evidence", "framework_id", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_on", "starts_on", "zone_id") SELECT old_values."created_at", old_values."created_by_id", old_values."criterion", old_values."ends_on", old_values."evidence", old_values."framework_id", old_values."id", old_values."percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."review_on", old_values."starts_on", old_values."zone_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='354a58f5e42459897b02430be73328e7a20b6f9d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e654b', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_marketsupplement', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='BandException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.framework')),
                ('level_key', models.UUIDField()),
                ('level_code', models.CharField(max_length=24)),
                ('level_title', models.CharField(max_length=120)),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exceptions', to='compensation.payzone')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(help_text='At most 24 months; it can be renewed.', verbose_name='until')),
                ('minimum', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='minimum')),
                ('midpoint', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='midpoint')),
                ('maximum', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='maximum')),
                ('reason', models.TextField(verbose_name='reason')),
                ('criterion', models.CharField(blank=True, choices=[('skills', 'Skills'), ('effort', 'Effort'), ('responsibility', 'Responsibility'), ('working_conditions', 'Working conditions'), ('labour_market', 'Shortage on the labour market'), ('agreement', 'Law or collective agreement')], max_length=20, verbose_name='objective criterion')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('approved', 'Approved'), ('declined', 'Declined')], default='proposed', max_length=10)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decision', models.TextField(blank=True, verbose_name='reason of the decision')),
                ('renews', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='compensation.bandexception')),
                ('reminded_on', models.DateField(editable=False, null=True)),
            ],
            options={
                'ordering': ['ends_on', 'level_code', 'id'],
                'indexes': [models.Index(fields=['framework', 'zone'], name='compensation_exception_place')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('state', 'approved')), expressions=[('level_key', '='), ('zone', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='compensation_exception_no_overlap', violation_error_message='On some of these days the level has an exception in this zone already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='compensation_exception_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('midpoint__lte', models.F('maximum')), ('minimum__gt', 0), ('minimum__lte', models.F('midpoint'))), name='compensation_exception_rising', violation_error_message='Minimum, midpoint and maximum have to rise.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='compensation_exception_decided'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(models.Q(('reason', ''), _negated=True), models.Q(('criterion', ''), _negated=True)), _connector='OR'), name='compensation_exception_justified'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decision', ''), _negated=True), _connector='OR'), name='compensation_exception_decline_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandexceptionevent" ("criterion", "decided_at", "decided_by_id", "decision", "ends_on", "framework_id", "id", "level_code", "level_key", "level_title", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reminded_on", "renews_id", "starts_on", "state", "zone_id") SELECT new_values."criterion", new_values."decided_at", new_values."decided_by_id", new_values."decision", new_values."ends_on", new_values."framework_id", new_values."id", new_values."level_code", new_values."level_key", new_values."level_title", new_values."maximum", new_values."midpoint", new_values."minimum", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."reason", new_values."reminded_on", new_values."renews_id", new_values."starts_on", new_values."state", new_values."zone_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2cf56fb829202010505f55191228601974d5f6ca', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1f3e2', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_bandexception', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandexceptionevent" ("criterion", "decided_at", "decided_by_id", "decision", "ends_on", "framework_id", "id", "level_code", "level_key", "level_title", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reminded_on", "renews_id", "starts_on", "state", "zone_id") SELECT new_values."criterion", new_values."decided_at", new_values."decided_by_id", new_values."decision", new_values."ends_on", new_values."framework_id", new_values."id", new_values."level_code", new_values."level_key", new_values."level_title", new_values."maximum", new_values."midpoint", new_values."minimum", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."proposed_at", new_values."proposed_by_id", new_values."reason", new_values."reminded_on", new_values."renews_id", new_values."starts_on", new_values."state", new_values."zone_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f8915f72c810c5ef670c5f352ceca42c3338e78a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8d91e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_bandexception', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandexceptionevent" ("criterion", "decided_at", "decided_by_id", "decision", "ends_on", "framework_id", "id", "level_code", "level_key", "level_title", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "reason", "reminded_on", "renews_id", "starts_on", "state", "zone_id") SELECT old_values."criterion", old_values."decided_at", old_values."decided_by_id", old_values."decision", old_values."ends_on", old_values."framework_id", old_values."id", old_values."level_code", old_values."level_key", old_values."level_title", old_values."maximum", old_values."midpoint", old_values."minimum", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."proposed_at", old_values."proposed_by_id", old_values."reason", old_values."reminded_on", old_values."renews_id", old_values."starts_on", old_values."state", old_values."zone_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='b3dd17e7bfc72f33b905ed33c4ec14114463b32b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_5a0ba', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_bandexception', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='BandChangeLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='compensation.bandchange')),
                ('grade', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='impact.grade')),
                ('minimum', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='minimum')),
                ('midpoint', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='midpoint')),
                ('maximum', models.DecimalField(decimal_places=2, max_digits=14, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='maximum')),
            ],
            options={
                'ordering': ['grade__rank'],
                'constraints': [models.UniqueConstraint(fields=('change', 'grade'), name='compensation_line_once'), models.CheckConstraint(condition=models.Q(('midpoint__lte', models.F('maximum')), ('minimum__gt', 0), ('minimum__lte', models.F('midpoint'))), name='compensation_line_rising', violation_error_message='Minimum, midpoint and maximum have to rise.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandchangelineevent" ("change_id", "grade_id", "id", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."change_id", new_values."grade_id", new_values."id", new_values."maximum", new_values."midpoint", new_values."minimum", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f9b94e7bc139323f00dfd5d710f5f805290caf02', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2b36c', referencing='REFERENCING NEW TABLE AS new_values ', table='compensation_bandchangeline', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandchangelineevent" ("change_id", "grade_id", "id", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."change_id", new_values."grade_id", new_values."id", new_values."maximum", new_values."midpoint", new_values."minimum", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7ef0a31e4d754afffc8866dc55cca69a46d09dfe', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_1a762', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='compensation_bandchangeline', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "compensation_bandchangelineevent" ("change_id", "grade_id", "id", "maximum", "midpoint", "minimum", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."change_id", old_values."grade_id", old_values."id", old_values."maximum", old_values."midpoint", old_values."minimum", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0833133c294fd2835a82452ee555bae95ef56f2c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_57bf4', referencing='REFERENCING OLD TABLE AS old_values ', table='compensation_bandchangeline', when='AFTER'))],
            },
        ),
    ]

    operations += histories(
        "compensation", operations, "PayZone", "PayPolicy", "Salary", "PayProtection", "ZoneLocation", "Band",
        "BandChange", "MarketSupplement", "BandException", "BandChangeLine",
        without={"PayProtection": ("follows", "reason")},
    )
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
