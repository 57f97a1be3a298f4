"""One call for any file, and one for several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ladders.core.sentences import gettext as _
from ladders.exchange.frameworks_in.build.draft import DraftFramework
from ladders.exchange.round_trip.build import Returned

from .. import limits
from ..entries import Entry
from ..errors import ExchangeError
from ..sheets import LeftOut, OmissionReason, Place, Problem, Severity, Table, warning
from .companions import find_companions
from .csv_reader import read_delimited
from .documents import read_document, table_of
from .kinds import FileKind, kind_of
from .text import decode
from .workbook import read_workbook


@dataclass
class FileRead:
    """What came out of one or several files."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    read: list[str] = field(default_factory=list)  # names of the files that gave a table or a framework
    returned: list[DraftFramework] = field(default_factory=list)  # from files that this product wrote


def _read_together(names: list[str], root: Entry) -> FileRead:
    """The table of files that name each other's parts, as one file with all their names."""
    *most, last = names
    name = (
        f"{', '.join(most)} and {last}"
        if len(names) < 5
        else _("%(name)s and %(count)s more") % {"name": names[0], "count": len(names) - 1}
    )
    table, problems = table_of(name, [root])
    said = _("%(name)s name each other’s parts by ids, so they were read as one document.") % {"name": name}
    return FileRead([table], [warning(Place(name), said), *problems], read=names)


def read_file(name: str, data: bytes, *, ours: bool = False) -> FileRead:
    """The tables of one file. Raises ExchangeError with a sentence for the person.

    `ours`: a file that this product wrote comes back as a framework, exactly as it was; without, it is a table as any other.
    """
    if len(data) > limits.MAX_BYTES:
        raise ExchangeError(
            _(
                "%(name)s has %(size)s MB; at most %(most)s MB are read. Remove pictures and sheets that "
                "are not needed, or save the sheet as CSV."
            )
            % {"name": name, "size": f"{len(data) / 2**20:,.0f}", "most": limits.MAX_BYTES // 2**20},
            Place(name),
        )
    kind = kind_of(name, data)
    result = FileRead()
    if kind is FileKind.WORKBOOK:
        book = read_workbook(name, data, ours=ours)
        result.tables, result.problems, result.left_out = book.tables, book.problems, book.left_out
        result.returned = [book.returned.framework] if book.returned else []
    else:
        _read_text(result, name, data, kind, ours)
    if result.returned or any(table.rows for table in result.tables):
        result.read.append(name)
    elif not result.problems:
        raise ExchangeError(_("%(name)s is empty. Choose another.") % {"name": name}, Place(name))
    return result


def _read_text(result: FileRead, name: str, data: bytes, kind: FileKind, ours: bool) -> None:
    text, result.problems = decode(name, data)
    found: list[Table] | Returned
    if kind in (FileKind.CSV, FileKind.TSV):
        one = read_delimited(name, text, "\t" if kind is FileKind.TSV else "", ours=ours)
        found = one if isinstance(one, Returned) else [one]
        problems = one.problems if isinstance(one, Returned) else []
    else:
        found, problems = read_document(name, text, kind, ours=ours)
    result.problems.extend(problems)
    if isinstance(found, Returned):
        result.returned = [found.framework]
    else:
        result.tables = [table for table in found if table.rows or kind in (FileKind.CSV, FileKind.TSV)]


def read_files(files: Iterable[tuple[str, bytes]], *, ours: bool = False, expected: str = "") -> FileRead:
    """The tables of several files. `expected`: what is looked for where it is no framework, as in “salaries: a table with …”.

    A file that cannot be read becomes a problem, and the others are still read. It is an error only where nothing else
    was read: one broken file of many is said and left out.
    """
    result = FileRead()
    unread: list[Problem] = []
    total = 0
    files = list(files)
    companions = {each.places[0]: each for each in find_companions(files[: limits.MAX_FILES])}
    joined = {place for each in companions.values() for place in each.places}
    for count, (name, data) in enumerate(files, start=1):
        total += len(data)
        if count > limits.MAX_FILES or total > limits.MAX_TOTAL_BYTES:
            result.problems.append(
                Problem.at(
                    Place(name),
                    _(
                        "%(name)s and what follows was not read: at most %(max_files)s files with together "
                        "%(size)s MB are read at once. Import them in parts."
                    )
                    % {"name": name, "max_files": limits.MAX_FILES, "size": limits.MAX_TOTAL_BYTES // 2**20},
                )
            )
            break
        try:
            if count - 1 in companions:
                one = _read_together(
                    [files[place][0] for place in companions[count - 1].places], companions[count - 1].root
                )
            elif count - 1 in joined:
                continue
            else:
                one = read_file(name, data, ours=ours)
        except ExchangeError as error:
            wanted = _("%(name)s holds no table of %(expected)s.") % {"name": name, "expected": expected}
            unread.append(replace(error.problem, message=wanted) if expected and error.of_frameworks else error.problem)
            continue
        result.tables.extend(one.tables)
        result.problems.extend(one.problems)
        result.left_out.extend(one.left_out)
        result.read.extend(one.read)
        result.returned.extend(one.returned)
    if result.read:
        result.left_out += [
            LeftOut(Place(item.file, row=item.row), OmissionReason.UNREADABLE, item.message) for item in unread
        ]
        unread = [replace(item, severity=Severity.WARNING) for item in unread]
    result.problems[:0] = unread
    return result
