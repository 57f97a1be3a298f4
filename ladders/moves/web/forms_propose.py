"""A manager's proposal: a level, and from when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from ladders.careers.domain.move_kinds import kind_of
from ladders.core.inputs import day_input
from ladders.frameworks.models import Level
from ladders.placements.choices import label, open_levels

from ..actions.drafts import PROPOSABLE
from ..actions.kinds import rung
from ..queries.return_rights import held_rights


def levels_for(person: Employee, here: Level, today: dt.date) -> list[Level]:
    """Published levels to which a promotion or a lateral move leads from `here`, one's own framework first: 2 queries.

    Levels to which the person has a right of return are left out: whether it is used is theirs alone to say.
    """
    if here.grade is None:
        return []
    own = rung(here)
    kept = {key for held in held_rights(person, today) for key in held.right.levels}
    found = [
        level
        for level in open_levels()
        if level.grade_id is not None
        and level.key != here.key
        and level.key not in kept
        and kind_of(own, rung(level)) in PROPOSABLE
    ]
    return sorted(found, key=lambda level: level.version.framework_id != here.version.framework_id)


class ProposeForm(forms.Form):
    """Which level, and from when."""

    level = forms.TypedChoiceField(label=_("Level"))
    wished_on = forms.DateField(
        label=_("From when"),
        required=False,
        widget=day_input(),
        help_text=_("The person can change it before accepting."),
    )

    def __init__(self, *args: Any, levels: Sequence[Level], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = {str(level.key): level for level in levels}
        field = self.fields["level"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("Choose a level")), *((key, label(level)) for key, level in self.levels.items())]
        field.coerce = lambda key: self.levels[key]
