"""What stands between a draft and its publication: findings, reasons, successors, the owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from accounts.models import Employee, User
from ladders.impact.domain.points import GradeShape

from ..domain import parity
from ..domain.parity import Finding, FindingSeverity
from ..domain.shapes import VersionShape
from ..models import Level, ParityReason, Successor, Version
from ..pay_provider import grades_without_band
from ..statements import statement_of
from .regrades import Regrade, regrades
from .versions import factors_of_work, grades_in_force, shape_of


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding that needs the owner's reason, and the reason given. It answers the sentence it was written to."""

    finding: Finding
    reason: ParityReason | None

    @property
    def sentence(self) -> str:
        """The finding as it is now."""
        return sentence_of(self.finding)

    @property
    def outdated(self) -> bool:
        """True when the reason was written to another state of things and has to be given again."""
        return self.reason is not None and self.reason.sentence != self.sentence

    @property
    def given(self) -> bool:
        """True when a reason answers the finding as it is now."""
        return self.reason is not None and not self.outdated


@dataclass(frozen=True, slots=True)
class Removed:
    """A level of the published version that the draft no longer has, and where people on it will belong."""

    key: UUID
    code: str
    title: str
    successor: Level | None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Everything the publishing page shows and `publish` enforces."""

    shape: VersionShape
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]
    removed: tuple[Removed, ...]
    regrades: tuple[Regrade, ...]
    obstacles: tuple[str, ...]  # what must be done first, one sentence each

    @property
    def ready(self) -> bool:
        """True when nothing stands in the way."""
        return not self.obstacles

    def of(self, severity: FindingSeverity) -> tuple[Finding, ...]:
        """The findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity == severity)


def sentence_of(finding: Finding) -> str:
    """The finding's sentence in the reader's language, its dates as people write them."""
    params = {
        name: date_format(value, "DATE_FORMAT") if isinstance(value, dt.date) else value
        for name, value in finding.params.items()
    }
    return replace(finding, params=params).text(gettext, ngettext)


def checked(
    version: Version, today: dt.date, grades: tuple[GradeShape, ...] | None = None
) -> tuple[VersionShape, tuple[Finding, ...]]:
    """The draft as plain data and everything that the check finds in it: the queries of `shape_of`, and 3 for bands, rights
    and factors. `grades`: those in force, where they were read already."""
    shape = shape_of(version, evaluations=True)  # the check reads rationales, too
    rights = {grade.code: grade.rights for grade in (grades_in_force() if grades is None else grades)}
    return shape, parity.check(
        shape, today=today, unbanded=grades_without_band(), decision_rights=rights, work=factors_of_work()
    )


def readiness(version: Version, *, today: dt.date) -> Readiness:
    """Check a draft: the queries of `shape_of` with evaluations, 3 for bands, rights and factors, and 6 to 9 more where a
    version is published already."""
    shape, findings = checked(version, today)
    reasons = {reason.finding: reason for reason in version.parity_reasons.select_related("by")}
    answers = _answers(findings, reasons)
    published = version.framework.versions.published()
    removed = removed_levels(version, shape, published) if published else ()
    regraded = regrades(version, published) if published else ()
    obstacles = _obstacles(version, shape, findings, answers, removed, today)
    obstacles += [said for item in regraded if (said := item.obstacle(today))]
    return Readiness(shape, findings, answers, removed, regraded, tuple(obstacles))


def open_findings(version: Version, findings: Iterable[Finding]) -> list[Finding]:
    """Those that still ask for something: neither mere information nor answered by a reason that holds. One query."""
    given = {row.finding: row for row in version.parity_reasons.all()}
    answered = {answer.finding.key for answer in _answers(findings, given) if answer.given}
    return [each for each in findings if each.severity != FindingSeverity.INFO and each.key not in answered]


def _answers(findings: Iterable[Finding], reasons: Mapping[str, ParityReason]) -> tuple[Answer, ...]:
    return tuple(Answer(each, reasons.get(each.key)) for each in parity.needing_reason(tuple(findings)))


def removed_levels(version: Version, shape: VersionShape, published: Version | None) -> tuple[Removed, ...]:
    """Levels that the published version has and the draft does not, by code."""
    if published is None:
        return ()
    kept = set(shape.level_by_key)
    gone = Level.objects.filter(version=published).exclude(key__in=kept).select_related("grade").order_by("code", "id")
    chosen = {s.removed_key: s.level for s in Successor.objects.filter(version=version).select_related("level")}
    return tuple(
        Removed(level.key, level.code, level.title, chosen.get(level.key), level.grade.code if level.grade else "")
        for level in gone
    )


def _gone(owner: Employee | User, today: dt.date) -> bool:
    """True where that person works here no more, or the account is closed."""
    if isinstance(owner, User) and not owner.is_active:
        return True
    person = owner if isinstance(owner, Employee) else getattr(owner, "employee", None)
    return person is not None and person.left_on is not None and person.left_on < today


def _obstacles(
    version: Version,
    shape: VersionShape,
    findings: tuple[Finding, ...],
    answers: tuple[Answer, ...],
    removed: tuple[Removed, ...],
    today: dt.date,
) -> list[str]:
    obstacles = []
    owner = version.framework.accountable
    if owner is None:
        obstacles.append(_("Nobody is accountable for this framework yet. Name an owner in its details."))
    elif _gone(owner, today):
        obstacles.append(
            _(
                "%(name)s, who is accountable for this framework, no longer works here. Name another owner in its details."
            )
            % {"name": owner}
        )
    if not statement_of(shape):
        obstacles.append(_("The statement is empty. Readers need to know what the framework stands for."))
    if blocked := len(parity.blocking(findings)):
        obstacles.append(
            ngettext("%(count)s finding has to be fixed first.", "%(count)s findings have to be fixed first.", blocked)
            % {"count": blocked}
        )
    if unconfirmed := sum(item.proposed for item in shape.evaluations.values()):
        obstacles.append(
            ngettext(
                "%(count)s grade comes from a proposal that nobody here has confirmed. Confirm it under Evaluation.",
                "%(count)s grades come from proposals that nobody here has confirmed. Confirm them under Evaluation.",
                unconfirmed,
            )
            % {"count": unconfirmed}
        )
    if open_answers := sum(not answer.given for answer in answers):
        obstacles.append(
            ngettext(
                "%(count)s finding needs the owner’s written reason.",
                "%(count)s findings need the owner’s written reason.",
                open_answers,
            )
            % {"count": open_answers}
        )
    if homeless := [level.code or level.title for level in removed if level.successor is None]:
        obstacles.append(
            ngettext(
                "%(levels)s was removed: choose the level that succeeds it.",
                "%(levels)s were removed: choose the levels that succeed them.",
                len(homeless),
            )
            % {"levels": ", ".join(homeless)}
        )
    return obstacles
