"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    'REVOKE UPDATE, DELETE ON "insights_countryrulesevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "insights_paidkindevent" FROM CURRENT_USER',
    """
CREATE OR REPLACE FUNCTION insights_keep_band_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    come text := 'SELECT *, 1 AS sign FROM new_rows';
    gone text := 'SELECT *, -1 AS sign FROM old_rows';
    unknown text := $q$SELECT employee_id, 'not_stated', said_at, %s FROM %s$q$;  -- as long as nothing is recorded
    of_sexes boolean := TG_TABLE_NAME = 'insights_recordedsex';
    rows text;
    several boolean;
BEGIN
    rows := CASE TG_OP
        WHEN 'UPDATE' THEN come || ' UNION ALL ' || gone
        WHEN 'INSERT' THEN come || CASE WHEN of_sexes THEN ' UNION ALL ' || format(unknown, -1, 'new_rows') ELSE '' END
        ELSE gone || CASE WHEN of_sexes THEN ' UNION ALL ' || format(unknown, 1, 'old_rows') ELSE '' END END;
    EXECUTE format('SELECT EXISTS (%s)', rows) INTO several;
    IF NOT several THEN
        RETURN NULL;
    END IF;
    -- Somebody's pay and sex can change at once, and each has to see what the other did: one after the other.
    PERFORM pg_advisory_xact_lock(4109002);
    EXECUTE format($q$
        WITH changed AS (%s),
        placed AS (
            SELECT changed.*, CASE WHEN in_band THEN zone_code ELSE '' END AS zone,
                CASE WHEN in_band THEN coalesce(minimum, 0) ELSE 0 END AS floor,
                CASE WHEN in_band THEN coalesce(supplement, 0) ELSE 0 END AS percent,
                in_band AND excepted_until IS NOT NULL AS own_band,
                CASE WHEN in_band AND minimum > 0 THEN div(annual * 400, minimum) ELSE 0 END AS step
            FROM changed CROSS JOIN LATERAL (SELECT zone_code <> '' AND zone_currency = currency AS in_band) AS b
            WHERE annual IS NOT NULL AND level_key IS NOT NULL
        ),
        added AS (
            SELECT legal_entity, level_key, grade_code, currency, zone, coalesce(framework_id, 0) AS framework, floor, percent,
                own_band, step,
                coalesce(sum(sign) FILTER (WHERE sex = 'woman'), 0) AS women,
                coalesce(sum(sign * annual) FILTER (WHERE sex = 'woman'), 0) AS women_pay,
                coalesce(sum(sign) FILTER (WHERE sex = 'man'), 0) AS men,
                coalesce(sum(sign * annual) FILTER (WHERE sex = 'man'), 0) AS men_pay,
                coalesce(sum(sign) FILTER (WHERE sex NOT IN ('woman', 'man')), 0) AS others,
                coalesce(sum(sign * annual) FILTER (WHERE sex NOT IN ('woman', 'man')), 0) AS others_pay
            FROM placed GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
        )
        MERGE INTO insights_bandsum AS kept USING (
            SELECT * FROM added WHERE (women, women_pay, men, men_pay, others, others_pay) <> (0, 0, 0, 0, 0, 0)
        ) AS a ON kept.level_key = a.level_key AND kept.zone_code = a.zone AND kept.step = a.step
            AND kept.legal_entity = a.legal_entity AND kept.grade_code = a.grade_code AND kept.currency = a.currency
            AND kept.framework = a.framework AND kept.minimum = a.floor AND kept.supplement = a.percent
            AND kept.excepted = a.own_band
        WHEN MATCHED AND kept.women + a.women = 0 AND kept.men + a.men = 0 AND kept.others + a.others = 0 THEN DELETE
        WHEN MATCHED THEN UPDATE SET women = kept.women + a.women, women_pay = kept.women_pay + a.women_pay,
            men = kept.men + a.men, men_pay = kept.men_pay + a.men_pay,
            others = kept.others + a.others, others_pay = kept.others_pay + a.others_pay
        WHEN NOT MATCHED THEN INSERT (legal_entity, level_key, grade_code, currency, zone_code, framework, minimum, supplement,
                excepted, step, women, women_pay, men, men_pay, others, others_pay)
            VALUES (a.legal_entity, a.level_key, a.grade_code, a.currency, a.zone, a.framework, a.floor, a.percent,
                a.own_band, a.step, a.women, a.women_pay, a.men, a.men_pay, a.others, a.others_pay)
    $q$, CASE WHEN of_sexes THEN format($q$
        SELECT p.*, s.sign, s.sex
        FROM (%s) AS s JOIN compensation_payposition p ON p.employee_id = s.employee_id
    $q$, rows) ELSE format($q$
        SELECT p.*, coalesce(s.sex, 'not_stated') AS sex
        FROM (%s) AS p LEFT JOIN insights_recordedsex s ON s.employee_id = p.employee_id
    $q$, rows) END);
    RETURN NULL;
END $$;
    """,
    # Made of the sums by place in band, which are fewer than people.
    """
CREATE OR REPLACE FUNCTION insights_keep_sums() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    come text := 'SELECT *, 1 AS sign FROM new_rows';
    gone text := 'SELECT *, -1 AS sign FROM old_rows';
BEGIN
    EXECUTE format($q$
        MERGE INTO insights_paysum AS kept USING (
            SELECT * FROM (
                SELECT legal_entity, level_key, grade_code, currency,
                    sum(sign * women) AS women, sum(sign * women_pay) AS women_pay, sum(sign * men) AS men,
                    sum(sign * men_pay) AS men_pay, sum(sign * others) AS others, sum(sign * others_pay) AS others_pay
                FROM (%s) AS changed GROUP BY 1, 2, 3, 4
            ) AS added WHERE (women, women_pay, men, men_pay, others, others_pay) <> (0, 0, 0, 0, 0, 0)
        ) AS a ON kept.grade_code = a.grade_code AND kept.legal_entity = a.legal_entity
            AND kept.level_key = a.level_key AND kept.currency = a.currency
        WHEN MATCHED AND kept.women + a.women = 0 AND kept.men + a.men = 0 AND kept.others + a.others = 0 THEN DELETE
        WHEN MATCHED THEN UPDATE SET women = kept.women + a.women, women_pay = kept.women_pay + a.women_pay,
            men = kept.men + a.men, men_pay = kept.men_pay + a.men_pay,
            others = kept.others + a.others, others_pay = kept.others_pay + a.others_pay
        WHEN NOT MATCHED THEN INSERT (legal_entity, level_key, grade_code, currency, women, women_pay, men, men_pay,
                others, others_pay)
            VALUES (a.legal_entity, a.level_key, a.grade_code, a.currency, a.women, a.women_pay, a.men, a.men_pay,
                a.others, a.others_pay)
    $q$, CASE TG_OP WHEN 'UPDATE' THEN come || ' UNION ALL ' || gone WHEN 'INSERT' THEN come ELSE gone END);
    RETURN NULL;
END $$;
    """,
    'CREATE TRIGGER compensation_payposition_sum_insert AFTER INSERT ON compensation_payposition REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_band_sums()',
    'CREATE TRIGGER compensation_payposition_sum_update AFTER UPDATE ON compensation_payposition REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_band_sums()',
    'CREATE TRIGGER compensation_payposition_sum_delete AFTER DELETE ON compensation_payposition REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_band_sums()',
    'CREATE TRIGGER insights_recordedsex_sum_insert AFTER INSERT ON insights_recordedsex REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_band_sums()',
    'CREATE TRIGGER insights_recordedsex_sum_update AFTER UPDATE ON insights_recordedsex REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_band_sums()',
    'CREATE TRIGGER insights_recordedsex_sum_delete AFTER DELETE ON insights_recordedsex REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_band_sums()',
    'CREATE TRIGGER insights_bandsum_sum_insert AFTER INSERT ON insights_bandsum REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_sums()',
    'CREATE TRIGGER insights_bandsum_sum_update AFTER UPDATE ON insights_bandsum REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_sums()',
    'CREATE TRIGGER insights_bandsum_sum_delete AFTER DELETE ON insights_bandsum REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION insights_keep_sums()',
    'REVOKE UPDATE, DELETE ON "insights_shownpay" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "insights_shownsum" FROM CURRENT_USER',
]
# What the Directive says itself, and what was known of countries. HR keeps them current.
DIRECTIVE = (
    "Directive (EU) 2023/970: gap of 5 % and six months to remedy it, Article 10(1); two months to answer, Article 7(4); reports "
    "yearly from 250 and every three years from 100 employees, Article 9(2) to (4), first due on 7 June 2027 (2031 for 100 to 149). "
    "Smallest group and share of women: choices of this product."
)
GERMANY = (
    "To be checked: when this was written, the German act that carries out the Directive was not in force. Numbers of the Directive, but "
    "for the smallest group of six and three months to answer, sections 12(3) and 15(3) of the Entgelttransparenzgesetz of 2017."
)
RULES = [
    # country, from, gap, smallest group, months to remedy, to answer, employees yearly, every three years, first due, later below, later due, women, source, certain
    ('', '2026-06-07', '5', 5, 6, 2, 250, 100, '2027-06-07', 150, '2031-06-07', '60', DIRECTIVE, True),
    ('DE', '2026-06-07', '5', 6, 6, 3, 250, 100, '2027-06-07', 150, '2031-06-07', '60', GERMANY, False),
]
COLUMNS = (
    'country', 'starts_on', 'threshold_percent', 'smallest_group', 'remedy_months', 'answer_months', 'yearly_from', 'triennial_from',
    'reports_begin_on', 'later_below', 'later_begin_on', 'mostly_women_percent', 'source', 'certain',
)


def add_rules(apps, schema_editor):
    rules = apps.get_model('insights', 'CountryRules')
    rules.objects.bulk_create(rules(**dict(zip(COLUMNS, row))) for row in RULES)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('compensation', '0001_initial'),
        ('core', '0001_initial'),
        ('impact', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('rows', models.JSONField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-day'],
            },
        ),
        migrations.CreateModel(
            name='RecordedSex',
            fields=[
                ('employee', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='accounts.employee')),
                ('sex', models.CharField(choices=[('woman', 'Woman'), ('man', 'Man'), ('neither', 'Neither'), ('not_stated', 'Not stated')], max_length=10)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'db_table_comment': 'Sex as recorded for pay reporting. Read by pay equity alone; no history.',
                'constraints': [models.CheckConstraint(condition=models.Q(('sex__in', ['woman', 'man', 'neither', 'not_stated'])), name='insights_sex_known')],
            },
        ),
        migrations.CreateModel(
            name='UnknownSexWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=80, unique=True, verbose_name='word')),
                ('people', models.PositiveIntegerField(verbose_name='people')),
                ('source', models.CharField(max_length=255, verbose_name='file')),
                ('told_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-people', 'word'],
            },
        ),
        migrations.CreateModel(
            name='CountryRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                ('threshold_percent', models.DecimalField(decimal_places=2, max_digits=4, verbose_name='gap in a category that has to be explained, in percent')),
                ('smallest_group', models.PositiveSmallIntegerField(verbose_name='smallest group of each sex that is shown')),
                ('remedy_months', models.PositiveSmallIntegerField(verbose_name='months to remedy a gap without a reason')),
                ('answer_months', models.PositiveSmallIntegerField(verbose_name='months to answer an employee’s request')),
                ('yearly_from', models.PositiveIntegerField(verbose_name='employees from which a report is due every year')),
                ('triennial_from', models.PositiveIntegerField(verbose_name='employees from which a report is due every three years')),
                ('reports_begin_on', models.DateField(blank=True, null=True, verbose_name='first day on which a report is due')),
                ('later_below', models.PositiveIntegerField(blank=True, null=True, verbose_name='employees below which reports begin later')),
                ('later_begin_on', models.DateField(blank=True, null=True, verbose_name='first day on which their report is due')),
                ('mostly_women_percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='share of women from which a level is held mostly by women, in percent')),
                ('source', models.TextField(verbose_name='source')),
                ('certain', models.BooleanField(default=True, verbose_name='certain')),
            ],
            options={
                'verbose_name_plural': 'country rules',
                'ordering': ['country', '-starts_on'],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('country', '='), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='insights_rules_no_overlap', violation_error_message='On some of these days the country has other rules already.'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='insights_rules_dates', violation_error_message='The last day lies before the first: check the two dates.'), models.CheckConstraint(condition=models.Q(('answer_months__gte', 1), ('mostly_women_percent__gt', 50), ('mostly_women_percent__lte', 100), ('remedy_months__gte', 1), ('smallest_group__gte', 2), ('threshold_percent__gt', 0), ('yearly_from__gte', models.F('triennial_from'))), name='insights_rules_numbers', violation_error_message='One of these numbers cannot be: check them.'), models.CheckConstraint(condition=models.Q(models.Q(('later_begin_on', None), ('later_below', None)), models.Q(('later_begin_on__gte', models.F('reports_begin_on')), ('later_below__isnull', False)), _connector='OR'), name='insights_rules_later', violation_error_message='Where reports of smaller employers begin later, say below how many employees, and a day that is not before the first day of all.'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='insights_rules_source', violation_error_message='Say where these numbers stand.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "insights_countryrulesevent" ("answer_months", "certain", "country", "ends_on", "id", "later_begin_on", "later_below", "mostly_women_percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remedy_months", "reports_begin_on", "smallest_group", "source", "starts_on", "threshold_percent", "triennial_from", "yearly_from") SELECT new_values."answer_months", new_values."certain", new_values."country", new_values."ends_on", new_values."id", new_values."later_begin_on", new_values."later_below", new_values."mostly_women_percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."remedy_months", new_values."reports_begin_on", new_values."smallest_group", new_values."source", new_values."starts_on", new_values."threshold_percent", new_values."triennial_from", new_values."yearly_from" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='f9d4e396cd6347cc4ae48ea84c6b1444848b1e7b', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_df231', referencing='REFERENCING NEW TABLE AS new_values ', table='insights_countryrules', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "insights_countryrulesevent" ("answer_months", "certain", "country", "ends_on", "id", "later_begin_on", "later_below", "mostly_women_percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remedy_months", "reports_begin_on", "smallest_group", "source", "starts_on", "threshold_percent", "triennial_from", "yearly_from") SELECT new_values."answer_months", new_values."certain", new_values."country", new_values."ends_on", new_values."id", new_values."later_begin_on", new_values."later_below", new_values."mostly_women_percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."remedy_months", new_values."reports_begin_on", new_values."smallest_group", new_values."source", new_values."starts_on", new_values."threshold_percent", new_values."triennial_from", new_values."yearly_from" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3809620e6ec2639a6974f76c71df61caeee15680', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_b253f', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='insights_countryrules', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "insights_countryrulesevent" ("answer_months", "certain", "country", "ends_on", "id", "later_begin_on", "later_below", "mostly_women_percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "remedy_months", "reports_begin_on", "smallest_group", "source", "starts_on", "threshold_percent", "triennial_from", "yearly_from") SELECT old_values."answer_months", old_values."certain", old_values."country", old_values."ends_on", old_values."id", old_values."later_begin_on", old_values."later_below", old_values."mostly_women_percent", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."remedy_months", old_values."reports_begin_on", old_values."smallest_group", old_values."source", old_values."starts_on", old_values."threshold_percent", old_values."triennial_from", old_values."yearly_from" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='38e84ad64353f7105e3ae1699f1a63b1b09f04ac', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e1b6e', referencing='REFERENCING OLD TABLE AS old_values ', table='insights_countryrules', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PaidKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='kind')),
                ('folded', models.CharField(editable=False, max_length=80, unique=True)),
                ('treatment', models.CharField(choices=[('basic', 'basic pay'), ('variable', 'complementary or variable pay'), ('left_out', 'left out')], max_length=10, verbose_name='counts as')),
                ('rule', models.CharField(blank=True, help_text='Why it is left out, such as: refund of expenses.', max_length=200, verbose_name='rule')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('said_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('treatment__in', ['basic', 'variable', 'left_out'])), name='insights_kind_treatment'), models.CheckConstraint(condition=models.Q(models.Q(('treatment', 'left_out'), _negated=True), models.Q(('rule', ''), _negated=True), _connector='OR'), name='insights_kind_rule', violation_error_message='Say by which rule it is left out.')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "insights_paidkindevent" ("by_id", "folded", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "said_at", "treatment") SELECT new_values."by_id", new_values."folded", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rule", new_values."said_at", new_values."treatment" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c376febdf72a5d9ff3abe6ecdae52f78ebfd924f', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_73692', referencing='REFERENCING NEW TABLE AS new_values ', table='insights_paidkind', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "insights_paidkindevent" ("by_id", "folded", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "said_at", "treatment") SELECT new_values."by_id", new_values."folded", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rule", new_values."said_at", new_values."treatment" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='6720212be3e9276b06cf99d17a52c3b5a299b524', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d92c1', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='insights_paidkind', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "insights_paidkindevent" ("by_id", "folded", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rule", "said_at", "treatment") SELECT old_values."by_id", old_values."folded", old_values."id", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rule", old_values."said_at", old_values."treatment" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='4d76503688184aebd685266769982670754e3afd', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_28fb0', referencing='REFERENCING OLD TABLE AS old_values ', table='insights_paidkind', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='PaidYear',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.employee')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2100)], verbose_name='year')),
                ('legal_entity', models.CharField(blank=True, max_length=120, verbose_name='legal entity')),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$')], verbose_name='currency')),
                ('hours', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='paid hours')),
                ('brought_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'indexes': [models.Index(fields=['year', 'legal_entity'], name='insights_paid_of_year')],
                'constraints': [models.UniqueConstraint(fields=('employee', 'year', 'legal_entity'), name='insights_paid_once'), models.CheckConstraint(condition=models.Q(('year__gte', 1990), ('year__lte', 2100)), name='insights_paid_year'), models.CheckConstraint(condition=models.Q(('currency__regex', '^[A-Z]{3}$')), name='insights_paid_currency'), models.CheckConstraint(condition=models.Q(('hours', None), models.Q(('hours__gt', 0), ('hours__lte', 9000)), _connector='OR'), name='insights_paid_hours')],
            },
        ),
        migrations.CreateModel(
            name='PaidAmount',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('paid_year', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amounts', to='insights.paidyear')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='insights.paidkind')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='amount')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('paid_year', 'kind'), name='insights_amount_once')],
            },
        ),
        migrations.CreateModel(
            name='CategoryDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('entity', 'one legal entity'), ('group', 'the whole group')], max_length=8, verbose_name='pay is set by')),
                ('legal_entity', models.CharField(blank=True, max_length=120, verbose_name='legal entity')),
                ('decided_on', models.DateField(verbose_name='decided on')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.TextField(verbose_name='reason')),
                ('opinion', models.TextField(blank=True, help_text='Empty: they were not asked.', verbose_name='opinion of the employees’ representatives')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-decided_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('legal_entity', ''), ('source', 'group')), models.Q(('source', 'entity'), models.Q(('legal_entity', ''), _negated=True)), _connector='OR'), name='insights_category_source', violation_error_message='Name the legal entity, or decide for the whole group.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='insights_category_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='unchanging', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='79e2d32b14b05666982cfcb57a4095cc6d63afdd', operation='UPDATE OR DELETE', pgid='pgtrigger_unchanging_165b6', table='insights_categorydecision', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CategoryGrade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grades', to='insights.categorydecision')),
                ('grade', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='impact.grade')),
                ('name', models.CharField(max_length=80, verbose_name='category')),
            ],
            options={
                'ordering': ['name', 'grade_id'],
                'constraints': [models.UniqueConstraint(fields=('decision', 'grade'), name='insights_category_grade_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='insights_category_name')],
                'triggers': [pgtrigger.compiler.Trigger(name='unchanging', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='776e9d0fe3151a614f3c227c5c9434e9ea7794ad', operation='UPDATE OR DELETE', pgid='pgtrigger_unchanging_e8029', table='insights_categorygrade', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PaySum',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('legal_entity', models.CharField(blank=True, max_length=120)),
                ('level_key', models.UUIDField()),
                ('grade_code', models.CharField(blank=True, max_length=12)),
                ('currency', models.CharField(max_length=3)),
                ('women', models.PositiveIntegerField(default=0)),
                ('women_pay', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=24)),
                ('men', models.PositiveIntegerField(default=0)),
                ('men_pay', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=24)),
                ('others', models.PositiveIntegerField(default=0)),
                ('others_pay', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=24)),
            ],
            options={
                'db_table_comment': 'Sums of pay by recorded sex. Read by pay equity alone.',
                'constraints': [models.UniqueConstraint(fields=('grade_code', 'legal_entity', 'level_key', 'currency'), name='insights_pay_sum_once'), models.CheckConstraint(condition=models.Q(('women__gt', 0), ('men__gt', 0), ('others__gt', 0), _connector='OR'), name='insights_pay_sum_of_somebody')],
            },
        ),
        migrations.CreateModel(
            name='BandSum',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('legal_entity', models.CharField(blank=True, max_length=120)),
                ('level_key', models.UUIDField()),
                ('grade_code', models.CharField(blank=True, max_length=12)),
                ('currency', models.CharField(max_length=3)),
                ('women', models.PositiveIntegerField(default=0)),
                ('women_pay', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=24)),
                ('men', models.PositiveIntegerField(default=0)),
                ('men_pay', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=24)),
                ('others', models.PositiveIntegerField(default=0)),
                ('others_pay', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=24)),
                ('zone_code', models.CharField(blank=True, max_length=12)),
                ('framework', models.BigIntegerField()),
                ('minimum', models.DecimalField(decimal_places=2, max_digits=16)),
                ('supplement', models.DecimalField(decimal_places=2, max_digits=5)),
                ('excepted', models.BooleanField()),
                ('step', models.BigIntegerField()),
            ],
            options={
                'db_table_comment': 'Sums of pay by recorded sex. Read by pay equity alone.',
                'indexes': [models.Index(fields=['zone_code', 'step'], name='insights_band_sum_step')],
                'constraints': [models.UniqueConstraint(fields=('level_key', 'zone_code', 'step', 'legal_entity', 'grade_code', 'currency', 'framework', 'minimum', 'supplement', 'excepted'), name='insights_band_sum_once'), models.CheckConstraint(condition=models.Q(('women__gt', 0), ('men__gt', 0), ('others__gt', 0), _connector='OR'), name='insights_band_sum_of_somebody')],
            },
        ),
        migrations.CreateModel(
            name='ShownPay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('employees', 'employees'), ('representatives', 'employees’ representatives')], max_length=16)),
                ('source', models.CharField(max_length=80)),
                ('basis', models.CharField(max_length=10)),
                ('open', models.BooleanField(default=False)),
                ('people', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('basic', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), blank=True, default=list, size=None)),
                ('variable', django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), blank=True, default=list, size=None)),
                ('shown_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name_plural': 'shown pay',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['source', 'audience'], name='insights_shown_source')],
                'constraints': [models.CheckConstraint(condition=models.Q(('audience__in', ['employees', 'representatives'])), name='insights_shown_audience'), models.CheckConstraint(condition=models.Q(('open', False), ('audience', 'representatives'), _connector='OR'), name='insights_shown_open')],
            },
        ),
        migrations.CreateModel(
            name='ShownSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('women', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('men', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None)),
                ('parts', models.BooleanField()),
                ('shown', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='sums', to='insights.shownpay')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('shown', 'key'), name='insights_sum_once')],
            },
        ),
    ]

    operations += histories("insights", operations, "CountryRules", "PaidKind")
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
    operations.append(migrations.RunPython(add_rules, migrations.RunPython.noop))
