"""Addresses of this room. Of allauth's pages only those that are wanted exist; there is no sign-up."""

from allauth.account import views as allauth_account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as connections
from django.conf import settings
from django.urls import path, re_path
from django.views.generic import RedirectView

from .views import account, company, invitation, password, roles, second_factor, sessions, several

urlpatterns = [
    path("sign-in/", allauth_account.login, name="account_login"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-factor/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-in/inactive/", allauth_account.account_inactive, name="account_inactive"),
    path("sign-in/confirm/", allauth_account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/confirm/second-factor/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sign-in/confirm/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("sign-in/first/", invitation.invitation, name="invitation"),
    path("sign-in/first/<str:key>/", invitation.invitation_open, name="invitation-open"),
    path("sign-out/", allauth_account.logout, name="account_logout"),
    path("password/reset/", password.forgotten_password, name="account_reset_password"),
    path("password/reset/sent/", allauth_account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/done/",
        allauth_account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("account/", account.account, name="account"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/others/end/", sessions.session_end_others, name="session-end-others"),
    path("account/sessions/<slug:mark>/end/", sessions.session_end, name="session-end"),
    path("account/password/", allauth_account.password_change, name="account_change_password"),
    path("account/password/first/", allauth_account.password_set, name="account_set_password"),
    path("account/second-factor/set-up/", second_factor.second_factor, name="second-factor"),
    path("settings/sign-in/", second_factor.sign_in_policy, name="sign-in-policy"),
    path("settings/sign-in/reset/", second_factor.second_factor_reset, name="second-factor-reset"),
    path("account/second-factor/", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    path("account/second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/file/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/passkeys/", RedirectView.as_view(pattern_name="account"), name="mfa_list_webauthn"),
    path("account/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("roles/", roles.roles, name="roles"),
    path("roles/several/", several.several, name="roles-several"),
    path("roles/<int:user_id>/", roles.person, name="person-roles"),
]

# Only where a provider of the company is configured.
company_urlpatterns = [
    path("account/connections/", connections.connections, name="socialaccount_connections"),
    path("sign-in/company/cancelled/", connections.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/company/error/", connections.login_error, name="socialaccount_login_error"),
    path("sign-in/company/<slug:provider_id>/", company.company_sign_in, name="openid_connect_login"),
    path("sign-in/company/<slug:provider_id>/callback/", company.company_callback, name="openid_connect_callback"),
]
if settings.SOCIALACCOUNT_PROVIDERS:
    urlpatterns += company_urlpatterns
