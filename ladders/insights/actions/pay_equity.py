"""What pay equity needs to be told: what kinds of pay count as, who does work of equal value, what the law asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.access import require
from ladders.core.audit import changes, record
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.impact.models import Grade

from ..domain.paid import Treatment, folded_kind
from ..domain.pay_gap.people import Sex
from ..models import CategoryDecision, CategoryGrade, CountryRules, PaidKind, PaySettingSource
from ..queries.reach import require_entity


def say_kind(*, name: str, treatment: Treatment, rule: str = "", by: Any) -> PaidKind:
    """Say what a kind of pay counts as, for every file and report. Raises DomainError where it is left out by no rule."""
    if by is not None:
        require(by, Permission.EDIT_PAY_EQUITY)
    rule = rule.strip() if treatment is Treatment.LEFT_OUT else ""
    if treatment is Treatment.LEFT_OUT and not rule:
        raise DomainError(_("Say by which rule “%(kind)s” is left out, such as: refund of expenses.") % {"kind": name})
    with transaction.atomic():
        kind = PaidKind.objects.select_for_update().filter(folded=folded_kind(name)).first()
        before = {"treatment": kind.treatment, "rule": kind.rule} if kind else {}
        after = {"treatment": treatment.value, "rule": rule}
        if kind is not None and before == after:
            return kind
        if kind is not None and by is not None:
            require_entity(by)
        kind = kind or PaidKind(name=name.strip()[:80], folded=folded_kind(name))
        kind.treatment, kind.rule, kind.by, kind.said_at = treatment.value, rule, by, timezone.now()
        kind.save()
        record(by=by, verb="insights.paid_kind.said", subject=kind.name, detail=changes(before, after))
    return kind


def decide_categories(
    *,
    legal_entity: str,
    decided_on: dt.date,
    reason: str,
    opinion: str = "",
    grades: Mapping[Grade, str] | None = None,
    by: Any,
) -> CategoryDecision:
    """Who does work of equal value, at one entity ("": the whole group). `grades` puts grades together under a name; every
    other grade is a category by itself. Raises DomainError without a reason."""
    require(by, Permission.EDIT_PAY_EQUITY)
    if not reason.strip():
        raise DomainError(_("Say why these people do work of equal value: the reason stands in every report."))
    source = PaySettingSource.ENTITY if legal_entity else PaySettingSource.GROUP
    with transaction.atomic():
        decision = CategoryDecision.objects.create(
            source=source,
            legal_entity=legal_entity,
            decided_on=decided_on,
            by=by,
            reason=reason.strip(),
            opinion=opinion.strip(),
        )
        named = sorted((grades or {}).items(), key=lambda entry: entry[0].rank)
        CategoryGrade.objects.bulk_create(
            CategoryGrade(decision=decision, grade=grade, name=name.strip()[:80] or grade.code) for grade, name in named
        )
        detail = {grade.code: [None, name] for grade, name in named} | {"reason": [None, reason.strip()]}
        record(by=by, verb="insights.categories.decided", subject=legal_entity or "group", detail=detail)
    return decision


def save_rules(*, rules: CountryRules, by: Any) -> CountryRules:
    """Add or change what a country asks for. Raises DomainError for numbers that cannot be, or days that have others already."""
    require(by, Permission.EDIT_PAY_EQUITY)
    try:
        rules.full_clean()
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
    with transaction.atomic():
        rules.save()
        detail = {
            name: [None, str(getattr(rules, name))] for name in ("starts_on", "threshold_percent", "smallest_group")
        }
        record(by=by, verb="insights.rules.saved", subject=rules.country or "EU", detail=detail)
    return rules


def record_sexes(*, sexes: Mapping[int, Sex], by: Any, source: str) -> int:
    """Keep the sexes of employees as a file has them, and how many are new or other than before. One statement.

    The audit trail says how many, never whose or what.
    """
    if by is not None:
        require(by, Permission.EDIT_PAY_EQUITY)
    if not sexes:
        return 0
    with pghistory.context(user=by.pk if by else None, url=source), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO insights_recordedsex (employee_id, sex, said_at) "
            "SELECT * FROM unnest(%s::bigint[], %s::text[]), (SELECT %s::timestamptz) AS now "
            "ON CONFLICT (employee_id) DO UPDATE SET sex = EXCLUDED.sex, said_at = EXCLUDED.said_at "
            "WHERE insights_recordedsex.sex <> EXCLUDED.sex",
            [list(sexes), [sex.value for sex in sexes.values()], timezone.now()],
        )
        written: int = cursor.rowcount
        if written:
            record(by=by, verb="insights.sex.recorded", subject=source, detail={"people": [None, written]})
    return written
