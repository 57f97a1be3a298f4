"""What a preview says, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from ladders.frameworks.enums import GROUP_KINDS, TRACK_KINDS

from ..merge.changes import ChangeReason, Verdict

FIELDS = {
    "summary": gettext_lazy("in one line"),
    "statement": gettext_lazy("statement"),
    "scale": gettext_lazy("proficiency scale"),
    "kind": gettext_lazy("kind"),
    "name": gettext_lazy("name"),
    "tagline": gettext_lazy("in a few words"),
    "purpose": gettext_lazy("purpose"),
    "code": gettext_lazy("code"),
    "title": gettext_lazy("title"),
    "scope": gettext_lazy("scope"),
    "track": gettext_lazy("track"),
    "group": gettext_lazy("group"),
    "grade": gettext_lazy("grade"),
    "source": gettext_lazy("source of the grade"),
    "ratings": gettext_lazy("degrees"),
    "description": gettext_lazy("description"),
    "proficiency": gettext_lazy("proficiency"),
    "builds": gettext_lazy("adds to the level before"),
    "descriptor": gettext_lazy("text"),
    "examples": gettext_lazy("examples"),
    "links": gettext_lazy("learning links"),
    "order_tracks": gettext_lazy("order of the tracks"),
    "order_levels": gettext_lazy("order of the levels"),
    "order_groups": gettext_lazy("order of the groups"),
    "order_competencies": gettext_lazy("order of the competencies"),
}
EXPLAINED = {
    Verdict.CONFLICT: gettext_lazy(
        "The file and the draft say different things. The draft's stays unless you choose the file's."
    ),
    Verdict.UPDATED: gettext_lazy("Only the file changed these, so they are taken."),
    Verdict.CREATED: gettext_lazy("These are in the file and not here yet."),
    Verdict.KEPT: gettext_lazy("Only the draft changed these, so they stay."),
    Verdict.MISSING: gettext_lazy("These are here and not in the file. Nothing is ever deleted by an import."),
    Verdict.DELETED: gettext_lazy(
        "These were deleted here and the file still has them. They stay deleted unless you choose the file's: then they come "
        "back with everything that the file says of them."
    ),
    Verdict.LEFT: gettext_lazy("These are in the file and not taken in, each with the reason."),
    Verdict.UNCHANGED: gettext_lazy("The file and the draft say the same."),
}
DONE = {
    Verdict.CREATED: ngettext_lazy("%(count)s new", "%(count)s new", "count"),
    Verdict.UPDATED: ngettext_lazy("%(count)s change in the file", "%(count)s changes in the file", "count"),
    Verdict.KEPT: ngettext_lazy("%(count)s change in the draft", "%(count)s changes in the draft", "count"),
    Verdict.CONFLICT: ngettext_lazy("%(count)s changed in both", "%(count)s changed in both", "count"),
    Verdict.MISSING: ngettext_lazy("%(count)s not in the file", "%(count)s not in the file", "count"),
    Verdict.DELETED: ngettext_lazy("%(count)s deleted here", "%(count)s deleted here", "count"),
    Verdict.LEFT: ngettext_lazy("%(count)s left out", "%(count)s left out", "count"),
    Verdict.UNCHANGED: ngettext_lazy("%(count)s unchanged", "%(count)s unchanged", "count"),
}
_NAMED = dict([*TRACK_KINDS, *GROUP_KINDS])


def value_of(field: str, text: str) -> str:
    """A value as a person reads it."""
    return str(_NAMED.get(text, text)) if field == "kind" else text


def summed(counts: dict[str, int]) -> str:
    """`3 new, 1 change in the file, 2 unchanged`; what did not occur is not named."""
    return ", ".join(DONE[verdict] % {"count": counts[verdict]} for verdict in Verdict if counts.get(verdict))


def sentence(entry: Any) -> str:
    """What became of an entry, as one sentence for a shell."""
    name = " ".join(filter(None, (entry.name, f"({FIELDS[entry.field]})" if entry.field else "")))
    if entry.message:
        return str(entry.message)
    if entry.verdict == Verdict.CONFLICT:
        return _("%(name)s says something else in the draft and in the file. The draft's was kept.") % {"name": name}
    if entry.verdict == Verdict.MISSING:
        return _("%(name)s is not in the file. It was kept.") % {"name": name}
    if entry.verdict == Verdict.DELETED:
        return _("%(name)s was deleted here and stays deleted. Choose it in the browser to bring it back.") % {
            "name": name
        }
    return f"{name}: {ChangeReason(entry.why).label}" if entry.why else name
