"""What pay equity needs to be told: what kinds of pay count as, who does work of equal value, what the law asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ladders.core.access import require
from ladders.core.audit import changes, record
from ladders.core.errors import DomainError
from ladders.core.permissions import Permission
from ladders.impact.models import Grade

from ..domain.paid_kinds import Treatment, folded_kind
from ..domain.pay_gap.people import Sex
from ..models import CategoryDecision, CategoryGrade, CountryRules, PaidKind, PaySettingSource, UnknownSexWord
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
    other grade is a category by itself. The same decision once more is the one that is there. Raises DomainError without a
    reason, for whoever reaches only some of the people, and where a name is the code of a grade outside the category."""
    require(by, Permission.EDIT_PAY_EQUITY)
    require_entity(by, legal_entity)
    if not reason.strip():
        raise DomainError(_("Say why these people do work of equal value: the reason stands in every report."))
    _refuse_names_of_grades(grades or {})
    source = PaySettingSource.ENTITY if legal_entity else PaySettingSource.GROUP
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE insights_categorydecision IN SHARE ROW EXCLUSIVE MODE")  # one decision at a time
        if (same := _same_decision(legal_entity, decided_on, reason, opinion, grades or {}, by)) is not None:
            return same
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


def _refuse_names_of_grades(grades: Mapping[Grade, str]) -> None:
    names = {name.strip() for name in grades.values()}
    inside = {(grade.code, name.strip()) for grade, name in grades.items()}
    for code in Grade.objects.filter(code__in=names).values_list("code", flat=True):
        if (code, code) not in inside:
            raise DomainError(
                _("“%(code)s” is a grade that is not in this category. Choose another name, or put the grade in.")
                % {"code": code}
            )


def _same_decision(
    legal_entity: str, day: dt.date, reason: str, opinion: str, grades: Mapping[Grade, str], by: Any
) -> CategoryDecision | None:
    """The latest decision of that source, where this is the same sent twice: at most 2 queries."""
    last = CategoryDecision.objects.filter(legal_entity=legal_entity).order_by("-id").first()
    said = (day, reason.strip(), opinion.strip(), by.pk)
    if last is None or (last.decided_on, last.reason, last.opinion, last.by_id) != said:
        return None
    named = {grade.pk: name.strip()[:80] or grade.code for grade, name in grades.items()}
    return last if dict(last.grades.values_list("grade_id", "name")) == named else None


MOST_WORDS = 20  # that a column of sexes can have which nobody knows
RULE_FIELDS = (
    "starts_on", "ends_on", "threshold_percent", "smallest_group", "remedy_months", "answer_months", "yearly_from",
    "triennial_from", "reports_begin_on", "later_below", "later_begin_on", "mostly_women_percent", "source", "certain",
)  # fmt: skip


def save_rules(*, rules: CountryRules, by: Any) -> bool:
    """Add or change what a country asks for. A new period ends the one before it, where that has no end.

    False where it is so already. Raises DomainError for numbers that cannot be, for days that have other rules already, and
    for whoever reports on a part.
    """
    require(by, Permission.EDIT_PAY_EQUITY)
    require_entity(by)
    with transaction.atomic():
        others = list(CountryRules.objects.select_for_update().filter(country=rules.country).order_by("starts_on"))
        before = next((_facts(row) for row in others if row.pk == rules.pk), {})
        others = [row for row in others if row.pk != rules.pk]
        running = max((row for row in others if row.ends_on is None), key=lambda row: row.starts_on, default=None)
        if not before and running is not None and rules.starts_on and running.starts_on < rules.starts_on:
            running.ends_on = rules.starts_on - dt.timedelta(days=1)
            running.save(update_fields=["ends_on"])
        _refuse_overlap(rules, others)
        try:
            rules.full_clean()
        except ValidationError as error:
            raise DomainError(" ".join(error.messages)) from error
        detail = changes(before or dict.fromkeys(RULE_FIELDS), _facts(rules))
        if not detail:
            return False
        rules.save()
        record(by=by, verb="insights.rules.saved", subject=rules.country or "EU", detail=detail)
    return True


def _facts(rules: CountryRules) -> dict[str, Any]:
    """What the audit compares."""
    facts: dict[str, Any] = {}
    for name in RULE_FIELDS:
        value = getattr(rules, name)
        facts[name] = format(value.normalize(), "f") if isinstance(value, Decimal) else value and str(value)
    return facts


def _refuse_overlap(rules: CountryRules, others: Sequence[CountryRules]) -> None:
    """Say which period is in the way; the database refuses it as well."""
    if not rules.starts_on:
        return
    last = rules.ends_on or dt.date.max
    for row in others:
        if row.starts_on <= last and (row.ends_on or dt.date.max) >= rules.starts_on:
            until = date_format(row.ends_on, "j F Y") if row.ends_on else _("an open end")
            raise DomainError(
                _(
                    "From %(from)s to %(until)s the country has other rules already. Begin later, end before, or change those."
                )
                % {"from": date_format(row.starts_on, "j F Y"), "until": until}
            )


def tell_unknown_sexes(*, words: Mapping[str, int], by: Any, source: str) -> None:
    """Keep which words of a people file are no sex that anybody knows, and of how many rows; those of the file before go."""
    if by is not None:
        require(by, Permission.EDIT_PAY_EQUITY)
        require_entity(by)
    with transaction.atomic():
        UnknownSexWord.objects.all().delete()
        rows: dict[str, int] = {}
        for word, people in words.items():
            kept = word[:80] if len(words) <= MOST_WORDS else ""  # a column of something else, of names perhaps
            rows[kept] = rows.get(kept, 0) + people
        UnknownSexWord.objects.bulk_create(
            UnknownSexWord(word=word, people=people, source=source[:255]) for word, people in rows.items()
        )


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
