"""Sign-in backend: by the address that HR gave; brings the user with employee and roles in one query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone

from ladders.core.statements import Statement

from .models import RoleGrant, SignInPolicy, User
from .sign_in_models import factor_marks

_brought: dict[str, Callable[[dt.date, dt.datetime], Combinable]] = {}


def bring(name: str, expression: Callable[[dt.date, dt.datetime], Combinable]) -> None:
    """Let every signed-in user carry `name`: an expression over the user's row, read in the same query as the user.

    For what every page must know of its reader and only a higher room can tell. `expression` takes today and now, as they
    are: the statement is kept, so a day or a moment worked out of them in Python would stay as it was.
    """
    _brought[name] = expression
    _reader.cache_clear()


@lru_cache(maxsize=1)
def _reader() -> Statement[User]:
    """Reads a user by id, today and now, with what every page must know of its reader: put together once."""
    return Statement(_readers, int, dt.date, dt.datetime)


def _readers(pk: int, today: dt.date, now: dt.datetime) -> QuerySet[User]:
    held = RoleGrant.objects.filter(user=OuterRef("pk")).order_by("pk")
    grants = held.values("role")
    scoped = grants.filter(~Q(legal_entities=[]) | ~Q(departments=[]))
    return (
        User.objects.filter(pk=pk)
        .select_related("employee")
        .annotate(
            role_names=ArraySubquery(grants),
            roles_since=ArraySubquery(held.values("granted_at")),
            scoped_role_names=ArraySubquery(scoped),
            _demand=Subquery(SignInPolicy.stored()),
            _factor_marks=ArraySubquery(factor_marks(OuterRef("pk"))),
            **{name: expression(today, now) for name, expression in _brought.items()},
        )
    )


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend, with the session's user read in a single query."""

    def get_user(self, user_id: int | str) -> User | None:
        """The active user of a session, with `employee`, `role_names` and `factor_marks`."""
        found = _reader().one(int(user_id), timezone.localdate(), timezone.now())
        return found if found and found.is_active and works_today(found) else None

    def user_can_authenticate(self, user: User) -> bool:
        """Neither a closed account nor that of somebody who does not work here yet or any more."""
        return bool(super().user_can_authenticate(user)) and works_today(user)

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        """allauth would ask its own list of addresses first, which nobody in HR keeps."""
        user: User | None = self._check_password(user_of(email), password)
        return user


def user_of(address: str) -> User | None:
    """Whose address it is, by what HR says: 1 query. The user's own field is the only place where addresses are kept."""
    return User.objects.select_related("employee").filter(email=address.strip().lower()).first()


def works_today(user: User) -> bool:
    """True from the person's first working day to the last one, imported as such or not; also without an employee."""
    employee = getattr(user, "employee", None)
    begun = not (employee and employee.hired_on) or employee.hired_on <= timezone.localdate()
    return begun and not has_left(user)


def has_left(user: User) -> bool:
    """True from the day after the person's last one: leavers keep their history and lose sign-in."""
    employee = getattr(user, "employee", None)
    return bool(employee and employee.left_on and employee.left_on < timezone.localdate())
