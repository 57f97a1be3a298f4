"""Publishing a draft: reasons, successors, consultations, a second person, and the one moment in which it happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.core.approvals.apart import same_hands_text
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import Organisation
from ladders.impact.actions.base import hold_grading
from ladders.impact.models import FactorPlan

from ..domain.parity import needing_reason
from ..enums import VersionState
from ..holders_provider import carry_out, lock_people
from ..models import Consultation, Framework, Level, ParityReason, Successor, Version
from ..queries.readiness import Readiness, checked, readiness, removed_levels, sentence_of
from ..queries.search import drop_index, index_version
from ..queries.versions import shape_of
from ..statements import statement_of
from .base import editing, trace


def give_reason(*, version: Version, findings: Sequence[str], reason: str, review_on: dt.date, by: Any) -> None:
    """Store the owner's reason for one or several findings (their keys) as they are now.

    Raises DomainError where one of them is gone, the reason empty, or the day not to come; then none is stored.
    """
    today = timezone.localdate()
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Write the reason: readers of the framework will see it."))
    if review_on <= today:
        raise DomainError(_("Choose a day after today to look at it again."))
    with editing(version.pk) as draft:
        open_findings = {item.key: item for item in needing_reason(checked(draft, today)[1])}
        if not findings or not open_findings.keys() >= set(findings):
            raise DomainError(_("This finding is no longer there, so it needs no reason."))
        for key in findings:
            sentence = sentence_of(open_findings[key])
            ParityReason.objects.update_or_create(
                version=draft,
                finding=key,
                defaults={
                    "sentence": sentence,
                    "reason": reason,
                    "review_on": review_on,
                    "by": by,
                    "at": timezone.now(),
                },
            )
            trace(draft, by=by, verb="reason.given", subject=sentence, detail={"review_on": [None, str(review_on)]})


def withdraw_reason(*, version: Version, finding: str, by: Any) -> None:
    """Take a reason back. Harmless where there is none."""
    with editing(version.pk) as draft:
        row = ParityReason.objects.filter(version=draft, finding=finding).first()
        if row:
            trace(draft, by=by, verb="reason.withdrawn", subject=row.sentence)
            row.delete()


def set_successor(*, version: Version, removed: UUID, level: UUID, by: Any) -> None:
    """Say which level of the draft succeeds a removed one."""
    with editing(version.pk) as draft:
        published = draft.framework.versions.published()
        removals = removed_levels(draft, shape_of(draft), published)
        gone = next((item for item in removals if item.key == removed), None)
        if gone is None:
            raise DomainError(_("This level is part of the draft again, so it needs no successor."))
        successor = Level.objects.filter(version=draft, key=level).first()
        if successor is None:
            raise DomainError(_("Choose a level of this draft."))
        Successor.objects.update_or_create(
            version=draft,
            removed_key=removed,
            defaults={"removed_code": gone.code, "removed_title": gone.title, "level": successor},
        )
        trace(
            draft,
            by=by,
            verb="successor.chosen",
            subject=f"{gone.code} → {successor.code}",
            detail={"successor": [gone.successor.code if gone.successor else None, successor.code]},
        )


def record_consultation(*, version: Version, body: str, held_on: dt.date, outcome: str, by: Any) -> Consultation:
    """Record that a body was consulted on this draft."""
    with editing(version.pk) as draft:
        same = {"version": draft, "body": body, "held_on": held_on, "outcome": outcome}
        if twice := Consultation.objects.filter(**same).first():
            return twice
        row = Consultation.objects.create(**same)
        trace(draft, by=by, verb="consultation.recorded", subject=str(row))
        return row


def remove_consultation(*, version: Version, consultation: int, by: Any) -> None:
    """Take a consultation out of the draft. Harmless where it is gone."""
    with editing(version.pk) as draft:
        row = Consultation.objects.filter(version=draft, pk=consultation).first()
        if row:
            trace(draft, by=by, verb="consultation.removed", subject=str(row))
            row.delete()


def ask_for_publication(*, version: Version, seen: int, by: Any) -> Version:
    """Ask a second person to confirm. What was asked for is the draft as it is now: an edit afterwards asks anew."""
    with transaction.atomic():
        draft = _locked_draft(version)
        _check_ready(draft, seen)
        if draft.asked_revision != draft.revision or draft.asked_by_id != by.pk:
            draft.asked_by, draft.asked_at, draft.asked_revision = by, timezone.now(), draft.revision
            draft.save(update_fields=["asked_by", "asked_at", "asked_revision"])
            trace(draft, by=by, verb="publication.asked", subject=_version(draft))
        return draft


def publish(*, version: Version, seen: int, by: Any) -> Version:
    """Publish the draft that the person has looked at (`seen` is its revision), and retire the version before it.

    All or nothing, in one transaction: readers see the old version or the new one. A second click, or a second person
    at the same moment, finds it published and changes nothing. Raises StaleError where the draft was edited since it
    was looked at, DomainError where something stands in the way.
    """
    with transaction.atomic():
        # Plan, framework, version, person, placement: every writer takes locks in this order.
        hold_grading()
        plan = FactorPlan.objects.in_force()
        framework = Framework.objects.select_for_update().get(pk=version.framework_id)
        current = Version.objects.select_for_update(of=("self",)).filter(pk=version.pk).first()
        if current is not None and not current.is_draft:
            return current
        draft = _locked_draft(version)
        state = _check_ready(draft, seen)
        if Organisation.current().second_publisher:
            _check_second_person(draft, by)
        before = framework.versions.published()
        now = timezone.now()
        if before is not None:
            drop_index(before)
            before.state, before.retired_at = VersionState.RETIRED, now
            before.save(update_fields=["state", "retired_at"])
        # Reasons to findings that were mended since would tell readers of a lack that is not there.
        draft.parity_reasons.exclude(finding__in={answer.finding.key for answer in state.answers}).delete()
        # A level that came back, or that the version before no longer has, has no successor either.
        draft.successors.exclude(removed_key__in={item.key for item in state.removed}).delete()
        # So does HR's decision on a change that does not come about.
        draft.reorganisations.exclude(level_key__in={item.held.key for item in state.regrades}).delete()
        draft.state, draft.plan = VersionState.PUBLISHED, plan
        draft.published_at, draft.published_by = now, by
        draft.statement = statement_of(state.shape)
        draft.save(update_fields=["state", "plan", "published_at", "published_by", "statement"])
        index_version(draft)
        lock_people([item.held.key for item in state.regrades])
        for item in state.regrades:
            if item.decision is not None:
                carry_out(item.decision, item.level, today=timezone.localdate(now), by=by)
        trace(draft, by=by, verb="version.published", subject=_version(draft))
        return draft


def _locked_draft(version: Version) -> Version:
    draft = (
        Version.objects.select_for_update(of=("self",)).select_related("framework__owner").filter(pk=version.pk).first()
    )
    if draft is None:
        raise DomainError(_("This draft is no longer there: somebody discarded it."))
    if not draft.is_draft:
        raise DomainError(_("This version is published already."))
    return draft


def _check_ready(draft: Version, seen: int) -> Readiness:
    if draft.revision != seen:
        raise StaleError(
            _("The draft was edited since you looked at it. Look at the changes once more, then publish."),
            current=draft,
        )
    state = readiness(draft, today=timezone.localdate())
    if not state.ready:
        raise DomainError(" ".join(state.obstacles))
    return state


def _check_second_person(draft: Version, by: Any) -> None:
    if draft.asked_by_id is None or draft.asked_revision != draft.revision:
        raise DomainError(_("A second person has to confirm: ask for the publication first."))
    if why_not := why_not_confirm(draft, by):
        raise DomainError(why_not)


def why_not_confirm(draft: Version, by: Any) -> str:
    """Why this person cannot confirm a publication that was asked for, where a second person does; empty where they can. At most
    1 query."""
    return same_hands_text(by, draft.asked_by, _("You asked for this publication, so somebody else has to confirm it."))


def _version(version: Version) -> str:
    return _("version %(number)s") % {"number": version.number}
