"""Taking a publication back on its day, while nothing was built on it.

A published version never changes, and does not become a draft again. What was in force before is published once more, as a
version of its own; what was taken back begins the next draft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ladders.core.errors import DomainError
from ladders.impact.actions.base import hold_grading
from ladders.impact.domain.points import PlanShape
from ladders.impact.models import FactorPlan

from ..built_on import built_on
from ..enums import VersionState
from ..models import Consultation, Framework, Level, ParityReason, Successor, TakenBack, Version
from ..queries.regrades import may_decide
from ..queries.search import drop_index, index_version
from ..queries.versions import shape_of
from .base import trace
from .frameworks import start_draft
from .write_version import write_parts


@dataclass(frozen=True, slots=True)
class TakeBackLook:
    """What taking a publication back would do. `obstacles`: sentences; empty where nothing stands in the way."""

    version: Version
    before: Version | None  # what was in force before, and is again
    obstacles: tuple[str, ...]


def look_back(framework: Framework, by: Any) -> TakeBackLook | None:
    """Whether the publication in force can be taken back; None where none is: a fixed number of queries.

    What was built on it is named only to who decides about people everywhere; others learn that something was.
    """
    current = framework.versions.published()
    if current is None or current.published_at is None:
        return None
    before = framework.versions.filter(state=VersionState.RETIRED, retired_at=current.published_at).first()
    return TakeBackLook(current, before, tuple(_obstacles(framework, current, by)))


def take_back(*, version: Version, reason: str, by: Any) -> Version:
    """Take the publication of `version` back; returns the draft that goes on from it. Harmless when repeated.

    Raises DomainError where it was published on another day, something was built on it, the next draft was edited already, or
    no reason is given.
    """
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Write why it is taken back: readers of the framework will see it."))
    with transaction.atomic():
        hold_grading()
        # Whoever gives somebody a level of this framework holds it, too: what was counted stays true until the end.
        framework = Framework.objects.select_for_update().get(pk=version.framework_id)
        done = TakenBack.objects.filter(taken=version.pk).first()
        draft = framework.versions.draft()
        if done is not None and draft is not None:
            return draft
        current = Version.objects.select_for_update(of=("self",)).select_related("framework").get(pk=version.pk)
        look = look_back(framework, by)
        if look is None or look.version.pk != current.pk:
            raise DomainError(_("This version is no longer in force, so its publication cannot be taken back."))
        if look.obstacles:
            raise DomainError(" ".join(look.obstacles))
        if draft is not None:
            draft.delete()  # nobody has edited it: it says what the version says
        again = _retire(current, look.before, reason, by)
        TakenBack.objects.create(taken=current, again=again, reason=reason, by=by)
        draft = start_draft(framework=framework, by=by, begin=current)
        _carry_over(current, draft)
        detail = {
            "reason": [None, reason],
            "in_force": [str(current.number), str(again.number) if again else None],
            "draft": [None, str(draft.number)],
        }
        subject = _("version %(number)s") % {"number": current.number}
        trace(current, by=by, verb="version.taken_back", subject=subject, detail=detail)
        return draft


def _obstacles(framework: Framework, current: Version, by: Any) -> list[str]:
    assert current.published_at is not None
    day = timezone.localdate(current.published_at)
    if day != timezone.localdate():
        return [
            _("It was published on %(day)s. A publication can be taken back on its own day only.")
            % {"day": date_format(day, "j F Y")}
        ]
    found = built_on(framework.pk, current.published_at)
    if found and not may_decide(by):
        found = [_("A level, a request, pay or a report rests on it by now.")]
    draft = framework.versions.draft()
    if draft is not None and (draft.revision or draft.based_on_id != current.pk):
        found.append(_("The next draft was edited already. Correct it there and publish it, or discard it first."))
    if TakenBack.objects.filter(again=current.pk).exists():
        found.append(_("It brought an earlier version back itself. Publish the draft instead."))
    return found


def _retire(current: Version, before: Version | None, reason: str, by: Any) -> Version | None:
    """Retire the version, and publish what was in force before it once more, graded as it was then."""
    now = timezone.now()
    drop_index(current)
    current.state, current.retired_at = VersionState.RETIRED, now
    current.save(update_fields=["state", "retired_at"])
    if before is None:
        return None
    plan = FactorPlan.objects.with_parts().filter(pk=before.plan_id).first() if before.plan_id else None
    last = current.framework.versions.first()
    again = Version.objects.create(
        framework=current.framework,
        number=(last or current).number + 1,
        summary=before.summary,
        statement=before.statement,
        note=_(
            "Version %(taken)s was taken back on the day it was published: %(reason)s\n\nVersion %(before)s counts again."
        )
        % {"taken": current.number, "before": before.number, "reason": reason},
        based_on=before,
    )
    write_parts(again, shape_of(before, evaluations=True), plan.shape() if plan else PlanShape((), ()))
    _copy_answers(before, again)
    again.state, again.plan = VersionState.PUBLISHED, plan
    again.published_at, again.published_by = now, by
    again.save(update_fields=["state", "plan", "published_at", "published_by"])
    index_version(again)
    return again


def _carry_over(current: Version, draft: Version) -> None:
    """What was answered for the publication, so that nobody has to answer it again: reasons, consultations, successors, note."""
    Version.objects.filter(pk=draft.pk).update(note=current.note)
    _copy_answers(current, draft)
    levels = {level.key: level for level in Level.objects.filter(version=draft)}
    Successor.objects.bulk_create(
        Successor(
            version=draft,
            removed_key=item.removed_key,
            removed_code=item.removed_code,
            removed_title=item.removed_title,
            level=levels[item.level.key],
        )
        for item in current.successors.select_related("level")
    )


def _copy_answers(source: Version, target: Version) -> None:
    ParityReason.objects.bulk_create(
        ParityReason(
            version=target,
            finding=item.finding,
            sentence=item.sentence,
            reason=item.reason,
            review_on=item.review_on,
            by_id=item.by_id,
            at=item.at,
        )
        for item in source.parity_reasons.all()
    )
    Consultation.objects.bulk_create(
        Consultation(version=target, body=item.body, held_on=item.held_on, outcome=item.outcome)
        for item in source.consultations.all()
    )
