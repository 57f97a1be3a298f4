"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    'REVOKE UPDATE, DELETE ON "remedies_jointassessmentevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "remedies_justificationevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "remedies_measureevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "remedies_remedycaseevent" FROM CURRENT_USER',
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
        ('pay_reports', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='RemedyCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('legal_entity', models.CharField(blank=True, max_length=120, verbose_name='legal entity')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('name', models.CharField(max_length=120, verbose_name='category')),
                ('gap_percent', models.DecimalField(decimal_places=4, max_digits=16, verbose_name='gap then')),
                ('threshold_percent', models.DecimalField(decimal_places=2, max_digits=4, verbose_name='threshold in percent')),
                ('state', models.CharField(choices=[('open', 'To be decided'), ('justify', 'Being justified'), ('remedy', 'Being remedied'), ('joint', 'Joint assessment'), ('closed', 'Closed')], default='open', max_length=8, verbose_name='state')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('remedy_until', models.DateField(verbose_name='to be remedied until')),
                ('reopened_at', models.DateTimeField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('ground', models.CharField(blank=True, choices=[('below', 'The gap is under the threshold now'), ('justified', 'A justification is accepted')], max_length=9, verbose_name='on what ground')),
                ('closed_reason', models.TextField(blank=True, verbose_name='why it is closed')),
                ('category', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='remedy_case', to='pay_reports.reportcategory')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follows', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='remedies.remedycase')),
                ('latest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pay_reports.reportcategory')),
            ],
            options={
                'ordering': ['remedy_until', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('legal_entity', 'name'), name='remedies_case_one_unfinished'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'justify', 'remedy', 'joint', 'closed'])), name='remedies_case_state'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed'), ('ground__in', ['below', 'justified']), models.Q(('closed_reason', ''), _negated=True)), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None), ('closed_by', None), ('closed_reason', ''), ('ground', '')), _connector='OR'), name='remedies_case_closed'), models.CheckConstraint(condition=models.Q(('remedy_until__gt', models.F('opened_on'))), name='remedies_case_until')],
                'indexes': [models.Index(fields=['state', 'remedy_until'], name='remedies_case_due')],
                'triggers': [pgtrigger.compiler.Trigger(name='transition', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="\n                    IF NOT (OLD.state = 'open' AND NEW.state IN ('justify', 'remedy', 'joint') OR OLD.state = 'justify' AND NEW.state IN ('remedy', 'joint', 'closed') OR OLD.state = 'remedy' AND NEW.state IN ('justify', 'joint', 'closed') OR OLD.state = 'joint' AND NEW.state IN ('justify', 'remedy', 'closed') OR OLD.state = 'closed' AND NEW.state IN ('open')) THEN\n                        RAISE EXCEPTION 'case % cannot go from % to %', OLD.id, OLD.state, NEW.state\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'remedies_case_transition';\n                    END IF;\n                    RETURN NEW;\n                ", hash='88e18232d952f7b240197f1ef5c7832593db84ed', operation='UPDATE', pgid='pgtrigger_transition_f41ab', table='remedies_remedycase', when='BEFORE')), pgtrigger.compiler.Trigger(name='born_open', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (NEW."state" = \'open\'))', func="\n                    RAISE EXCEPTION 'a case is born open'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'remedies_case_born_open';\n                ", hash='48ec0d97ff8e2f18769a102f1e4fe5856f6ef03b', operation='INSERT', pgid='pgtrigger_born_open_c593a', table='remedies_remedycase', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_remedycaseevent" ("category_id", "closed_at", "closed_by_id", "closed_reason", "country", "follows_id", "gap_percent", "ground", "id", "latest_id", "legal_entity", "name", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remedy_until", "reopened_at", "state", "threshold_percent") SELECT new_values."category_id", new_values."closed_at", new_values."closed_by_id", new_values."closed_reason", new_values."country", new_values."follows_id", new_values."gap_percent", new_values."ground", new_values."id", new_values."latest_id", new_values."legal_entity", new_values."name", new_values."opened_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."remedy_until", new_values."reopened_at", new_values."state", new_values."threshold_percent" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='41a8237d8cb7fce70b48ecb0272b36448a8d0d35', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_63e2e', referencing='REFERENCING NEW TABLE AS new_values ', table='remedies_remedycase', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_remedycaseevent" ("category_id", "closed_at", "closed_by_id", "closed_reason", "country", "follows_id", "gap_percent", "ground", "id", "latest_id", "legal_entity", "name", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remedy_until", "reopened_at", "state", "threshold_percent") SELECT new_values."category_id", new_values."closed_at", new_values."closed_by_id", new_values."closed_reason", new_values."country", new_values."follows_id", new_values."gap_percent", new_values."ground", new_values."id", new_values."latest_id", new_values."legal_entity", new_values."name", new_values."opened_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."remedy_until", new_values."reopened_at", new_values."state", new_values."threshold_percent" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='cce17e569ef87f9876d97837fb8235c726e3ce7c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_db212', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='remedies_remedycase', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_remedycaseevent" ("category_id", "closed_at", "closed_by_id", "closed_reason", "country", "follows_id", "gap_percent", "ground", "id", "latest_id", "legal_entity", "name", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remedy_until", "reopened_at", "state", "threshold_percent") SELECT old_values."category_id", old_values."closed_at", old_values."closed_by_id", old_values."closed_reason", old_values."country", old_values."follows_id", old_values."gap_percent", old_values."ground", old_values."id", old_values."latest_id", old_values."legal_entity", old_values."name", old_values."opened_on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."remedy_until", old_values."reopened_at", old_values."state", old_values."threshold_percent" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='7e3bcd4d7a14bac0910fba04568e6c7f845fe817', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_2e57f', referencing='REFERENCING OLD TABLE AS old_values ', table='remedies_remedycase', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Justification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(choices=[('skills', 'Skills'), ('effort', 'Effort'), ('responsibility', 'Responsibility'), ('conditions', 'Working conditions'), ('seniority', 'Years of service or experience'), ('performance', 'Performance, by criteria written down before'), ('market', 'Few people can do the work, shown by the market'), ('place', 'Place of work'), ('transfer', 'Pay kept from a transfer, a merger or a protection'), ('other', 'Another objective criterion')], max_length=14, verbose_name='criterion')),
                ('text', models.TextField(verbose_name='how it explains the gap')),
                ('evidence', models.TextField(verbose_name='evidence')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('accepted', models.BooleanField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_reason', models.TextField(blank=True, verbose_name='why')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='justifications', to='remedies.remedycase')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('evidence', ''), _negated=True)), name='remedies_reason_text'), models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', True), ('decided_at__isnull', True), ('decided_by__isnull', True)), models.Q(('accepted__isnull', False), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='remedies_reason_decided'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(models.Q(('decided_by', models.F('by')), _negated=True), models.Q(('decided_reason', ''), _negated=True)), _connector='OR'), name='remedies_reason_by_another', violation_error_message='Whoever wrote a justification does not accept it.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_justificationevent" ("accepted", "by_id", "case_id", "criterion", "decided_at", "decided_by_id", "decided_reason", "evidence", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") SELECT new_values."accepted", new_values."by_id", new_values."case_id", new_values."criterion", new_values."decided_at", new_values."decided_by_id", new_values."decided_reason", new_values."evidence", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text", new_values."written_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f196da4461ac40183b3c5953b671bc1f0b4cc17f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_50bdf', referencing='REFERENCING NEW TABLE AS new_values ', table='remedies_justification', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_justificationevent" ("accepted", "by_id", "case_id", "criterion", "decided_at", "decided_by_id", "decided_reason", "evidence", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") SELECT new_values."accepted", new_values."by_id", new_values."case_id", new_values."criterion", new_values."decided_at", new_values."decided_by_id", new_values."decided_reason", new_values."evidence", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."text", new_values."written_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='763756e41ce9195d4ce3581b6a82ae028c8020c9', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_18b4d', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='remedies_justification', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_justificationevent" ("accepted", "by_id", "case_id", "criterion", "decided_at", "decided_by_id", "decided_reason", "evidence", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "written_at") SELECT old_values."accepted", old_values."by_id", old_values."case_id", old_values."criterion", old_values."decided_at", old_values."decided_by_id", old_values."decided_reason", old_values."evidence", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."text", old_values."written_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='c04a351a4d8769d2563be72fbc17ccb2d936dea3', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b0c65', referencing='REFERENCING OLD TABLE AS old_values ', table='remedies_justification', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='what is done')),
                ('due_on', models.DateField(verbose_name='until')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('done', models.BooleanField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True, verbose_name='what came of it')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by whom')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='remedies.remedycase')),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='remedies_measure_text'), models.CheckConstraint(condition=models.Q(models.Q(('done__isnull', True), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('done__isnull', False), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='remedies_measure_ended'), models.CheckConstraint(condition=models.Q(('done', None), models.Q(('note', ''), _negated=True), _connector='OR'), name='remedies_measure_note')],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['due_on'], name='remedies_measure_due')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_measureevent" ("by_id", "case_id", "done", "due_on", "ended_at", "ended_by_id", "id", "made_at", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."by_id", new_values."case_id", new_values."done", new_values."due_on", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."made_at", new_values."note", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1a352f4107e0ce34b5751422e2a7b38dff552efc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_26cf4', referencing='REFERENCING NEW TABLE AS new_values ', table='remedies_measure', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_measureevent" ("by_id", "case_id", "done", "due_on", "ended_at", "ended_by_id", "id", "made_at", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT new_values."by_id", new_values."case_id", new_values."done", new_values."due_on", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."made_at", new_values."note", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3a1ead0d36bdff76ee8ad0ff90060d6604df3f10', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_78263', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='remedies_measure', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_measureevent" ("by_id", "case_id", "done", "due_on", "ended_at", "ended_by_id", "id", "made_at", "note", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") SELECT old_values."by_id", old_values."case_id", old_values."done", old_values."due_on", old_values."ended_at", old_values."ended_by_id", old_values."id", old_values."made_at", old_values."note", old_values."owner_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='2448b590c070b5a0931504f36bd76e2069fa337b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_b1a19', referencing='REFERENCING OLD TABLE AS old_values ', table='remedies_measure', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Measurement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('on', models.CharField(choices=[('paid', 'what was paid in the newest year'), ('today', 'what was paid, with salaries as they are today')], max_length=5, verbose_name='measured on')),
                ('women', models.PositiveIntegerField()),
                ('men', models.PositiveIntegerField()),
                ('total_percent', models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name='gap')),
                ('basic_percent', models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name='gap in basic pay')),
                ('variable_percent', models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name='gap in variable pay')),
                ('note', models.CharField(blank=True, max_length=16)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measurements', to='remedies.remedycase')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('on__in', ['paid', 'today'])), name='remedies_measured_on'), models.CheckConstraint(condition=models.Q(('total_percent', None), ('note', ''), _connector='XOR'), name='remedies_measured_gap')],
                'triggers': [pgtrigger.compiler.Trigger(name='unchanging', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9266c983ce0807f1eddbb427c6e4f58184a1f887', operation='UPDATE OR DELETE', pgid='pgtrigger_unchanging_f0e4a', table='remedies_measurement', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='JointAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('representatives', models.CharField(help_text='Names, and whom they represent.', max_length=300, verbose_name='with which representatives')),
                ('held_on', models.DateField(verbose_name='first held on')),
                ('reasons', models.TextField(help_text='Objective, gender-neutral criteria, if any, as established together.', verbose_name='reasons for the differences, on which both sides agree or do not')),
                ('leave', models.TextField(blank=True, help_text='How many women and men got a raise after maternity, paternity, parental or carers’ leave.', verbose_name='raises after leave')),
                ('measures', models.TextField(blank=True, verbose_name='measures agreed')),
                ('earlier', models.TextField(blank=True, verbose_name='how earlier measures worked')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='joint', to='remedies.remedycase')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('representatives', ''), _negated=True), models.Q(('reasons', ''), _negated=True)), name='remedies_joint_text')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_jointassessmentevent" ("by_id", "case_id", "earlier", "held_on", "id", "leave", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "representatives", "written_at") SELECT new_values."by_id", new_values."case_id", new_values."earlier", new_values."held_on", new_values."id", new_values."leave", new_values."measures", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reasons", new_values."representatives", new_values."written_at" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='87c5b6b25838568be8b3bfc4b6629e2394b95e36', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2f973', referencing='REFERENCING NEW TABLE AS new_values ', table='remedies_jointassessment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_jointassessmentevent" ("by_id", "case_id", "earlier", "held_on", "id", "leave", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "representatives", "written_at") SELECT new_values."by_id", new_values."case_id", new_values."earlier", new_values."held_on", new_values."id", new_values."leave", new_values."measures", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reasons", new_values."representatives", new_values."written_at" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='548659aafc5b8b8a354df9839c737cc962cc4fcd', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_5a62f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='remedies_jointassessment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "remedies_jointassessmentevent" ("by_id", "case_id", "earlier", "held_on", "id", "leave", "measures", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "representatives", "written_at") SELECT old_values."by_id", old_values."case_id", old_values."earlier", old_values."held_on", old_values."id", old_values."leave", old_values."measures", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reasons", old_values."representatives", old_values."written_at" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1598e2237f16d3065983b6c6ffbfc5e21474ad2b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_38335', referencing='REFERENCING OLD TABLE AS old_values ', table='remedies_jointassessment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RemedyPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('target', models.CharField(choices=[('points', 'What explains pay: impact points, zone, years here and hours'), ('grade', 'What explains pay: grade, zone, years here and hours'), ('band', 'A point of their band')], max_length=6, verbose_name='to what')),
                ('whom', models.CharField(choices=[('less_paid', 'Those of the sex that is paid less in this category'), ('everybody', 'Everybody who is paid less than that')], max_length=9, verbose_name='whom')),
                ('band_point', models.DecimalField(decimal_places=2, default=50, max_digits=5)),
                ('most_percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('within_band', models.BooleanField(default=True)),
                ('budget', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('starts_on', models.DateField(verbose_name='raised from')),
                ('year', models.PositiveSmallIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('cost', models.DecimalField(decimal_places=2, max_digits=16)),
                ('cost_this_year', models.DecimalField(decimal_places=2, max_digits=16)),
                ('raised', models.PositiveIntegerField()),
                ('asked', models.PositiveIntegerField()),
                ('left_out', models.JSONField(default=dict)),
                ('women', models.PositiveIntegerField()),
                ('men', models.PositiveIntegerField()),
                ('gap_before', models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ('gap_after', models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ('adjusted_before', models.FloatField(null=True)),
                ('adjusted_after', models.FloatField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_from', models.DateField(null=True)),
                ('decided_reason', models.TextField(blank=True, verbose_name='why')),
                ('decided_raises', models.PositiveIntegerField(null=True)),
                ('decided_cost', models.DecimalField(decimal_places=2, max_digits=16, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='remedies.remedycase')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('cost__gte', 0), ('cost_this_year__gte', 0)), name='remedies_plan_cost'), models.CheckConstraint(condition=models.Q(('budget', None), ('cost__lte', models.F('budget')), _connector='OR'), name='remedies_plan_budget'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decided_cost', None), ('decided_from', None), ('decided_reason', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('decided_from__isnull', False), ('decided_cost__gt', 0), ('decided_raises__gt', 0), models.Q(('decided_reason', ''), _negated=True)), _connector='OR'), name='remedies_plan_decided')],
            },
        ),
        migrations.CreateModel(
            name='PlannedRaise',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('before', models.DecimalField(decimal_places=2, max_digits=14)),
                ('basis', models.CharField(choices=[('year', 'a year'), ('month', 'a month'), ('month13', 'a month, 13 times a year'), ('month14', 'a month, 14 times a year'), ('week', 'a week'), ('hour', 'an hour')], max_length=8)),
                ('fte', models.DecimalField(decimal_places=9, max_digits=10)),
                ('payments', models.DecimalField(decimal_places=9, max_digits=16)),
                ('more', models.DecimalField(decimal_places=2, max_digits=14)),
                ('a_year', models.DecimalField(decimal_places=2, max_digits=16)),
                ('decided', models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='raises', to='remedies.remedyplan')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'employee'), name='remedies_raise_once'), models.CheckConstraint(condition=models.Q(('a_year__gt', 0), ('before__gt', 0), ('more__gt', 0)), name='remedies_raise_more'), models.CheckConstraint(condition=models.Q(('decided', None), ('decided__gt', models.F('before')), _connector='OR'), name='remedies_raise_nobody_lowered')],
            },
        ),
    ]

    operations += histories("remedies", operations, "Measure", "Justification", "JointAssessment", "RemedyCase")
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
