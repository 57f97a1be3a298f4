"""Sign-in backend: by email through allauth; brings the user with employee and roles in one query."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.expressions import Combinable
from django.utils import timezone

from .models import RoleGrant, User

_brought: dict[str, Callable[[], Combinable]] = {}


def bring(name: str, expression: Callable[[], Combinable]) -> None:
    """Let every signed-in user carry `name`: an expression over the user's row, read in the same query as the user.

    For what every page must know of its reader and only a higher room can tell.
    """
    _brought[name] = expression


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's backend, with the session's user read in a single query."""

    def get_user(self, user_id: int | str) -> User | None:
        """The active user of a session, with `employee` and `role_names`."""
        grants = RoleGrant.objects.filter(user=OuterRef("pk")).values("role")
        scoped = grants.filter(~Q(legal_entities=[]) | ~Q(departments=[]))
        users = User.objects.select_related("employee").annotate(
            role_names=ArraySubquery(grants),
            scoped_role_names=ArraySubquery(scoped),
            **{name: expression() for name, expression in _brought.items()},
        )
        found = users.filter(pk=user_id).first()
        return found if found and found.is_active and not has_left(found) else None

    def user_can_authenticate(self, user: User) -> bool:
        """Neither a closed account nor that of somebody whose last day is over, imported yet or not."""
        return bool(super().user_can_authenticate(user)) and not has_left(user)


def has_left(user: User) -> bool:
    """True from the day after the person's last one: leavers keep their history and lose sign-in."""
    employee = getattr(user, "employee", None)
    return bool(employee and employee.left_on and employee.left_on < timezone.localdate())
