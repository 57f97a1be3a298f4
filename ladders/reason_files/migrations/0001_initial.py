"""The table of this room and its trigger, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import ladders.core.private
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import triggers


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReasonFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('category', models.CharField(blank=True, max_length=80, verbose_name='category of workers')),
                ('legal_entity', models.CharField(blank=True, max_length=120, verbose_name='legal entity')),
                ('day', models.DateField(verbose_name='as of')),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('content', ladders.core.private.SealedTextField('reason file')),
                ('digests', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('employee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='made_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='12e7f7ce5b896e0ca178f0d8f3cbee582ed4fdab', operation='UPDATE', pgid='pgtrigger_made_stays_5bfaf', table='reason_files_reasonfile', when='BEFORE'))],
                'ordering': ['-made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('employee', None), ('category', ''), _connector='XOR'), name='reason_files_about_one')],
            },
        ),
    ]

    operations.append(triggers(operations))
