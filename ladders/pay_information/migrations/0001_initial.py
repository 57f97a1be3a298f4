"""The tables of this room and their triggers, as of the first release. Changes get migrations of their own."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import ladders.core.private
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import triggers


# Member states name who alone may have figures of small groups. Until HR says who that is, the body that every state has.
RECIPIENTS = [('', 'equality_body')]


def add_recipients(apps, schema_editor):
    rows = apps.get_model('pay_information', 'SmallGroupRecipient')
    rows.objects.bulk_create(rows(country=country, recipient=recipient) for country, recipient in RECIPIENTS)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InformationRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('by_representative', models.BooleanField(default=False)),
                ('question', ladders.core.private.SealedTextField('pay information', blank=True)),
                ('through', ladders.core.private.SealedTextField('pay information', blank=True)),
                ('reason', ladders.core.private.SealedTextField('pay information', blank=True)),
                ('state', models.CharField(choices=[('waiting', 'Waits for the person to agree'), ('open', 'Waits for HR’s answer'), ('answered', 'Answered'), ('withdrawn', 'Taken back'), ('declined', 'Not agreed to')], default='open', max_length=10)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_on', models.DateField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('months', models.PositiveSmallIntegerField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('representative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='pay_information_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('employee',), name='pay_information_one_open_request'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('employee', 'representative'), name='pay_information_asked_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'declined', 'withdrawn']), models.Q(('asked_on__isnull', False), ('due_on__isnull', False), ('months__isnull', False)), _connector='OR'), name='pay_information_clock'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('state__in', ['waiting', 'open'])), models.Q(('closed_at__isnull', False), ('state__in', ['answered', 'withdrawn', 'declined'])), _connector='OR'), name='pay_information_closed'), models.CheckConstraint(condition=models.Q(('by_representative', False), ('representative__isnull', False), _connector='OR'), name='pay_information_for_others')],
                'triggers': [pgtrigger.compiler.Trigger(name='closed_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='bf533d5ed0c2c1fc64d1a1135611043b80ab0cfe', operation='UPDATE', pgid='pgtrigger_closed_stays_66cbe', table='pay_information_informationrequest', when='BEFORE'))],
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='SmallGroupRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(blank=True, max_length=2, unique=True, validators=[django.core.validators.RegexValidator('^([A-Z]{2})?$', 'Two capital letters, such as DE.')], verbose_name='country')),
                ('recipient', models.CharField(choices=[('representatives', 'the employees’ representatives'), ('inspectorate', 'the labour inspectorate'), ('equality_body', 'the equality body')], max_length=20, verbose_name='the figures go to')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('contact', models.CharField(blank=True, max_length=300, verbose_name='how to reach them')),
            ],
            options={
                'ordering': ['country'],
                'constraints': [models.CheckConstraint(condition=models.Q(('recipient__in', ['representatives', 'inspectorate', 'equality_body'])), name='pay_information_recipient_known')],
            },
        ),
        migrations.CreateModel(
            name='YearlyNotice',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('year', models.PositiveSmallIntegerField()),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
            ],
            options={
                'indexes': [models.Index(fields=['year'], name='pay_information_told_in')],
                'constraints': [models.UniqueConstraint(fields=('employee', 'year'), name='pay_information_told_once')],
            },
        ),
        migrations.CreateModel(
            name='InformationAnswer',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='answer', serialize=False, to='pay_information.informationrequest')),
                ('content', models.JSONField()),
                ('words', models.TextField(blank=True)),
                ('withheld', ladders.core.private.SealedTextField('pay information', blank=True)),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('digest', models.CharField(max_length=64)),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='sent_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8bbe98faaf37a8cc6f6a494fdaa525dd913ac9d1', operation='UPDATE', pgid='pgtrigger_sent_stays_8d6d8', table='pay_information_informationanswer', when='BEFORE'))],
            },
        ),
    ]

    operations.append(triggers(operations))
    operations.append(migrations.RunPython(add_recipients, migrations.RunPython.noop))
