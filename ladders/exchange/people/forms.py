"""The form of a people import."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..tables.sheets import fold
from ..uploads.correction_form import DATES, CorrectionForm
from ..uploads.forms import FileForm
from .fields import PeopleField
from .unknown_fields import UnknownFields
from .words import FIELD_WORDS


class PeopleUploadForm(FileForm):
    """The file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = _("As the HR system exports it: csv, tsv, xlsx, ods, JSON or YAML.")


class PeopleCorrectionForm(CorrectionForm):
    """What each column of a people file means, and in which manner days, managers, names and numbers are written."""

    words = {each.value: FIELD_WORDS[each.value] for each in PeopleField if each.value in FIELD_WORDS}
    manners = {
        "dates": DATES,
        "managers": (
            _("Managers are given by"),
            [("", _("whichever fits")), ("number", _("number")), ("email", _("email")), ("name", _("name"))],
        ),
        "names": (
            _("“Lead, Ann” is"),
            [("", _("as all rows tell")), ("last_first", _("Ann Lead")), ("as_written", _("a name as it stands"))],
        ),
        "zeros": (
            _("17 and 00017 are"),
            [("", _("one person, if the names agree")), ("same", _("one person")), ("count", _("two people"))],
        ),
    }

    def __init__(
        self,
        columns: list[dict[str, Any]],
        mapping: dict[str, Any],
        *args: Any,
        report: dict[str, Any] | None = None,
        by: Any = None,
        **kwargs: Any,
    ) -> None:
        """`report`: the last reading, whose unknown managers and levels are asked about. `by`: who answers."""
        level, rule = PeopleField.LEVEL.value, set(map(fold, mapping.get("levels", {}).get("columns", ())))
        # The mapping's rule of levels may take several columns: those that it alone reads are not asked about.
        self.by_rule = {fold(each["heading"]) for each in columns if each["field"] == level} & rule
        super().__init__(columns, mapping, *args, **kwargs)
        self.unknown = UnknownFields(mapping, report or {}, by)
        self.fields.update(self.unknown.fields)
        self.style()

    def is_asked(self, column: dict[str, Any]) -> bool:
        """All but those that the rule of levels alone reads."""
        return fold(column["heading"]) not in self.by_rule

    @property
    def mapping(self) -> dict[str, Any]:
        """What was chosen; the columns of the rule of levels stay as they were."""
        said = super().mapping
        kept = {name: field for name, field in self.before.get("columns", {}).items() if fold(name) in self.by_rule}
        return self.unknown.mapping(said, self.cleaned_data) | {"columns": kept | said["columns"]}
