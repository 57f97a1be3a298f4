"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.db.models.deletion
import django.utils.timezone
import ladders.core.private
import pgtrigger.compiler
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    'REVOKE UPDATE, DELETE ON "growth_growthpolicyevent" FROM CURRENT_USER',
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('frameworks', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='GrowthPolicy',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('talks', models.CharField(choices=[('off', 'No rule: whoever wants to talk, talks, and nobody counts'), ('half_yearly', 'Once in six months'), ('yearly', 'Once a year')], default='off', help_text='With a rule, managers see which talks are due, and HR sees how many took place: never what was said.', max_length=11, verbose_name='how often people talk with their manager about growing')),
                ('since', models.DateField(default=django.utils.timezone.localdate, editable=False)),
            ],
            options={
                'verbose_name_plural': 'growth policy',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='growth_policy_one_row')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "growth_growthpolicyevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "talks") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."since", new_values."talks" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a7030a83c1a519ef498bae14bb57ba81d1f0b38c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_dc342', referencing='REFERENCING NEW TABLE AS new_values ', table='growth_growthpolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "growth_growthpolicyevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "talks") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."since", new_values."talks" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3189a63e0243cda8791e03cbd481ab618972ddd3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_c35d7', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='growth_growthpolicy', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "growth_growthpolicyevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "since", "talks") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."since", old_values."talks" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='876a8e89fd293eeb3cdc0704a64f8ba2883b038c', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fd7ed', referencing='REFERENCING OLD TABLE AS old_values ', table='growth_growthpolicy', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='day')),
                ('at', models.TimeField(blank=True, null=True, verbose_name='time')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='where')),
                ('changes', models.PositiveIntegerField(default=0, editable=False)),
                ('held_at', models.DateTimeField(null=True)),
                ('called_off_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='talks', to='accounts.employee')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
            ],
            options={
                'ordering': ['-on', '-id'],
                'indexes': [models.Index(fields=['manager', '-on'], name='growth_talk_manager')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('called_off_at', None), ('held_at', None)), fields=('employee', 'manager'), name='growth_talk_one_ahead'), models.CheckConstraint(condition=models.Q(('manager', models.F('employee')), _negated=True), name='growth_talk_two_people'), models.CheckConstraint(condition=models.Q(('held_at', None), ('called_off_at', None), _connector='OR'), name='growth_talk_ended')],
            },
        ),
        migrations.CreateModel(
            name='PrivateNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', ladders.core.private.SealedTextField('growth private note')),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('talk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='growth.talk')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('talk', 'author'), name='growth_note_once')],
            },
        ),
        migrations.CreateModel(
            name='TalkEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('point', 'To talk about'), ('note', 'Note'), ('agreed', 'Agreed')], max_length=6)),
                ('text', ladders.core.private.SealedTextField('growth talk')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('talk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='growth.talk')),
            ],
            options={
                'verbose_name_plural': 'talk entries',
                'ordering': ['written_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', b''), _negated=True), name='growth_entry_said')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level_key', models.UUIDField(editable=False)),
                ('level', models.CharField(editable=False, max_length=170)),
                ('from_level', models.CharField(blank=True, editable=False, max_length=170)),
                ('chosen_on', models.DateField(default=django.utils.timezone.localdate)),
                ('ended_on', models.DateField(null=True)),
                ('ending', models.CharField(blank=True, choices=[('reached', 'Reached'), ('left', 'Left: something else matters more')], max_length=7)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='accounts.employee')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.framework')),
                ('shared_with', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.employee')),
            ],
            options={
                'ordering': ['ended_on', 'chosen_on', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('employee', 'level_key'), name='growth_target_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('ending', '')), models.Q(('ended_on__isnull', False), ('shared_with', None), models.Q(('ending', ''), _negated=True)), _connector='OR'), name='growth_target_ended'), models.CheckConstraint(condition=models.Q(('shared_with', models.F('employee')), _negated=True), name='growth_target_not_oneself')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('competency', models.UUIDField(editable=False, null=True)),
                ('competency_name', models.CharField(blank=True, editable=False, max_length=120)),
                ('what', ladders.core.private.SealedTextField('growth plan')),
                ('shows', ladders.core.private.SealedTextField('growth plan', blank=True)),
                ('helps', ladders.core.private.SealedTextField('growth plan', blank=True)),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                ('state', models.CharField(choices=[('open', 'Working on it'), ('reached', 'Reached'), ('dropped', 'Dropped')], default='open', max_length=7)),
                ('closed_on', models.DateField(null=True)),
                ('taken_up_on', models.DateField(default=django.utils.timezone.localdate, null=True)),
                ('agreed_on', models.DateField(null=True)),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.employee')),
                ('suggested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.employee')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goals', to='growth.target')),
            ],
            options={
                'ordering': ['created_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('what', b''), _negated=True), name='growth_goal_said'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_on__isnull', False)), _connector='OR'), name='growth_goal_closed')],
            },
        ),
        migrations.CreateModel(
            name='GoalRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', ladders.core.private.SealedTextField('growth plan')),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='growth.goal')),
                ('manager', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
            ],
            options={
                'ordering': ['said_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', b''), _negated=True), name='growth_remark_said')],
            },
        ),
        migrations.CreateModel(
            name='WalkedWay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level_key', models.UUIDField(editable=False)),
                ('level', models.CharField(editable=False, max_length=170)),
                ('from_key', models.UUIDField(editable=False)),
                ('from_level', models.CharField(editable=False, max_length=170)),
                ('moved_on', models.DateField(editable=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='walked_ways', to='accounts.employee')),
            ],
            options={
                'ordering': ['-moved_on', 'id'],
                'indexes': [models.Index(fields=['level_key'], name='growth_way_level')],
                'constraints': [models.UniqueConstraint(fields=('employee', 'level_key'), name='growth_way_once')],
            },
        ),
        migrations.CreateModel(
            name='WayQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(editable=False, max_length=170)),
                ('text', ladders.core.private.SealedTextField('growth question')),
                ('answer', ladders.core.private.SealedTextField('growth question', blank=True, default=b'')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('answered_at', models.DateTimeField(null=True)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['asked', '-asked_at'], name='growth_question_asked')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('by', 'asked'), name='growth_question_one'), models.CheckConstraint(condition=models.Q(('by', models.F('asked')), _negated=True), name='growth_question_two'), models.CheckConstraint(condition=models.Q(('text', b''), _negated=True), name='growth_question_said')],
            },
        ),
        migrations.CreateModel(
            name='FeedbackAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level_key', models.UUIDField(editable=False)),
                ('level', models.CharField(editable=False, max_length=170)),
                ('competencies', models.JSONField(default=list, editable=False)),
                ('question', ladders.core.private.SealedTextField('growth feedback', blank=True, default=b'')),
                ('due_on', models.DateField(verbose_name='by when')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
                'indexes': [models.Index(fields=['by', '-asked_at'], name='growth_feedback_by')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('readers', models.PositiveSmallIntegerField(choices=[(1, 'only who asked'), (2, 'who asked, and their manager if they bring it to a talk'), (3, 'these, and whoever answers a request for which they choose it')], default=1)),
                ('text', ladders.core.private.SealedTextField('growth feedback', blank=True, default=b'')),
                ('written_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('wider_readers', models.PositiveSmallIntegerField(choices=[(1, 'only who asked'), (2, 'who asked, and their manager if they bring it to a talk'), (3, 'these, and whoever answers a request for which they choose it')], null=True)),
                ('widened_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.employee')),
                ('talk', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='feedback', to='growth.talk')),
                ('wider_manager', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.employee')),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='given', to='growth.feedbackask')),
            ],
            options={
                'verbose_name_plural': 'feedback',
                'ordering': ['ask', 'id'],
                'indexes': [models.Index(fields=['giver'], name='growth_feedback_giver')],
                'constraints': [models.UniqueConstraint(fields=('ask', 'giver'), name='growth_feedback_once'), models.CheckConstraint(condition=models.Q(models.Q(('read_at', None), ('talk', None), ('text', b''), ('wider_readers', None), ('written_at', None)), models.Q(('declined_at', None), ('written_at__isnull', False), models.Q(('text', b''), _negated=True)), _connector='OR'), name='growth_feedback_written'), models.CheckConstraint(condition=models.Q(('readers__in', [1, 2, 3])), name='growth_feedback_readers'), models.CheckConstraint(condition=models.Q(('talk', None), ('readers__gte', 2), _connector='OR'), name='growth_feedback_talk')],
                'triggers': [pgtrigger.compiler.Trigger(name='never_wider', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."written_at" IS NOT NULL AND OLD."written_at" IS NOT NULL)', func="\n                    IF (NEW.readers > OLD.readers\n                        OR (NEW.manager_id IS NOT NULL AND NEW.manager_id IS DISTINCT FROM OLD.manager_id))\n                        AND NOT (OLD.wider_readers IS NOT DISTINCT FROM NEW.readers\n                                 AND OLD.wider_manager_id IS NOT DISTINCT FROM NEW.manager_id\n                                 AND NEW.widened_at IS NOT NULL\n                                 AND NEW.widened_at IS DISTINCT FROM OLD.widened_at)\n                    THEN\n                        RAISE EXCEPTION 'who reads feedback is never widened without its giver'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'growth_feedback_never_wider';\n                    END IF;\n                    RETURN NEW;\n                ", hash='9e09388aa3859d6a86913ab37a0b18e366e98a84', operation='UPDATE', pgid='pgtrigger_never_wider_13aaa', table='growth_feedback', when='BEFORE'))],
            },
        ),
    ]

    operations += histories("growth", operations, "GrowthPolicy")
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
