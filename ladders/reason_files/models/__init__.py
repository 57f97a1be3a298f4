"""Tables of this room."""

from .files import ReasonFile

__all__ = ["ReasonFile"]
