"""Versions out of the database and into files: the only module of the way out that knows Django."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from ladders.frameworks.models import Version
from ladders.frameworks.queries.snapshot import snapshot_of

from .formats.formats import Format
from .formats.source import ExportSource, source_from
from .formats.write import write


def export(version: Version, format: Format, *, private: bool) -> tuple[str, bytes]:
    """Name and content of the file. Framework and owner should be joined; a published version that is kept needs no query.

    `private`: with evaluators and notes of evaluations, which only who may edit or evaluate sees. Raises DomainError
    where the format cannot hold what the version says.
    """
    return file_name(version, format), write(source_of(version, private=private), format, guide())


def source_of(version: Version, *, private: bool) -> ExportSource:
    """The version, ready to go out: 16 queries, none for a published version that is kept."""
    snapshot = snapshot_of(version)
    return source_from(
        snapshot.shape,
        snapshot.plan,
        slug=version.framework.slug,
        revision=version.revision,
        note=snapshot.note,
        published=timezone.localdate(version.published_at) if version.published_at else None,
        private=private,
    )


def file_name(version: Version, format: Format) -> str:
    """`engineering-v3.xlsx`; a draft says so. The slug has only letters, digits and dashes."""
    draft = "draft-" if version.is_draft else ""
    return f"{version.framework.slug}-{draft}v{version.number}.{format.suffix}"


def guide() -> list[tuple[str, str]]:
    """What the first sheet of a workbook says."""
    return [
        (
            _("What this is"),
            _(
                "A career framework from Ladders. Change it here and send it back: what you leave alone comes back as it was."
            ),
        ),
        (_("Send it back"), _("Save it as .xlsx and import it. You see every change before anything is written.")),
        (_("Framework"), _("Name, summary, the steps of proficiency, and the tracks in their order.")),
        (
            _("Competencies"),
            _(
                "Names, groups and descriptions. A new competency is a new row below its group. Rename one here, not on "
                "the sheets of the tracks."
            ),
        ),
        (
            _("A sheet for each track"),
            _(
                "Competencies down, levels across. Each level has what is expected, the proficiency to choose from a list, "
                "whether it adds to the level before, and examples. Columns that nobody uses are folded away: open them "
                "with the plus sign above them."
            ),
        ),
        (
            _("A new level"),
            _(
                "Copy the four columns of a level, insert them where the new one belongs, and give it a code and a title."
            ),
        ),
        (
            _("A new track"),
            _(
                "Copy the sheet of another track, change it, and add its name and kind to the tracks on sheet Framework."
            ),
        ),
        (
            _("Grades"),
            _(
                "A grade with a source is taken as it stands. A grade that was evaluated comes from the degrees on sheet "
                "Evaluation: change those."
            ),
        ),
        (
            _("Please leave alone"),
            _(
                "The hidden first row and first column of each sheet, and the hidden sheet. They tell which row and column "
                "is which, also after renaming."
            ),
        ),
    ]
