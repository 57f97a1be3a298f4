"""Settings of sign-in: who gets in how, and how often one may try. `ladders/settings.py` takes them in."""

from __future__ import annotations

from typing import Any

import environ

env = environ.Env()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "accounts.backends.SignInBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ForgottenPasswordForm"}
# None of allauth's, which writes to a list of addresses that nobody in HR keeps.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.reset_links.ResetTokenGenerator"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from HR, who vouches for them
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # whoever types an address here must not make us write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # people hear of every change to how they sign in
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this browser stays signed in under a new key; all others are signed out
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Failed sign-ins, and mails asked for (see accounts/limits.py): for an account from one place, or in one browser that is known
# to it; for an account from wherever else; for an address, which whole offices share.
SIGN_IN_RATES: dict[str, dict[str, str]] = {
    "sign_in": {"place": "8/5m/key", "account": "100/h/key", "address": "300/5m/ip"},
    "reset_password": {"place": "5/h/key", "account": "20/h/key", "address": "60/m/ip"},
    # A code has six digits: 30 a day let somebody who knows the password guess for years. Known browsers do not count here.
    "second_step": {"place": "8/5m/key", "account": "30/d/key", "address": "300/5m/ip"},
}
INVITATION_GUESSES = "60/m/ip"  # of links that open nothing
CALENDAR_GUESSES = "60/m/ip"  # of addresses of calendars that open nothing
CALENDAR_READINGS = "60/h/key"  # of one calendar; programs ask every quarter of an hour at most
ACCOUNT_RATE_LIMITS = {
    "login": False,  # it would count what was refused, and who signs in rightly
    "login_failed": "300/5m/ip",  # as above
    "reset_password": False,  # see above
    "reset_password_from_key": "60/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "signup": False,
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # no secret to guess here, and one office has one address
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.ConfirmByCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # HR vouches for the address; there is no sign-up to abuse
MFA_TOTP_ISSUER = "Ladders"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # the company's own identity provider vouches for the address
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if env("OIDC_SERVER_URL", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": env("OIDC_PROVIDER_ID", default="company"),
                "name": env("OIDC_NAME", default="your company account"),
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": env("OIDC_CLIENT_SECRET"),
                "settings": {
                    "server_url": env("OIDC_SERVER_URL"),
                    # For providers that leave out `email_verified`: only where nobody can choose an address there.
                    "verified_email": env.bool("OIDC_VERIFIED_EMAIL", default=False),
                },
            }
        ],
    }
# Whether the company's provider has asked for a second factor: "amr": as its token says of each sign-in; "always"; "never".
OIDC_SECOND_FACTOR = env("OIDC_SECOND_FACTOR", default="amr")
