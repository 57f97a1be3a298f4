"""Tables of rules, groups, absences and mails, as of the first release."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


RULE_TABLES = [
    migrations.CreateModel(
        name='Absence',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='accounts.employee')),
            ('starts_on', models.DateField(verbose_name='from')),
            ('ends_on', models.DateField(verbose_name='until')),
            ('stand_in', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee', verbose_name='stand-in')),
            ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
        ],
        options={
            'ordering': ['starts_on', 'id'],
            'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('employee', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='moves_absence_no_overlap', violation_error_message='On some of these days the person is away already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='moves_absence_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('stand_in', None), models.Q(('stand_in', models.F('employee')), _negated=True), _connector='OR'), name='moves_absence_stand_in')],
            'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_absenceevent" ("created_at", "employee_id", "ends_on", "id", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id", "starts_on") SELECT new_values."created_at", new_values."employee_id", new_values."ends_on", new_values."id", new_values."made_by_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."stand_in_id", new_values."starts_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='278c7632a1ae3364962b3e3263505f6be4c8af87', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_47c61', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_absence', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_absenceevent" ("created_at", "employee_id", "ends_on", "id", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id", "starts_on") SELECT new_values."created_at", new_values."employee_id", new_values."ends_on", new_values."id", new_values."made_by_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."stand_in_id", new_values."starts_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='829b4c10bba51d49c42cbbebda58837934efc3e8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_86797', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_absence', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_absenceevent" ("created_at", "employee_id", "ends_on", "id", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "stand_in_id", "starts_on") SELECT old_values."created_at", old_values."employee_id", old_values."ends_on", old_values."id", old_values."made_by_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."stand_in_id", old_values."starts_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c776b42b51b3be441466af0ed2c97c3c002502b2', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1d133', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_absence', when='AFTER'))],
        },
    ),
    migrations.CreateModel(
        name='NoticeSetting',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_settings', to=settings.AUTH_USER_MODEL)),
            ('sort', models.CharField(choices=[('asked', 'Something waits for me'), ('mine', 'My own request goes on'), ('talk', 'Questions, answers and days'), ('ends', 'Something promised to me ends, or holds longer'), ('changed', 'The employer changed something about my work'), ('over', 'Nothing is left to do')], max_length=10)),
            ('way', models.CharField(choices=[('at_once', 'By mail, at once'), ('daily', 'By mail, once a day'), ('product', 'Only in here')], max_length=10)),
        ],
        options={
            'constraints': [models.UniqueConstraint(fields=('user', 'sort'), name='moves_noticesetting_once')],
        },
    ),
    migrations.CreateModel(
        name='PastAnswer',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=10)),
            ('answer', models.CharField(max_length=10)),
            ('days', models.IntegerField(null=True)),
            ('steps', models.PositiveSmallIntegerField()),
            ('reminders', models.PositiveSmallIntegerField()),
        ],
    ),
    migrations.CreateModel(
        name='Mail',
        fields=[
            ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
            ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('digest_on', models.DateField(null=True)),
            ('former_address', models.EmailField(blank=True, max_length=254)),
            ('invitation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mail', to='accounts.invitation')),
            ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ('try_at', models.DateTimeField(default=django.utils.timezone.now)),
            ('attempts', models.PositiveSmallIntegerField(default=0)),
            ('lease', models.UUIDField(null=True)),
            ('lease_until', models.DateTimeField(null=True)),
            ('ended_at', models.DateTimeField(null=True)),
            ('ending', models.CharField(blank=True, choices=[('sent', 'handed to the mail server'), ('empty', 'nothing was left to say'), ('refused', 'the mail server refused it'), ('failed', 'given up after many attempts')], max_length=10)),
        ],
        options={
            'ordering': ['made_at', 'id'],
            'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['try_at'], name='moves_mail_waiting')],
            'constraints': [models.UniqueConstraint(condition=models.Q(('digest_on__isnull', False)), fields=('recipient', 'digest_on'), name='moves_mail_one_digest_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ending', '')), models.Q(('ended_at__isnull', False), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='moves_mail_ended'), models.CheckConstraint(condition=models.Q(models.Q(('lease', None), ('lease_until', None)), models.Q(('lease__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='moves_mail_lease')],
        },
    ),
    migrations.CreateModel(
        name='DeciderGroup',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=80, verbose_name='name')),
        ],
        options={
            'ordering': ['name'],
            'constraints': [models.UniqueConstraint(django.db.models.functions.text.Upper('name'), name='moves_group_name', violation_error_message='A group of this name exists already.')],
            'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_decidergroupevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f23d583f481a2f97241203e3a47888954d332460', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_61bbe', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_decidergroup', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_decidergroupevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='bbb56749c8b2b7259a64f9fd8a44ccb9f3466346', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_df5c9', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_decidergroup', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_decidergroupevent" ("id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4f82e217d01d844ab53b0b46eeea88050b4b296e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ee309', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_decidergroup', when='AFTER'))],
        },
    ),
    migrations.CreateModel(
        name='MovePolicy',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(choices=[('promotion', 'Promotion'), ('lateral', 'Lateral move'), ('diagonal', 'Diagonal move'), ('step_back', 'Step back'), ('return', 'Return'), ('try_out', 'Try-out')], max_length=10, verbose_name='kind of move')),
            ('framework', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='frameworks.framework')),
            ('number', models.PositiveIntegerField(default=1, editable=False)),
            ('length', models.PositiveSmallIntegerField(editable=False)),
            ('least_months_in_level', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(120)], verbose_name='least months in the present level')),
            ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
            ('trial_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(24)], verbose_name='months of trial')),
            ('pay_rule', models.CharField(choices=[('kept', 'Kept'), ('stepped', 'Kept for some months, then stepped'), ('band', 'Band of the new grade')], default='band', max_length=10, verbose_name='pay')),
            ('pay_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(120)], verbose_name='months for which pay is kept')),
            ('pay_steps', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(12)], verbose_name='steps afterwards')),
            ('pay_step_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(24)], verbose_name='months between the steps')),
            ('right_of_return', models.BooleanField(default=False, verbose_name='every move of this kind carries a right of return')),
            ('return_months', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='months for which a right of return holds')),
            ('return_needs_review', models.BooleanField(default=False, verbose_name='what lapsed is reviewed on return')),
            ('most_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(12)], verbose_name='months at most')),
            ('most_share', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(50)], verbose_name='share of working time at most, in per cent')),
            ('notice_weeks', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(12)], verbose_name='weeks of notice to go back')),
            ('longer_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(12)], verbose_name='months by which it can be made longer, once')),
            ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('replaced_at', models.DateTimeField(editable=False, null=True)),
        ],
        options={
            'verbose_name_plural': 'move policies',
            'ordering': ['kind', 'framework__name', '-number'],
            'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('kind', 'framework'), name='moves_policy_one_in_force', nulls_distinct=False), models.UniqueConstraint(fields=('kind', 'framework', 'number'), name='moves_policy_number', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('length__gte', 1), ('length__lte', 12)), name='moves_policy_length'), models.CheckConstraint(condition=models.Q(('kind__in', ['promotion', 'lateral', 'diagonal', 'step_back', 'return', 'try_out'])), name='moves_policy_kind'), models.CheckConstraint(condition=models.Q(('replaced_at', None), ('replaced_at__gte', models.F('made_at')), _connector='OR'), name='moves_policy_replaced'), models.CheckConstraint(condition=models.Q(models.Q(('pay_months', 0), ('pay_rule__in', ['kept', 'band']), ('pay_step_months', 0), ('pay_steps', 0)), models.Q(('pay_months__gte', 1), ('pay_rule', 'stepped'), ('pay_step_months', 0), ('pay_steps', 1)), models.Q(('pay_months__gte', 1), ('pay_rule', 'stepped'), ('pay_step_months__gte', 1), ('pay_steps__gte', 2)), _connector='OR'), name='moves_policy_pay'), models.CheckConstraint(condition=models.Q(('return_months__gte', 1), models.Q(models.Q(('kind', 'step_back'), _negated=True), ('right_of_return', True), _connector='OR')), name='moves_policy_return'), models.CheckConstraint(condition=models.Q(('trial_months__lte', models.F('return_months'))), name='moves_policy_trial_within_return'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'try_out'), ('longer_months__lte', 12), ('most_months__gte', 1), ('most_months__lte', 12), ('most_share__gte', 1), ('most_share__lte', 50), ('notice_weeks__lte', 12), ('pay_rule', 'kept'), ('right_of_return', False), ('trial_months', 0)), models.Q(models.Q(('kind', 'try_out'), _negated=True), ('longer_months', 0), ('most_months', 0), ('most_share', 0), ('notice_weeks', 0)), _connector='OR'), name='moves_policy_try_out')],
            'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_movepolicyevent" ("evidence", "framework_id", "id", "kind", "least_months_in_level", "length", "longer_months", "made_at", "made_by_id", "most_months", "most_share", "notice_weeks", "number", "pay_months", "pay_rule", "pay_step_months", "pay_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "return_months", "return_needs_review", "right_of_return", "trial_months") SELECT new_values."evidence", new_values."framework_id", new_values."id", new_values."kind", new_values."least_months_in_level", new_values."length", new_values."longer_months", new_values."made_at", new_values."made_by_id", new_values."most_months", new_values."most_share", new_values."notice_weeks", new_values."number", new_values."pay_months", new_values."pay_rule", new_values."pay_step_months", new_values."pay_steps", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."replaced_at", new_values."return_months", new_values."return_needs_review", new_values."right_of_return", new_values."trial_months" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='78436ba7e161804e3d941130f171f77d3a311926', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a604a', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_movepolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_movepolicyevent" ("evidence", "framework_id", "id", "kind", "least_months_in_level", "length", "longer_months", "made_at", "made_by_id", "most_months", "most_share", "notice_weeks", "number", "pay_months", "pay_rule", "pay_step_months", "pay_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "return_months", "return_needs_review", "right_of_return", "trial_months") SELECT new_values."evidence", new_values."framework_id", new_values."id", new_values."kind", new_values."least_months_in_level", new_values."length", new_values."longer_months", new_values."made_at", new_values."made_by_id", new_values."most_months", new_values."most_share", new_values."notice_weeks", new_values."number", new_values."pay_months", new_values."pay_rule", new_values."pay_step_months", new_values."pay_steps", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."replaced_at", new_values."return_months", new_values."return_needs_review", new_values."right_of_return", new_values."trial_months" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d30e21a9f6ffbbc374cac6d448bfb4aa42517c39', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_dff78', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_movepolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_movepolicyevent" ("evidence", "framework_id", "id", "kind", "least_months_in_level", "length", "longer_months", "made_at", "made_by_id", "most_months", "most_share", "notice_weeks", "number", "pay_months", "pay_rule", "pay_step_months", "pay_steps", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaced_at", "return_months", "return_needs_review", "right_of_return", "trial_months") SELECT old_values."evidence", old_values."framework_id", old_values."id", old_values."kind", old_values."least_months_in_level", old_values."length", old_values."longer_months", old_values."made_at", old_values."made_by_id", old_values."most_months", old_values."most_share", old_values."notice_weeks", old_values."number", old_values."pay_months", old_values."pay_rule", old_values."pay_step_months", old_values."pay_steps", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."replaced_at", old_values."return_months", old_values."return_needs_review", old_values."right_of_return", old_values."trial_months" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0ab40a1229446d91fbe39cd2750e9a4555c7e626', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_abf9d', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_movepolicy', when='AFTER'))],
        },
    ),
    migrations.CreateModel(
        name='GroupMember',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='moves.decidergroup')),
            ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
        ],
        options={
            'ordering': ['employee__sort_name'],
            'constraints': [models.UniqueConstraint(fields=('group', 'employee'), name='moves_member_once')],
            'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_groupmemberevent" ("employee_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."employee_id", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5f1e289ee94e3a07ab5dd9d372ba3c390baaf3fb', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_f8562', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_groupmember', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_groupmemberevent" ("employee_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."employee_id", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2b0451862124ed80d4c9007f1f40aa1562194ffa', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_3896b', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_groupmember', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_groupmemberevent" ("employee_id", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."employee_id", old_values."group_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7565715af0006888bcd573c6e4d03e10d4ea0cf9', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_7f3ba', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_groupmember', when='AFTER'))],
        },
    ),
    migrations.CreateModel(
        name='PolicyStep',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='moves.movepolicy')),
            ('position', models.PositiveSmallIntegerField()),
            ('deed', models.CharField(choices=[('approve', 'approves'), ('release', 'releases, and names a day'), ('confirm', 'sets salary and day')], max_length=10, verbose_name='what')),
            ('decider', models.CharField(choices=[('current_manager', 'Your manager'), ('receiving_manager', 'The receiving manager'), ('hr', 'HR'), ('group', 'One of a group')], max_length=20, verbose_name='who')),
            ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='moves.decidergroup')),
            ('days', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='working days')),
            ('weeks', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(26)], verbose_name='weeks until a proposed date')),
        ],
        options={
            'ordering': ['policy', 'position'],
            'constraints': [models.UniqueConstraint(fields=('policy', 'position'), name='moves_policystep_position'), models.CheckConstraint(condition=models.Q(('position__gte', 1)), name='moves_policystep_first'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 60)), name='moves_policystep_days'), models.CheckConstraint(condition=models.Q(models.Q(('decider', 'group'), ('group__isnull', False)), models.Q(models.Q(('decider', 'group'), _negated=True), ('group', None)), _connector='OR'), name='moves_policystep_group'), models.CheckConstraint(condition=models.Q(models.Q(('decider', 'current_manager'), ('deed', 'release'), ('weeks__gte', 1)), models.Q(models.Q(('deed', 'release'), _negated=True), ('weeks', 0)), _connector='OR'), name='moves_policystep_release'), models.CheckConstraint(condition=models.Q(models.Q(('deed', 'confirm'), _negated=True), ('decider', 'hr'), _connector='OR'), name='moves_policystep_confirm')],
            'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_policystepevent" ("days", "decider", "deed", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "weeks") SELECT new_values."days", new_values."decider", new_values."deed", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."policy_id", new_values."position", new_values."weeks" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ccf6d65d5a03125570734307e3780814263b611f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_87d9a', referencing='REFERENCING NEW TABLE AS new_values ', table='moves_policystep', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_policystepevent" ("days", "decider", "deed", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "weeks") SELECT new_values."days", new_values."decider", new_values."deed", new_values."group_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."policy_id", new_values."position", new_values."weeks" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a5282749354732ab351fb76441ef751a356ba533', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_6dac5', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='moves_policystep', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "moves_policystepevent" ("days", "decider", "deed", "group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "policy_id", "position", "weeks") SELECT old_values."days", old_values."decider", old_values."deed", old_values."group_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."policy_id", old_values."position", old_values."weeks" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='5309244fea92c43227a3e9f25cdf791a527a8d34', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_784f6', referencing='REFERENCING OLD TABLE AS old_values ', table='moves_policystep', when='AFTER'))],
        },
    ),
]
