"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
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
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='privacy_retention_some_time')],
            },
        ),
    ]
