"""The tables of this room, as of the first release. Changes get migrations of their own."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='calendar_address', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('digest', models.CharField(max_length=64, null=True, unique=True)),
                ('proof', models.CharField(blank=True, max_length=64)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name_plural': 'calendar addresses',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('digest__isnull', False), ('ended_at', None)), models.Q(('digest', None), ('ended_at__isnull', False), ('proof', '')), _connector='OR'), name='dates_address_ended')],
            },
        ),
        migrations.CreateModel(
            name='ReminderRules',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('steps', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='before the answer to a request is due')),
                ('talks', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='before a talk')),
                ('goals', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='before the day that somebody set for a goal')),
                ('answers', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='before an answer on the right to know is due')),
                ('reviews', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MaxValueValidator(60)], verbose_name='before a reason in a framework is to be looked at again')),
            ],
            options={
                'verbose_name_plural': 'reminder rules',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='dates_rules_one_row'), models.CheckConstraint(condition=models.Q(('answers__lte', 60), ('goals__lte', 60), ('reviews__lte', 60), ('steps__lte', 60), ('talks__lte', 60)), name='dates_rules_days')],
            },
        ),
        migrations.CreateModel(
            name='ToldDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=12)),
                ('day', models.DateField()),
                ('at', models.TimeField(null=True)),
                ('number', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['day', 'id'],
                'constraints': [models.UniqueConstraint(fields=('user', 'name'), name='dates_told_once')],
            },
        ),
    ]
