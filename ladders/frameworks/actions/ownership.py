"""Who may be made the accountable owner of a framework, and by whom: owners publish, so this is a permission given."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee, User
from ladders.core.errors import DomainError

from ..models import Framework
from ..permissions import may_publish


class OwnerRefused(DomainError):
    """This person cannot be made the owner by that one."""


def check_new_owner(*, framework: Framework | None, owner: Employee | User | None, by: Any) -> None:
    """Raise OwnerRefused unless `by` may make `owner` the owner of `framework` (None: of one that is being started).

    Whoever may publish the framework may name anybody. Editors may name the first owner, but not themselves, and may
    not replace one: otherwise editing would be publishing. `by` None is the system's own command.
    """
    before = framework.accountable if framework else None
    if by is None or before == owner or may_publish(by, framework):
        return
    if before is not None:
        raise OwnerRefused(
            _("Only HR or the owner can name another owner, because whoever owns a framework may publish it.")
        )
    if owner is not None and owner in (by, getattr(by, "employee", None)):
        raise OwnerRefused(
            _(
                "You cannot name yourself the owner, because whoever owns a framework may publish it. Ask HR to name you."
            )
        )
