"""Tables of signing in: sessions, and what the organisation demands. They are part of `accounts.models`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils.translation import gettext_lazy as _

from ladders.core.history import tracked

from .second_factor import DEFAULT_GRACE_DAYS, LONGEST_GRACE, FactorDemand


def factor_marks(user: Any) -> models.QuerySet[Any, str]:
    """The marks of that user's second factors, such as "totp:7"; takes an id or an OuterRef."""
    from allauth.mfa.models import Authenticator

    mark = Concat("type", Value(":"), Cast("pk", models.TextField()), output_field=models.TextField())
    found: models.QuerySet[Any, str] = (
        Authenticator.objects.filter(user=user).order_by("pk").annotate(mark=mark).values_list("mark", flat=True)
    )
    return found


class BrowserSession(AbstractBaseSession):
    """A browser's session, and whose it is once somebody has signed in there."""

    # No constraint: to check one, every note of use would lock the row of the account, and wait for whoever holds it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions", db_constraint=False
    )

    @classmethod
    def get_session_store_class(cls) -> Any:
        """What reads and writes these rows."""
        from .session_store import SessionStore

        return SessionStore


@tracked()
class SignInPolicy(models.Model):
    """What the organisation demands of whoever signs in: one row, or none while the defaults hold."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    demanded = models.JSONField(default=dict)  # role → ISO moment since when, or null: from the beginning
    grace_days = models.PositiveSmallIntegerField(
        _("days to set one up"),
        default=DEFAULT_GRACE_DAYS,
        validators=[MaxValueValidator(LONGEST_GRACE)],
        help_text=_("Counted from the day on which somebody gets such a role, or on which you demand it."),
    )

    class Meta:
        verbose_name_plural = "sign-in policies"
        constraints = [models.CheckConstraint(name="accounts_policy_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.demand)

    @classmethod
    def stored(cls) -> models.QuerySet[Any, Any]:
        """The row as plain data, as `FactorDemand.read` takes it."""
        data = JSONObject(demanded="demanded", grace_days="grace_days")
        return cls.objects.filter(pk=1).annotate(data=data).values_list("data", flat=True)

    @property
    def demand(self) -> FactorDemand:
        """As plain data."""
        return FactorDemand(self.demanded, self.grace_days)
