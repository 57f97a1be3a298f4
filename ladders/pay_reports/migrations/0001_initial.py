"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


# Literal on purpose: a migration must not change when the code does.
CHILDREN = (
    'pay_reports_reportcategory', 'pay_reports_reportfigure', 'pay_reports_reportopinion', 'pay_reports_reportpeople',
    'pay_reports_reportquarter', 'pay_reports_reportreceiving',
)
FROZEN = "FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen('pay_reports_report', 'report_id')"
SQL = [
    """
CREATE OR REPLACE FUNCTION pay_reports_report_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a row of pay_reports_report is born a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_reports_report_born_draft', TABLE = 'pay_reports_report';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'pay_reports_report % is frozen', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_reports_report_frozen', TABLE = 'pay_reports_report';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.state <> OLD.state AND NOT (
        (OLD.state = 'draft' AND NEW.state = 'signed') OR (OLD.state = 'signed' AND NEW.state IN ('draft', 'publishing', 'published'))
        OR (OLD.state = 'publishing' AND NEW.state IN ('signed', 'published'))
    ) THEN
        RAISE EXCEPTION 'pay_reports_report % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_reports_report_transition', TABLE = 'pay_reports_report';
    END IF;
    -- Published, nothing changes; signed, only what opening it again or publishing it sets, and the work that publishes it.
    IF (OLD.state = 'published' AND to_jsonb(NEW) <> to_jsonb(OLD)) OR (OLD.state IN ('signed', 'publishing') AND
        to_jsonb(NEW) - '{state,job,signed_at,signed_by_id,signed_as,published_at,published_by_id}'::text[] <>
        to_jsonb(OLD) - '{state,job,signed_at,signed_by_id,signed_as,published_at,published_by_id}'::text[])
        OR (OLD.state IN ('signed', 'publishing') AND NEW.state <> 'draft' AND (NEW.signed_at, NEW.signed_by_id, NEW.signed_as) IS DISTINCT FROM
            (OLD.signed_at, OLD.signed_by_id, OLD.signed_as)) THEN
        RAISE EXCEPTION 'pay_reports_report % is frozen', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'pay_reports_report_frozen', TABLE = 'pay_reports_report';
    END IF;
    RETURN NEW;
END $$;
    """,
    'CREATE TRIGGER pay_reports_report_guard BEFORE INSERT OR UPDATE OR DELETE ON pay_reports_report FOR EACH ROW EXECUTE FUNCTION pay_reports_report_guard()',
]
for table in CHILDREN:
    SQL += [
        f'CREATE TRIGGER "{table}_frozen_insert" AFTER INSERT ON "{table}" REFERENCING NEW TABLE AS new_rows {FROZEN}',
        f'CREATE TRIGGER "{table}_frozen_update" AFTER UPDATE ON "{table}" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows {FROZEN}',
        f'CREATE TRIGGER "{table}_frozen_delete" AFTER DELETE ON "{table}" REFERENCING OLD TABLE AS old_rows {FROZEN}',
    ]



class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('insights', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('legal_entity', models.CharField(blank=True, max_length=120, verbose_name='legal entity')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('day', models.DateField(verbose_name='day of the snapshot')),
                ('choices', models.JSONField(default=dict)),
                ('worth', models.CharField(choices=[('points', 'the points of the level'), ('grade', 'its grade')], default='points', max_length=6, verbose_name='work counts as equal by')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('signed', 'Signed'), ('publishing', 'Being published'), ('published', 'Published')], default='draft', max_length=10, verbose_name='state')),
                ('why_again', models.TextField(blank=True, verbose_name='why there is a later edition')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('job', models.UUIDField(blank=True, null=True)),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('people', models.PositiveIntegerField(default=0, verbose_name='people paid')),
                ('left_out', models.JSONField(default=dict)),
                ('threshold_percent', models.DecimalField(decimal_places=2, max_digits=4, null=True, verbose_name='threshold in percent')),
                ('smallest_group', models.PositiveSmallIntegerField(null=True, verbose_name='smallest group that is shown')),
                ('mostly_women_percent', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('rules_source', models.TextField(blank=True, verbose_name='source of the rules')),
                ('rules_certain', models.BooleanField(default=True)),
                ('findings', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('computed_at', models.DateTimeField(blank=True, null=True)),
                ('consulted_at', models.DateTimeField(blank=True, null=True)),
                ('consulted_reason', models.TextField(blank=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('signed_as', models.CharField(blank=True, max_length=120, verbose_name='signed as')),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('consulted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='insights.categorydecision')),
                ('former', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='pay_reports.report')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('methods_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-year', 'legal_entity', '-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'published'), _negated=True), fields=('year', 'legal_entity'), name='pay_reports_one_open', violation_error_message='Somebody is at work on a report of this year already.'), models.CheckConstraint(condition=models.Q(models.Q(('consulted_at', None), ('consulted_by', None)), models.Q(('computed_at__isnull', False), ('consulted_at__isnull', False), ('consulted_by__isnull', False)), _connector='OR'), name='pay_reports_consulted'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None), ('state', 'draft')), models.Q(('computed_at__isnull', False), ('signed_at__isnull', False), ('signed_by__isnull', False), models.Q(('state', 'draft'), _negated=True), models.Q(('signed_by', models.F('made_by')), _negated=True), models.Q(('methods_by', None), models.Q(('signed_by', models.F('methods_by')), _negated=True), _connector='OR')), _connector='OR'), name='pay_reports_signed', violation_error_message='Whoever made a report or chose its methods does not sign it.'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('published_at', None), ('published_by', None)), _connector='OR'), name='pay_reports_published'), models.CheckConstraint(condition=models.Q(('former', None), models.Q(('why_again', ''), _negated=True), _connector='OR'), name='pay_reports_again', violation_error_message='Say why there is a later edition.')],
            },
        ),
        migrations.CreateModel(
            name='ReportCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='category')),
                ('women', models.PositiveIntegerField(verbose_name='women')),
                ('men', models.PositiveIntegerField(verbose_name='men')),
                ('total_percent', models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name='gap')),
                ('basic_percent', models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name='gap in basic pay')),
                ('variable_percent', models.DecimalField(decimal_places=4, max_digits=16, null=True, verbose_name='gap in variable pay')),
                ('note', models.CharField(blank=True, max_length=16)),
                ('reached', models.BooleanField(verbose_name='reaches the threshold')),
                ('explanation', models.TextField(blank=True, verbose_name='explanation')),
                ('explained_at', models.DateTimeField(blank=True, null=True)),
                ('explained_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='categories', to='pay_reports.report')),
            ],
            options={
                'verbose_name_plural': 'report categories',
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('report', 'name'), name='pay_reports_category_once'), models.CheckConstraint(condition=models.Q(('explanation', ''), models.Q(('explained_at__isnull', False), ('explained_by__isnull', False)), _connector='OR'), name='pay_reports_explained')],
            },
        ),
        migrations.CreateModel(
            name='ReportFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.CharField(max_length=1)),
                ('basis', models.CharField(choices=[('annual', 'of the year'), ('hourly', 'of an hour')], max_length=10)),
                ('part', models.CharField(choices=[('total', 'pay'), ('basic', 'basic pay'), ('variable', 'complementary or variable pay')], max_length=10)),
                ('measure', models.CharField(choices=[('mean', 'mean'), ('median', 'median')], max_length=8)),
                ('population', models.CharField(choices=[('all', 'everybody'), ('recipients', 'recipients')], max_length=10)),
                ('women', models.PositiveIntegerField()),
                ('men', models.PositiveIntegerField()),
                ('women_amount', models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ('men_amount', models.DecimalField(decimal_places=6, max_digits=18, null=True)),
                ('percent', models.DecimalField(decimal_places=4, max_digits=16, null=True)),
                ('note', models.CharField(blank=True, max_length=16)),
                ('left_out', models.JSONField(default=dict)),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='pay_reports.reportcategory')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='pay_reports.report')),
            ],
            options={
                'ordering': ['basis', 'letter', 'id'],
                'constraints': [models.UniqueConstraint(fields=('report', 'category', 'letter', 'basis', 'part', 'population'), name='pay_reports_figure_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='ReportOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(help_text='Such as: works council of the Leeds plant.', max_length=120, verbose_name='for whom')),
                ('text', models.TextField(verbose_name='opinion')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='pay_reports.report')),
            ],
            options={
                'ordering': ['written_at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('report', 'by'), name='pay_reports_opinion_once'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('body', ''), _negated=True)), name='pay_reports_opinion_text')],
            },
        ),
        migrations.CreateModel(
            name='ReportPeople',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(choices=[('annual', 'of the year'), ('hourly', 'of an hour')], max_length=10)),
                ('employees', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('women', django.contrib.postgres.fields.ArrayField(base_field=models.BooleanField(), size=None)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('basic', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('variable', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counted', to='pay_reports.report')),
            ],
            options={
                'verbose_name_plural': 'report people',
                'ordering': ['basis'],
                'constraints': [models.UniqueConstraint(fields=('report', 'basis'), name='pay_reports_people_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportQuarter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(choices=[('annual', 'of the year'), ('hourly', 'of an hour')], max_length=10)),
                ('place', models.PositiveSmallIntegerField()),
                ('women', models.DecimalField(decimal_places=4, max_digits=14)),
                ('men', models.DecimalField(decimal_places=4, max_digits=14)),
                ('others', models.DecimalField(decimal_places=4, max_digits=14)),
                ('women_percent', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quarters', to='pay_reports.report')),
            ],
            options={
                'ordering': ['basis', 'place'],
                'constraints': [models.UniqueConstraint(fields=('report', 'basis', 'place'), name='pay_reports_quarter_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportReceiving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('basis', models.CharField(choices=[('annual', 'of the year'), ('hourly', 'of an hour')], max_length=10)),
                ('women_receiving', models.PositiveIntegerField()),
                ('women', models.PositiveIntegerField()),
                ('men_receiving', models.PositiveIntegerField()),
                ('men', models.PositiveIntegerField()),
                ('women_percent', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('men_percent', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='receiving', to='pay_reports.report')),
            ],
            options={
                'verbose_name_plural': 'report receiving',
                'ordering': ['basis'],
                'constraints': [models.UniqueConstraint(fields=('report', 'basis'), name='pay_reports_receiving_once')],
            },
        ),
    ]

    operations.append(
        migrations.CreateModel(
            name='OwedReport',
            fields=[
                ('legal_entity', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('employees', models.PositiveIntegerField()),
                ('year', models.PositiveSmallIntegerField()),
                ('due_on', models.DateField()),
                ('certain', models.BooleanField()),
            ],
            options={
                'ordering': ['due_on', 'legal_entity'],
            },
        )
    )
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
