"""Tables of this room."""

from .files import ReasonFile
