"""The tables of this room, their triggers and the rights on them, as of the first release. Changes get migrations of their own."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from ladders.core.migrations._history import histories, triggers


# Literal on purpose: a migration must not change when the code does.
SQL = [
    """
CREATE OR REPLACE FUNCTION impact_factorplan_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a row of impact_factorplan is born a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'impact_factorplan_born_draft', TABLE = 'impact_factorplan';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'draft' THEN
            RAISE EXCEPTION 'impact_factorplan % is frozen', OLD.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'impact_factorplan_frozen', TABLE = 'impact_factorplan';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.state <> OLD.state AND NOT ((OLD.state = 'draft' AND NEW.state IN ('active')) OR (OLD.state = 'active' AND NEW.state IN ('retired'))) THEN
        RAISE EXCEPTION 'impact_factorplan % cannot go from % to %', OLD.id, OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'impact_factorplan_transition', TABLE = 'impact_factorplan';
    END IF;
    IF OLD.state <> 'draft' AND to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
        RAISE EXCEPTION 'impact_factorplan % is frozen', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'impact_factorplan_frozen', TABLE = 'impact_factorplan';
    END IF;
    RETURN NEW;
END $$;
    """,
    'CREATE TRIGGER impact_factorplan_guard BEFORE INSERT OR UPDATE OR DELETE ON impact_factorplan FOR EACH ROW EXECUTE FUNCTION impact_factorplan_guard()',
    'CREATE TRIGGER "impact_factor_frozen_insert" AFTER INSERT ON "impact_factor" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'CREATE TRIGGER "impact_factor_frozen_update" AFTER UPDATE ON "impact_factor" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'CREATE TRIGGER "impact_factor_frozen_delete" AFTER DELETE ON "impact_factor" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'CREATE TRIGGER "impact_degree_frozen_insert" AFTER INSERT ON "impact_degree" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'CREATE TRIGGER "impact_degree_frozen_update" AFTER UPDATE ON "impact_degree" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'CREATE TRIGGER "impact_degree_frozen_delete" AFTER DELETE ON "impact_degree" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'CREATE TRIGGER "impact_graderange_frozen_insert" AFTER INSERT ON "impact_graderange" REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'CREATE TRIGGER "impact_graderange_frozen_update" AFTER UPDATE ON "impact_graderange" REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'CREATE TRIGGER "impact_graderange_frozen_delete" AFTER DELETE ON "impact_graderange" REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_frozen(\'impact_factorplan\', \'plan_id\')',
    'REVOKE UPDATE, DELETE ON "impact_factorplanevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "impact_factorevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "impact_degreeevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "impact_gradeevent" FROM CURRENT_USER',
    'REVOKE UPDATE, DELETE ON "impact_graderangeevent" FROM CURRENT_USER',
]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('core', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='FactorPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('active', 'In force'), ('retired', 'Retired')], default='draft', max_length=10)),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='in force from')),
                ('activated_at', models.DateTimeField(editable=False, null=True)),
                ('activated_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.PositiveIntegerField(default=0, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('state',), name='impact_plan_one_draft'), models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('state',), name='impact_plan_one_active'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('activated_at__isnull', False), ('in_force_from__isnull', False)), _connector='OR'), name='impact_plan_active_dated')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_factorplanevent" ("activated_at", "activated_by_id", "created_at", "description", "id", "in_force_from", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state") SELECT new_values."activated_at", new_values."activated_by_id", new_values."created_at", new_values."description", new_values."id", new_values."in_force_from", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."revision", new_values."state" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9e43ae399aabce9fcd4a18fac41061c0baa19163', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b3ded', referencing='REFERENCING NEW TABLE AS new_values ', table='impact_factorplan', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_factorplanevent" ("activated_at", "activated_by_id", "created_at", "description", "id", "in_force_from", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state") SELECT new_values."activated_at", new_values."activated_by_id", new_values."created_at", new_values."description", new_values."id", new_values."in_force_from", new_values."name", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."revision", new_values."state" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='637997eb587400875a9cbad8302cb741cafcf31d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_e12f0', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='impact_factorplan', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_factorplanevent" ("activated_at", "activated_by_id", "created_at", "description", "id", "in_force_from", "name", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state") SELECT old_values."activated_at", old_values."activated_by_id", old_values."created_at", old_values."description", old_values."id", old_values."in_force_from", old_values."name", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."revision", old_values."state" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='602a14842badfd3dbe563f159bd8b320418031d8', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_e0999', referencing='REFERENCING OLD TABLE AS old_values ', table='impact_factorplan', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Grade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True, verbose_name='code')),
                ('rank', models.PositiveSmallIntegerField(verbose_name='rank')),
            ],
            options={
                'ordering': ['rank'],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('rank',), name='impact_grade_rank')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_gradeevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank") SELECT new_values."code", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."rank" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a6972a0813e5b5c0b3935719092b3595abca3b24', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_d345d', referencing='REFERENCING NEW TABLE AS new_values ', table='impact_grade', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_gradeevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank") SELECT new_values."code", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."rank" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ec56a22ff9c52ae3cc2f4ee7268fabc1f4d54928', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_db642', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='impact_grade', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_gradeevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank") SELECT old_values."code", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."rank" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='afd4b008d8a39410502518d4ec7896c7b29e3527', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_fd385', referencing='REFERENCING OLD TABLE AS old_values ', table='impact_grade', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='factors', to='impact.factorplan')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('definition', models.TextField(verbose_name='definition')),
                ('weight', models.DecimalField(decimal_places=2, help_text='Percent of the whole.', max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0.01')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='weight')),
                ('covers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('skills', 'Skills'), ('effort', 'Effort'), ('responsibility', 'Responsibility'), ('working_conditions', 'Working conditions')], max_length=30), blank=True, default=list, size=None, verbose_name='criteria covered')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'key'), name='impact_factor_key'), models.UniqueConstraint(fields=('plan', 'code'), name='impact_factor_code'), models.CheckConstraint(condition=models.Q(('weight__gt', 0), ('weight__lte', 100)), name='impact_factor_weight')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_factorevent" ("code", "covers", "definition", "id", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "weight") SELECT new_values."code", new_values."covers", new_values."definition", new_values."id", new_values."key", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."position", new_values."weight" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='dc2005ed7d2be90b66de53035cbb8d6a4a1d1815', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_e9468', referencing='REFERENCING NEW TABLE AS new_values ', table='impact_factor', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_factorevent" ("code", "covers", "definition", "id", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "weight") SELECT new_values."code", new_values."covers", new_values."definition", new_values."id", new_values."key", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."position", new_values."weight" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='7c708e64e3186886c982ec32c96ee694f6e76a94', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_be923', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='impact_factor', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_factorevent" ("code", "covers", "definition", "id", "key", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "position", "weight") SELECT old_values."code", old_values."covers", old_values."definition", old_values."id", old_values."key", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."position", old_values."weight" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='da8483f57040ed68f50bff70dd143d1a666ccc78', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0e046', referencing='REFERENCING OLD TABLE AS old_values ', table='impact_factor', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='GradeRange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ranges', to='impact.factorplan')),
                ('grade', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ranges', to='impact.grade')),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('points_from', models.PositiveIntegerField(verbose_name='from points')),
                ('rights', models.JSONField(blank=True, default=list, verbose_name='decision rights')),
            ],
            options={
                'ordering': ['points_from'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'grade'), name='impact_range_grade'), models.UniqueConstraint(fields=('plan', 'points_from'), name='impact_range_from')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_graderangeevent" ("grade_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "points_from", "rights", "title") SELECT new_values."grade_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."points_from", new_values."rights", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5f29105d0e66001921cb09c0e9d6d5d7ff97a4dc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_0f820', referencing='REFERENCING NEW TABLE AS new_values ', table='impact_graderange', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_graderangeevent" ("grade_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "points_from", "rights", "title") SELECT new_values."grade_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."points_from", new_values."rights", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='26488676f0f11ff8219c342d384cc147a6de85d3', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_9891c', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='impact_graderange', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_graderangeevent" ("grade_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "points_from", "rights", "title") SELECT old_values."grade_id", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."points_from", old_values."rights", old_values."title" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='e55dda89869bdbc9e562531c94ab6b5f4d28da3e', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_cabae', referencing='REFERENCING OLD TABLE AS old_values ', table='impact_graderange', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Degree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='impact.factorplan')),
                ('factor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='degrees', to='impact.factor')),
                ('number', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='degree')),
                ('points', models.PositiveIntegerField(verbose_name='points')),
                ('anchor', models.TextField(verbose_name='anchor text')),
            ],
            options={
                'ordering': ['factor', 'number'],
                'constraints': [models.UniqueConstraint(fields=('factor', 'number'), name='impact_degree_number')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_degreeevent" ("anchor", "factor_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "points") SELECT new_values."anchor", new_values."factor_id", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."points" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2078375b1ef5397538dfc6eff02a7df0b2c85ed6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_dc2f3', referencing='REFERENCING NEW TABLE AS new_values ', table='impact_degree', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_degreeevent" ("anchor", "factor_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "points") SELECT new_values."anchor", new_values."factor_id", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."points" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='0e7724933432a34506978d407adf5428e3acc1ac', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d56a0', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='impact_degree', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "impact_degreeevent" ("anchor", "factor_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "points") SELECT old_values."anchor", old_values."factor_id", old_values."id", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."plan_id", old_values."points" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='ddf662b5e0e46aef96df128584c8a5a71c7f3e3d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_40782', referencing='REFERENCING OLD TABLE AS old_values ', table='impact_degree', when='AFTER'))],
            },
        ),
    ]

    operations += histories("impact", operations, "FactorPlan", "Grade", "Factor", "GradeRange", "Degree")
    operations.append(triggers(operations))
    operations.append(migrations.RunSQL(SQL, migrations.RunSQL.noop))
