"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who signs in and works here."""

    name = "accounts"

    def ready(self) -> None:
        """Whoever runs the server is told on every page when background work stands still."""
        from allauth.account import signals as account
        from allauth.mfa import signals as mfa
        from django.contrib.auth import signals as auth
        from django.db.models import Subquery

        from ladders.core import batches, home
        from ladders.core.approvals import kinds
        from ladders.core.jobs import work_waits_since
        from ladders.core.reseal import also_sealed

        from . import attempts, checks  # noqa: F401 - registers what `manage.py check` looks at
        from .actions import ROLE
        from .adapters import SECOND_FACTOR
        from .backends import bring
        from .queries import people_holding
        from .several import ASKED_KIND, GIVEN_KIND, TAKEN_KIND
        from .sign_in_actions import LOOSENING
        from .stand_in import kind_of
        from .views import role_list  # noqa: F401 - registers the list of roles

        for kind in (GIVEN_KIND, ASKED_KIND, TAKEN_KIND):
            batches.register(kind)

        kinds.register(ROLE, LOOSENING)
        home.kind_of.provide(kind_of)
        kinds.people_holding.provide(people_holding)
        also_sealed("mfa_authenticator", "data", SECOND_FACTOR, keys=("secret", "seed", "migrated_codes"))
        for signal, receiver in (
            (auth.user_logged_in, attempts.session_began),
            (account.user_logged_in, attempts.signed_in),
            (mfa.authentication_failed, attempts.second_step_failed),
            (mfa.authenticator_added, attempts.factors_changed),
            (mfa.authenticator_removed, attempts.factors_changed),
            (mfa.authenticator_reset, attempts.factors_changed),
            (account.password_set, attempts.password_changed),
            (account.password_changed, attempts.password_changed),
            (account.password_reset, attempts.password_reset),
        ):
            signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}")
        bring("work_waits_since", lambda _today, now: Subquery(work_waits_since(now)))
