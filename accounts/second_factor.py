"""Of whom a second factor is demanded, and from which moment on. Pure.

What the organisation has set comes as plain data: `{"demanded": {role: since}, "grace_days": days}`, where `since` is an ISO
moment, or None for what was so from the beginning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .roles import Role

DEFAULT_ROLES: Final = (
    Role.HR_ADMIN,
    Role.COMPENSATION_ANALYST,
    Role.PAY_EQUITY_ANALYST,
    Role.SYSTEM_ADMINISTRATOR,
)
DEFAULT_GRACE_DAYS: Final = 14
LONGEST_GRACE: Final = 60
FACTORS: Final = ("totp", "webauthn")  # recovery codes alone are none: they replace one of these for once


def default_demanded() -> dict[str, str | None]:
    """Whoever sees what people are paid, or changes how the place is kept."""
    return {role.value: None for role in DEFAULT_ROLES}


@dataclass(frozen=True, slots=True)
class FactorDemand:
    """Which roles need a second factor since when, and how many days their holders have to set one up."""

    demanded: Mapping[str, str | None]
    grace_days: int

    @classmethod
    def read(cls, data: Mapping[str, Any] | None) -> FactorDemand:
        """As it is stored; the defaults where nothing was set yet."""
        if data is None:
            return cls(default_demanded(), DEFAULT_GRACE_DAYS)
        return cls(data["demanded"], data["grace_days"])

    def due(self, held: Mapping[str, dt.datetime]) -> dt.datetime | None:
        """From when on somebody with these roles (role → since when) comes in by a second factor alone; None: never."""
        grace = dt.timedelta(days=self.grace_days)
        return min(
            (self._since(role, given) + grace for role, given in held.items() if role in self.demanded), default=None
        )

    def changed(self, roles: Collection[str], grace_days: int, now: dt.datetime) -> FactorDemand:
        """Another one for these roles; a role that is new here begins now."""
        since = {role: self.demanded.get(role, now.isoformat()) for role in Role.values if role in roles}
        return FactorDemand(since, grace_days)

    def loosened_by(self, other: FactorDemand) -> bool:
        """True where `other` asks less of anybody."""
        return bool(set(self.demanded) - set(other.demanded)) or other.grace_days > self.grace_days

    def _since(self, role: str, given: dt.datetime) -> dt.datetime:
        since = self.demanded[role]
        return max(given, dt.datetime.fromisoformat(since)) if since else given


def is_second_factor(mark: str) -> bool:
    """Whether a mark such as "totp:7" stands for one that is asked for at sign-in."""
    return mark.partition(":")[0] in FACTORS
