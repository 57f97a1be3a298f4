"""What a page shows before an import is taken back, and what each kind of import knows how to do."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from ladders.core.permissions import Permission

from ..models import OwnUpload, Upload
from ..retention_kinds import kept_days

AnyUpload = TypeVar("AnyUpload", bound=Upload | OwnUpload)
WITHIN = dt.timedelta(days=7)  # after it was taken in
NAMED = 20  # that are named of a group


@dataclass(frozen=True, slots=True)
class SentenceWithNames:
    """A heading or a sentence, whom or what it is about (the first few), and how many that are."""

    said: str
    names: tuple[str, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.names)


def named(said: Any, names: Iterable[str]) -> SentenceWithNames | None:
    """The first of these names in their order; None where there are none."""
    found = sorted(names)
    return SentenceWithNames(str(said), tuple(found[:NAMED]), len(found)) if found else None


@dataclass(slots=True)
class BackPlan:
    """What would go back, and what hinders. `marks`: whom it is about, for the audit trail; `counts` of what goes back."""

    groups: list[SentenceWithNames] = field(default_factory=list)
    hindrances: list[SentenceWithNames] = field(default_factory=list)
    marks: Collection[str] = ()
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, said: Any, names: Iterable[str]) -> None:
        """A group of what goes back, where there is any."""
        if group := named(said, names):
            self.groups.append(group)

    def hinder(self, said: Any, names: Iterable[str]) -> None:
        """A reason why it cannot be, where there is anybody."""
        if group := named(said, names):
            self.hindrances.append(group)


class TakeBack(ABC, Generic[AnyUpload]):
    """What one kind of import needs to be taken back. Everything runs inside the transaction of `actions.take_back`."""

    model: type[AnyUpload]
    permission: ClassVar[Permission]
    verb: ClassVar[str]  # of the audit entry
    page: ClassVar[str]  # name of the upload's address

    def lock(self, upload: AnyUpload) -> None:
        """Hold off whoever would write the same rows meanwhile."""

    @abstractmethod
    def look(self, upload: AnyUpload, by: Any) -> BackPlan:
        """What would go back, and what hinders; the number of queries does not depend on the number of rows."""

    @abstractmethod
    def write(self, upload: AnyUpload, by: Any) -> None:
        """Put it back; `look` found nothing that hinders."""

    def afterwards(self) -> None:
        """What follows when all is written and committed."""


def until(upload: Upload | OwnUpload) -> dt.datetime | None:
    """When it can no longer be taken back; None where it never could: it was written before anything was remembered. 1 query."""
    if upload.applied_at is None or upload.history is None:
        return None
    return min(upload.applied_at + WITHIN, upload.created_at + dt.timedelta(days=kept_days()))
