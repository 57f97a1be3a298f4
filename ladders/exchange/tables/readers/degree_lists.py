"""Lists of degrees, one for each step: `levels: {analyst: [1, 2, 3]}` is a track for each name, a level for each number."""

from __future__ import annotations

from dataclasses import dataclass, field

from ladders.core.sentences import gettext as _

from ..entries import Entry
from ..sheets import is_number
from .outline import CONTAINERS, key_of


@dataclass
class DegreeLists:
    """The lists that were found in a document, by the roles they are about."""

    roles: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)  # what stands among degrees and is no number

    def spread(self, skill: Entry) -> None:
        """Write the lists of a competency out as tracks with levels."""
        for key, inner in list(skill.items()):
            lists = list(inner.values()) if isinstance(inner, Entry) and CONTAINERS.get(key_of(key)) else []
            if not lists or not all(_are_degrees(item) for item in lists):
                continue
            tracks = []
            for role, degrees in inner.items():
                line = inner.lines.get(role, inner.line)
                levels = [
                    Entry(line, {"number": str(step), "proficiency": degree if is_number(degree, 2) else "-"})
                    for step, degree in enumerate(map(str, degrees), start=1)
                ]
                tracks.append(Entry(line, {"name": role, "levels": levels}))
                self.roles.append(f"“{role}”")
                self.odd += [f"“{degree}”" for degree in degrees if not is_number(degree, 2)]
            del skill[key]
            skill["tracks"] = tracks

    @property
    def told(self) -> str:
        """How they were read, as the rest of a sentence that begins with the file's name; "" for none."""
        if not self.roles:
            return ""
        text = _(
            "lists numbers under %(roles)s: each list was read as the degrees of one career step after the "
            "other, on a track of that name."
        ) % {"roles": ", ".join(dict.fromkeys(self.roles))}
        if self.odd:
            odd = ", ".join(dict.fromkeys(self.odd))
            return _("%(text)s %(odd)s among them is no degree, so nothing is asked there.") % {
                "text": text,
                "odd": odd,
            }
        return text


def _are_degrees(value: object) -> bool:
    """Whether a value is a list of short scalars, most of them numbers."""
    if (
        not isinstance(value, list)
        or len(value) < 2
        or not all(isinstance(item, str) and len(item) <= 4 for item in value)
    ):
        return False
    return sum(is_number(item, 2) for item in value) >= 0.3 * len(value)
