"""Tables of this room."""

from .copies import PersonalCopy
from .erasure import Erasure, ErasureState
from .retention import RetentionTime
