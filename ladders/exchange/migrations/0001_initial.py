"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


def _upload():
    """The columns of every upload of a list."""
    return [
        ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
        ('name', models.CharField(max_length=255)),
        ('content', models.BinaryField()),
        ('mapping', models.JSONField(null=True)),
        ('corrected', models.BooleanField(default=False)),
        ('kept', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='exchange.keptcolumns')),
        ('report', models.JSONField(default=dict)),
        ('state', models.CharField(choices=[('reading', 'Being read'), ('ready', 'Read, to be looked at'), ('refused', 'Cannot be taken in'), ('applying', 'Being written'), ('applied', 'Taken in'), ('undoing', 'Being taken back'), ('undone', 'Taken back')], default='reading', max_length=10)),
        ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job')),
        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
        ('history', models.UUIDField(editable=False, null=True)),
        ('applied_at', models.DateTimeField(editable=False, null=True)),
        ('before', models.JSONField(default=dict, editable=False)),
        ('undone_at', models.DateTimeField(editable=False, null=True)),
    ]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('compensation', '0001_initial'),
        ('core', '0001_initial'),
        ('frameworks', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Baseline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.framework')),
                ('parts', models.JSONField(default=dict)),
                ('names', models.JSONField(default=dict)),
                ('declined', models.JSONField(default=dict)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='KeptMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.framework')),
                ('shape', models.CharField(max_length=64)),
                ('mapping', models.JSONField()),
                ('files', models.CharField(max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('used_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-used_at'],
                'constraints': [models.UniqueConstraint(fields=('framework', 'shape'), name='exchange_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='KeptColumns',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('people', 'people'), ('salaries', 'salaries'), ('bands', 'bands'), ('paid', 'what was paid')], max_length=10)),
                ('shape', models.CharField(max_length=64)),
                ('mapping', models.JSONField()),
                ('file', models.CharField(max_length=255)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'shape'), name='exchange_columns_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='PeopleUpload',
            fields=_upload(),
            options={
                'ordering': ['-created_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['owner', '-created_at'], name='exchange_people_owner')],
            },
        ),
        migrations.CreateModel(
            name='SalaryUpload',
            fields=[
                *_upload(),
                ('full_time_hours', models.DecimalField(decimal_places=2, default=Decimal('40'), max_digits=4)),
            ],
            options={
                'ordering': ['-created_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['owner', '-created_at'], name='exchange_salaries_owner')],
            },
        ),
        migrations.CreateModel(
            name='PaidUpload',
            fields=[
                *_upload(),
                ('year', models.PositiveSmallIntegerField()),
            ],
            options={
                'ordering': ['-created_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['owner', '-created_at'], name='exchange_paid_owner')],
            },
        ),
        migrations.CreateModel(
            name='BandUpload',
            fields=[
                *_upload(),
                ('zone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='compensation.payzone')),
                ('starts_on', models.DateField()),
            ],
            options={
                'ordering': ['-created_at'],
                'abstract': False,
                'indexes': [models.Index(fields=['owner', '-created_at'], name='exchange_bands_owner')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name of the framework')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='frameworks.framework')),
                ('aimed', models.BooleanField(default=False)),
                ('where', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('mapping', models.JSONField(null=True)),
                ('corrected', models.BooleanField(default=False)),
                ('kept', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='exchange.keptmapping')),
                ('unkept', models.BooleanField(default=False)),
                ('correction', models.JSONField(null=True)),
                ('sample', models.JSONField(default=list)),
                ('report', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('ready', 'Read, to be looked at'), ('refused', 'Cannot be taken in'), ('applying', 'Being written'), ('applied', 'Taken in'), ('undoing', 'Being taken back'), ('undone', 'Taken back')], default='reading', max_length=10)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('history', models.UUIDField(editable=False, null=True)),
                ('applied_at', models.DateTimeField(editable=False, null=True)),
                ('before', models.JSONField(default=dict, editable=False)),
                ('undone_at', models.DateTimeField(editable=False, null=True)),
                ('frameworks', models.ManyToManyField(related_name='+', to='frameworks.framework')),
            ],
            options={
                'ordering': ['-created_at'],
                'indexes': [models.Index(fields=['owner', '-created_at'], name='exchange_upload_owner')],
            },
        ),
        migrations.CreateModel(
            name='PreviewEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='exchange.upload')),
                ('position', models.PositiveIntegerField()),
                ('verdict', models.CharField(max_length=10)),
                ('kind', models.CharField(max_length=12)),
                ('framework', models.CharField(blank=True, max_length=80)),
                ('name', models.CharField(blank=True, max_length=300)),
                ('part', models.CharField(blank=True, max_length=120)),
                ('field', models.CharField(blank=True, max_length=20)),
                ('mine', models.TextField(blank=True)),
                ('theirs', models.TextField(blank=True)),
                ('file', models.CharField(blank=True, max_length=255)),
                ('sheet', models.CharField(blank=True, max_length=255)),
                ('row', models.PositiveIntegerField(null=True)),
                ('column', models.CharField(blank=True, max_length=40)),
                ('why', models.CharField(blank=True, max_length=12)),
                ('message', models.TextField(blank=True)),
                ('choosable', models.BooleanField(default=False)),
                ('chosen', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['position'],
                'indexes': [models.Index(fields=['upload', 'verdict', 'position'], name='exchange_entry_listed')],
            },
        ),
        migrations.CreateModel(
            name='GradeFile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255)),
                ('content', models.BinaryField(default=b'')),
                ('tables', models.JSONField(default=list)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='frameworks.framework')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='exchange.upload')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='UploadedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='exchange.upload')),
                ('name', models.CharField(max_length=255)),
                ('content', models.BinaryField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
    ]
