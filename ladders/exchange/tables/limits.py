"""How much of a file is taken in, so that no file can use up a machine. Generous for any real framework."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 50 * 1024 * 1024  # of one file
MAX_FILES: Final = 200
MAX_TOTAL_BYTES: Final = 100 * 1024 * 1024  # of all files of one import
MAX_UNZIPPED_BYTES: Final = 250 * 1024 * 1024  # of a workbook, whose parts are zipped
MAX_ROWS: Final = 150_000  # of one sheet
MAX_COLUMNS: Final = 1_000  # of one sheet, after blank edges are gone
MAX_CELLS: Final = 2_000_000  # of one file, filled ones
MAX_CELL_LENGTH: Final = 32_767  # characters; Excel's own limit
MAX_SHEETS: Final = 100
MAX_TEXT: Final = 100 * 1024 * 1024  # characters of all cells of a workbook
MAX_DOCUMENT_BYTES: Final = 10 * 1024 * 1024  # of YAML, JSON and Markdown
MAX_NODES: Final = (
    300_000  # values of a document: as written, counted before it is built, and after its aliases are followed
)
MAX_DEPTH: Final = 40  # of nesting in a document
READ_SECONDS: Final = 60  # for one file, at most
READ_SECONDS_AT_MOST: Final = 300  # for all files of one import
READ_SECONDS_AT_LEAST: Final = 10
READ_BYTES_A_SECOND: Final = 500_000  # a file gets a second more for each
READ_MEMORY: Final = 1536 * 1024 * 1024  # bytes of address space for reading the files of one import
MAX_NOTED: Final = 200  # problems of one kind that are listed one by one
