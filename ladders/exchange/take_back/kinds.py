"""Every kind of import that can be taken back, by the name of its page's address."""

from __future__ import annotations

from typing import Any

from .bands import TakeBackBands
from .frameworks import TakeBackFrameworks
from .people import TakeBackPeople
from .salaries import TakeBackSalaries
from .shapes import TakeBack

TAKE_BACKS: dict[str, TakeBack[Any]] = {
    kind.page: kind for kind in (TakeBackPeople(), TakeBackSalaries(), TakeBackBands(), TakeBackFrameworks())
}
