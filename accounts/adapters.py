"""allauth adapters: nobody signs up; HR brings people in, the identity provider may know them by their address."""

from __future__ import annotations

import base64
import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ladders.core import audit
from ladders.core.private import box
from ladders.core.unsent_texts import unsent_of

from .attempts import record_attempt
from .backends import user_of, works_today
from .limits import TooManyAttempts, count_attempt
from .models import User
from .openid import CompanyAdapter
from .session_store import began_just_now

logger = logging.getLogger(__name__)

SECOND_FACTOR = "second-factor"  # what its secrets are sealed as


@dataclass(frozen=True, slots=True)
class Site:
    """What mails call the place: as people know it."""

    domain: str


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; limits count by account; a mail server that is away breaks no page."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Address and password do not belong together. Check both and try again."),
        "too_many_login_attempts": _(
            "There were too many failed attempts with this account. Wait five minutes, then try again."
        ),
        "too_many_codes_elsewhere": _(
            "Somebody who knows this password has tried too many wrong codes today. Sign in with a browser that you have used "
            "before, or set a new password with “Forgotten your password?” and then sign in with it."
        ),
        "too_many_elsewhere": _(
            "There were too many failed attempts with this account, from elsewhere. Use a browser in which you have signed "
            "in before, a passkey, or “Forgotten your password?”; or wait an hour."
        ),
        "account_inactive": _("This account is not open today. If that is a mistake, ask HR."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your current password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts come from HR."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where the password stands among the other ways to sign in."""
        return reverse("account")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where nothing else was asked for, to what was typed before the session ended: a new password lies between, perhaps."""
        kept = request.user.is_authenticated and unsent_of(request)
        return reverse("unsent") if kept else str(super().get_login_redirect_url(request))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Ways to show once more that it is you, in our words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use your authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account alone. allauth adds the Host header, whose port a stranger may choose freely."""
        return str(credentials.get("email") or credentials.get("username") or "").strip().lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt; whoever has signed in here before is not shut out by what strangers do elsewhere."""
        account = self._get_login_attempts_cache_key(request, **credentials)
        try:
            self._login_failed_rl_usage = count_attempt(request, "sign_in", account)
        except TooManyAttempts as refused:
            name = "too_many_elsewhere" if refused.elsewhere else "too_many_login_attempts"
            raise self.validation_error(name) from refused

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Refuse closed accounts, and those of people who do not work here yet or any more."""
        if not works_today(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has signed in just now need not show once more that it is them.

        Whoever knows neither password nor second factor here, since the company's provider lets them in, signs in anew:
        allauth would ask nothing, and an open browser would be enough to give an account a key of somebody else's.
        """
        request = context.request
        records = get_authentication_records(request, request.user)
        fresh = records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        required = bool(super().is_reauthentication_required(app=app, **kwargs)) and not fresh
        if required and not get_reauthentication_flows(request.user) and not began_just_now(request.session):
            wanted = request.get_full_path() if request.method == "GET" else reverse("account")
            logout(request)
            messages.info(request, gettext("Sign in once more, so that we know that it is you."))
            raise ImmediateHttpResponse(redirect_to_login(wanted, settings.LOGIN_URL))
        return required

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> Any:
        """Where a closed account leads; the trail tells that somebody knew how to sign in to it."""
        record_attempt(user, "refused")
        return super().respond_user_inactive(request, user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a trace of a wrong password, where the address is somebody's; the account's limit bounds their number."""
        if user := user_of(str(credentials.get("email") or "")):
            record_attempt(user, "failed")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Where people open Ladders, for a worker: host and port of a request were a stranger's word, too."""
        account, _dash, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": account, "key": secret})
        return f"{settings.SITE_URL.rstrip('/')}{path}"

    def send_notification_mail(self, template_prefix: str, user: Any, *args: Any, **kwargs: Any) -> None:
        """Tell the person about a change to how they sign in, and leave a trace of it: allauth calls this at each."""
        change = template_prefix.rpartition("/")[2]
        audit.record(
            by=user, verb=f"accounts.sign_in.{change}", subject=str(user), about=user, subject_key=str(user.pk)
        )
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, also where no request asks for it; where the mail server does not take it, the log tells, and the page
        goes on.
        """
        site = Site(domain=urlsplit(settings.SITE_URL).netloc)
        try:
            self.render_mail(template_prefix, email, {"email": email, "current_site": site, **context}).send()
        except OSError:  # smtplib's exceptions, refused connections and timeouts are all of this kind
            logger.exception("The mail server did not take %s", template_prefix)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Company accounts connect to people who are known; strangers stay outside."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never: accounts come from HR."""
        return False

    def get_provider(self, request: HttpRequest, provider: Any, client_id: Any = None) -> Any:
        """The provider, asked and believed as `openid.py` has it."""
        found = super().get_provider(request, provider, client_id)
        if isinstance(found, OpenIDConnectProvider):
            found.oauth2_adapter_class = CompanyAdapter
        return found

    def authenticate_by_email(self, sociallogin: Any) -> tuple[Any, str] | None:
        """The person whose address the provider has verified. Their password stays: HR made the account, no stranger."""
        # Some providers write “false”, which Python takes for true.
        verified = (each for each in sociallogin.email_addresses if each.verified in (True, "true"))
        for address in (each.email.lower() for each in verified):
            if user := user_of(address):
                # allauth takes the password of an address that is not verified. The word is kept in memory alone: a
                # second list of addresses would say something else than HR one day.
                vouched = EmailAddress(user=user, email=address, verified=True, primary=True)
                EmailAddress.objects.fill_cache_for_user(user, [vouched])
                return user, address
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """A company account that comes with an address which HR gave to somebody else is not its former owner's any more."""
        linked = sociallogin.user if sociallogin.account.pk else None
        if linked is None:
            return
        said = [sociallogin.account.uid, *(each.email for each in sociallogin.email_addresses)]
        others = User.objects.filter(email__in=[each.strip().lower() for each in said]).exclude(pk=linked.pk)
        if others.exists():
            audit.record(
                by=None,
                verb="accounts.sign_in.address_passed_on",
                subject=str(linked),
                about=linked,
                subject_key=str(linked.pk),
            )
            sociallogin.account.delete()
            sociallogin.account.pk = sociallogin.account.user_id = sociallogin.user = None
            sociallogin.lookup()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps and recovery codes are stored encrypted; keys have names that people understand."""

    def encrypt(self, text: str) -> str:
        """With a key that is not in the database, so that a copy of the database alone signs nobody in."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read with one of the keys; where none fits, a secret that nobody knows, so no code is right."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.exception(
                "A second factor cannot be read: is a former key missing in DATA_KEYS or SECRET_KEY_FALLBACKS?"
            )
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a new passkey is called unless its owner names it."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def _get_site_name(self) -> str:
        return "Ladders"


def _box() -> MultiFernet:
    return box(SECOND_FACTOR)
