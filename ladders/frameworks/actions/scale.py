"""The proficiency scale of a draft: names, descriptions, how many steps. Steps come and go at the upper end only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.core.errors import DomainError, StaleError

from ..models import Expectation, ProficiencyStep, Version
from .base import editing, trace

FEWEST, MOST = 2, 9


class StepInUse(DomainError):
    """The step that should go is asked for by `count` expectations."""

    def __init__(self, sentence: str, count: int) -> None:
        super().__init__(sentence)
        self.count = count


def fingerprint(steps: Iterable[ProficiencyStep]) -> str:
    """What an editor of the scale saw, in a few characters: changes with every name, description and step."""
    content = "\x1e".join(f"{step.number}\x1f{step.name}\x1f{step.description}" for step in steps)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def save_scale(*, version: Version, steps: Sequence[tuple[str, str]], seen: str, by: Any) -> bool:
    """Give the steps these names and descriptions, lowest first; more of them than there are adds steps at the top.

    False where they have them already. Raises StaleError where the scale is not the one `seen` any more, DomainError for
    a missing or double name, or too many steps.
    """
    names = [" ".join(name.split()) for name, _description in steps]
    if not all(names):
        raise DomainError(_("Every step needs a name."))
    if len({name.casefold() for name in names}) < len(names):
        raise DomainError(_("Two steps have the same name. Names tell the steps apart."))
    if len(steps) > MOST:
        raise DomainError(_("A scale has at most %(most)s steps: more cannot be told apart.") % {"most": MOST})
    with editing(version.pk) as draft:
        rows = list(draft.steps.all())
        before = [(row.name, row.description) for row in rows]
        after = list(zip(names, (description.strip() for _name, description in steps), strict=True))
        if before == after:
            return False
        if fingerprint(rows) != seen:
            raise StaleError(_("Somebody else changed the scale while you were editing. Compare and save again."))
        if len(after) < len(rows):
            raise DomainError(_("Steps are removed one by one from the top."))
        for row, (name, description) in zip(rows, after, strict=False):
            if (row.name, row.description) != (name, description):
                row.name, row.description = name, description
                row.save()
        ProficiencyStep.objects.bulk_create(
            ProficiencyStep(version=draft, number=number, name=name, description=description)
            for number, (name, description) in enumerate(after[len(rows) :], start=len(rows) + 1)
        )
        trace(
            draft,
            by=by,
            verb="scale.changed",
            subject=_("proficiency scale"),
            detail={"steps": [", ".join(name for name, _d in before), ", ".join(names)]},
        )
    return True


def remove_top_step(*, version: Version, number: int, by: Any, lower: bool = False) -> int:
    """Take the highest step away; returns how many expectations were lowered to the step below.

    Raises StepInUse while expectations ask for it, unless `lower` says that they go one step down; DomainError where
    step `number` is not the highest (any more) or the scale would become too short.
    """
    with editing(version.pk) as draft:
        top = draft.steps.last()
        if top is None or top.number != number:
            raise DomainError(_("The scale has changed meanwhile. Look at it again."))
        if number <= FEWEST:
            raise DomainError(_("A scale needs at least %(fewest)s steps.") % {"fewest": FEWEST})
        used = Expectation.objects.filter(version=draft, proficiency=number)
        count = used.count()
        if count and not lower:
            raise StepInUse(
                ngettext(
                    "%(count)s expectation asks for “%(name)s”. It would have to go one step down first.",
                    "%(count)s expectations ask for “%(name)s”. They would have to go one step down first.",
                    count,
                )
                % {"count": count, "name": top.name},
                count,
            )
        used.update(proficiency=number - 1, revision=F("revision") + 1)
        trace(
            draft,
            by=by,
            verb="scale.shortened",
            subject=top.name,
            detail={"expectations lowered": ["", str(count)]},
        )
        top.delete()
        return count
