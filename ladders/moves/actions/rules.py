"""Writing the rules of moves: a new version each time, refused where it would ask more than a promotion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.audit import record
from ladders.core.errors import DomainError, StaleError
from ladders.core.plain_words import refuse_words_of_loss
from ladders.frameworks.models import Framework
from ladders.impact.domain.headcount import find, find_people_management

from ..domain.fairness import Place, Refusal, between, flaws, refused
from ..domain.policy import MEASURES, PolicyShape
from ..models import MovePolicy, PolicyStep
from ..queries.requests import rules_in_force
from ..text.policy_labels import difference_text


class UnfairError(DomainError):
    """These rules would ask more of somebody than a promotion. `refusals` has both sides."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(
            _("Not saved: a step back, a lateral move, a return or a try-out asks no more than a promotion.")
        )
        self.refusals = refusals


def save_rules(*, policy: PolicyShape, seen: int, by: Any) -> bool:
    """Put new rules into force where `policy.kind` and `policy.framework` say; False where they say that already.

    `seen` is the number of the rules that hold in that very place, as the editor saw it (0: none). Raises UnfairError with
    both sides, StaleError where somebody else was first, DomainError where the rules cannot be followed.
    """
    if wrong := flaws(policy):
        raise DomainError(" ".join(flaw.label for flaw in wrong))
    check_evidence(policy.evidence)
    place: Place = (policy.kind, policy.framework)
    with transaction.atomic():
        rules, rows = _locked()
        old = rows.get(place)
        if (old.number if old else 0) != seen:
            raise StaleError(
                _("Somebody else changed these rules meanwhile. Look at them, and make your change again.")
            )
        if old is not None and not between(policy, rules[place]):
            return False
        if unfair := refused(rules, place, policy):
            raise UnfairError(unfair)
        _check_place(policy)
        number = _next_number(place)
        now = timezone.now()
        if old is not None:
            old.replaced_at = now
            old.save(update_fields=["replaced_at"])
        row = _insert(policy, number, now, by)
        everywhere = rules[(policy.kind, None)]
        detail = {each.field: difference_text(each) for each in between(policy, rules.get(place, everywhere))}
        record(by=by, verb="moves.rules.changed", subject=_named(row), subject_key=policy.kind.value, detail=detail)
    return True


def check_evidence(lines: Sequence[str]) -> None:
    """Raises DomainError for what cannot be asked to be shown: a move is open on every track, to whoever leads nobody."""
    refuse_words_of_loss("\n".join(lines))
    for line in lines:
        if found := find_people_management(line) or find(line):
            raise DomainError(
                _(
                    "These rules hold for every track: “%(words)s” asks for people to lead or counts what somebody holds, and a"
                    " move is open without either. Say what the work achieves."
                )
                % {"words": found[0].words}
            )


def end_own_rules(*, kind: MoveKind, framework: Framework, by: Any) -> bool:
    """Let the rules of everywhere hold in a framework again; False where they do. Raises UnfairError with both sides."""
    with transaction.atomic():
        rules, rows = _locked()
        row = rows.get((kind, framework.pk))
        if row is None:
            return False
        if unfair := refused(rules, (kind, framework.pk), None):
            raise UnfairError(unfair)
        row.replaced_at = timezone.now()
        row.save(update_fields=["replaced_at"])
        record(by=by, verb="moves.rules.ended", subject=_named(row), subject_key=kind.value)
    return True


def _locked() -> tuple[dict[Place, PolicyShape], dict[Place, MovePolicy]]:
    """The rules in force, which nobody else changes now: first locked, then read anew, because rows may be new."""
    list(MovePolicy.objects.current().order_by("pk").select_for_update().values_list("pk"))
    return rules_in_force()


def _check_place(policy: PolicyShape) -> None:
    """A framework has rules of its own once people can read it."""
    if policy.framework and not Framework.objects.published().filter(pk=policy.framework).exists():
        raise DomainError(_("Publish the framework first; then it can have rules of its own."))


def _next_number(place: Place) -> int:
    rows = MovePolicy.objects.filter(kind=place[0], framework=place[1])
    return (rows.order_by("-number").values_list("number", flat=True).first() or 0) + 1


def _insert(policy: PolicyShape, number: int, now: Any, by: Any) -> MovePolicy:
    row = MovePolicy.objects.create(
        kind=policy.kind.value,
        framework_id=policy.framework,
        number=number,
        length=len(policy.steps),
        evidence=list(policy.evidence),
        pay_rule=policy.pay_rule.value,
        made_at=now,
        made_by=by,
        **{name: getattr(policy, name) for name in MEASURES},
    )
    PolicyStep.objects.bulk_create(
        PolicyStep(
            policy=row,
            position=position,
            deed=step.deed.value,
            decider=step.decider.value,
            group_id=step.group,
            days=step.days,
            weeks=step.weeks,
        )
        for position, step in enumerate(policy.steps, start=1)
    )
    return row


def _named(row: MovePolicy) -> str:
    where = row.framework.name if row.framework else _("everywhere")
    return f"{row.get_kind_display()}, {where}"
