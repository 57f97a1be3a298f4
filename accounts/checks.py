"""What `manage.py check` says of the settings of sign-in: what cannot work, and the cure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

HOURS = Error(
    "SESSION_HOURS is the longest that anybody stays signed in: 1 to 168 hours.",
    hint="Leave it out for 12 hours.",
    id="accounts.E001",
)
IDLE = Error(
    "SESSION_IDLE_MINUTES ends sessions in which nothing is done: 5 minutes or more, and no longer than SESSION_HOURS.",
    hint="Leave it out for 60 minutes.",
    id="accounts.E002",
)
PROVIDER = Error(
    "OIDC_SECOND_FACTOR says whether the company's provider asks for a second factor: amr, always or never.",
    hint="Leave it out for amr: then each sign-in counts as the provider's token says.",
    id="accounts.E003",
)


@register(Tags.security)
def check_sign_in_settings(**kwargs: Any) -> Sequence[CheckMessage]:
    """Limits of sessions that make sense."""
    longest, idle = settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_SECONDS
    found = [(HOURS, 3600 <= longest <= 168 * 3600), (IDLE, 300 <= idle <= longest)]
    found.append((PROVIDER, settings.OIDC_SECOND_FACTOR in ("amr", "always", "never")))
    return [message for message, fine in found if not fine]
