"""The factor plan that an organisation starts with, as a YAML file beside this module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from ladders.core import audit
from ladders.core.own_files import read_yaml

from .actions.base import replace_grading
from .domain.decision_rights import RightShape, stored_rights
from .models import Degree, Factor, FactorPlan, Grade, GradeRange, PlanState

DEFAULT_PLAN = Path(__file__).parent / "library" / "default_plan.yaml"


def install_default_plan(*, by: Any = None, rights: Mapping[str, Sequence[str]] | None = None) -> FactorPlan:
    """The plan in force; where there is none, the default plan, put in force today. Harmless when repeated.

    `rights`: code of a grade → what people on it may decide, whatever their track. An organisation writes its own.
    """
    with transaction.atomic():
        replace_grading()
        plan = FactorPlan.objects.in_force()
        if plan is not None:
            return plan
        content = read_yaml(DEFAULT_PLAN)
        number = (FactorPlan.objects.order_by("-number").values_list("number", flat=True).first() or 0) + 1
        plan = FactorPlan.objects.create(
            number=number, name=content["name"], description=content["description"].strip()
        )
        for position, item in enumerate(content["factors"]):
            factor = Factor.objects.create(
                plan=plan,
                code=item["code"],
                name=item["name"],
                definition=item["definition"].strip(),
                weight=Decimal(str(item["weight"])),
                covers=item["covers"],
                position=position,
            )
            Degree.objects.bulk_create(
                Degree(plan=plan, factor=factor, number=n, points=degree["points"], anchor=degree["anchor"].strip())
                for n, degree in enumerate(item["degrees"], start=1)
            )
        for rank, item in enumerate(content["grades"], start=1):
            grade, _made = Grade.objects.get_or_create(code=str(item["code"]), defaults={"rank": rank})
            held = stored_rights(RightShape(name) for name in (rights or {}).get(grade.code, ()))
            GradeRange.objects.create(
                plan=plan, grade=grade, title=item["title"], points_from=item["from"], rights=held
            )
        plan.state, plan.in_force_from = PlanState.ACTIVE, timezone.localdate()
        plan.activated_at, plan.activated_by = timezone.now(), by
        plan.save()
        audit.record(by=by, verb="impact.plan.activated", subject=str(plan), subject_key=str(plan.number))
        return plan
