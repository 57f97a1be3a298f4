"""The table of this room and its history, as of the first release. Changes get migrations of their own."""

import django.utils.timezone
import pgtrigger.compiler
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterText',
            fields=[
                ('kind', models.CharField(choices=[('level', 'Change of level'), ('right', 'Right of return'), ('pay', 'Change of pay')], max_length=5, primary_key=True, serialize=False, verbose_name='kind of letter')),
                ('text', models.TextField(max_length=6000, verbose_name='text')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='letters_text_written')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "letters_lettertextevent" ("changed_at", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "text") SELECT new_values."changed_at", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."kind", new_values."revision", new_values."text" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9aa276cfa1a6e1bf39eb1221dff4ed8da52fd81c', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_a39fc', referencing='REFERENCING NEW TABLE AS new_values ', table='letters_lettertext', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "letters_lettertextevent" ("changed_at", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "text") SELECT new_values."changed_at", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."kind", new_values."revision", new_values."text" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."kind") = (new_values."kind") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='71c37150325eddc3b2dd1203dee3dbbd5895bc0c', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_df426', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='letters_lettertext', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "letters_lettertextevent" ("changed_at", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "text") SELECT old_values."changed_at", old_values."kind", _pgh_attached_context.value, NOW(), \'delete\', old_values."kind", old_values."revision", old_values."text" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='691c55ed3c4429318de49ac9cfc052691da11365', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_eee5f', referencing='REFERENCING OLD TABLE AS old_values ', table='letters_lettertext', when='AFTER'))],
            },
        ),
    ]
    operations += histories("letters", operations, "LetterText")
    operations.append(triggers(operations))
    operations.append(
        migrations.RunSQL('REVOKE UPDATE, DELETE ON "letters_lettertextevent" FROM CURRENT_USER', migrations.RunSQL.noop)
    )
