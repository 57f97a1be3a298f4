"""What gathers about a file of people, salaries or bands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ladders.core.sentences import gettext as _

from .limits import MAX_NOTED
from .sheets import Place, Problem, Severity


@dataclass
class Problems:
    """Problems of a file. Of one kind, so many are listed one by one, and the others counted."""

    file: str
    sheet: str = ""
    listed: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(
        self, kind: str, row: int | None, message: str, severity: Severity = Severity.ERROR, *, column: str = ""
    ) -> bool:
        """Note one; `kind` groups those that are alike, `column` is its letters. False where there are so many that it is
        only counted."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        if self.counts[kind] <= MAX_NOTED:
            self.listed.append(Problem.at(Place(self.file, self.sheet, row, column), message, severity))
        elif self.counts[kind] == MAX_NOTED + 1:
            self.listed.append(
                Problem.at(
                    Place(self.file, self.sheet),
                    _("%(file)s: and more like these; fix them first.") % {"file": self.file},
                    severity,
                )
            )
        return self.counts[kind] <= MAX_NOTED

    def note(self, message: str, row: int | None = None) -> None:
        """Say what was guessed, so that a person can look at it; it stops nothing."""
        self.add(message, row, message, Severity.WARNING)

    def refuse_doubts(self, doubts: Iterable[str]) -> None:
        """Refuse what looks wrong, until a person says that it is meant; nothing where there are no doubts."""
        for sentence in doubts:
            self.add("doubt", None, f"{self.file}: {sentence}", Severity.WARNING)
        if self.counts.get("doubt"):
            self.add(
                "doubts",
                None,
                _("%(file)s: fix what looks wrong, or say that it is meant (--sure).") % {"file": self.file},
            )

    @property
    def refused(self) -> bool:
        """True when an error stops the writing."""
        return any(problem.severity is Severity.ERROR for problem in self.listed)
