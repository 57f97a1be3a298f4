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
    ]

    operations = [
        migrations.CreateModel(
            name='InvitationRule',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('days', models.PositiveSmallIntegerField(default=7, help_text='Counted from the day on which it is sent. Links that are on their way keep theirs.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(30)], verbose_name='days for which a first sign-in link works')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='setup_rule_one_row'), models.CheckConstraint(condition=models.Q(('days__gte', 1), ('days__lte', 30)), name='setup_rule_days')],
            },
        ),
        migrations.CreateModel(
            name='SkippedStep',
            fields=[
                ('step', models.CharField(max_length=12, primary_key=True, serialize=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
