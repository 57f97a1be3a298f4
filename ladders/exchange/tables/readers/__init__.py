"""From files to tables: bytes in, `Table`s of text cells out, or a sentence that says what is wrong."""

from .files import FileRead, read_file
from .limited_process import read_files

__all__ = ["FileRead", "read_file", "read_files"]
