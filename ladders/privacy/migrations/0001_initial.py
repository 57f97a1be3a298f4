"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.db.models.deletion
import django.utils.timezone
import ladders.core.private
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='RetentionTime',
            fields=[
                ('kind', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('amount', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1), ('kind__startswith', 'leavers:'), _connector='OR'), name='privacy_retention_some_time')],
            },
        ),
        migrations.CreateModel(
            name='PersonalCopy',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('content', ladders.core.private.SealedTextField('personal copy', blank=True)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name_plural': 'personal copies',
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('state', models.CharField(choices=[('waiting', 'Waits for its day'), ('cancelled', 'Called off'), ('done', 'Done')], default='waiting', max_length=10)),
                ('reason', models.TextField(verbose_name='why')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField()),
                ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(null=True)),
                ('pseudonym', models.CharField(blank=True, max_length=60)),
                ('proof', models.JSONField(default=dict)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('employee',), name='privacy_erasure_one_at_a_time'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='privacy_erasure_reason'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='privacy_erasure_ended')],
            },
        ),
    ]
