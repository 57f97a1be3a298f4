"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who signs in and works here."""

    name = "accounts"

    def ready(self) -> None:
        """Whoever runs the server is told on every page when background work stands still."""
        from allauth.account.signals import user_logged_in
        from allauth.mfa.signals import authentication_failed
        from django.db.models import Subquery

        from ladders.core.approvals import kinds
        from ladders.core.jobs import work_waits_since
        from ladders.core.reseal import also_sealed

        from .actions import ROLE
        from .adapters import SECOND_FACTOR
        from .attempts import second_step_failed, signed_in
        from .backends import bring
        from .queries import people_holding

        kinds.register(ROLE)
        kinds.people_holding.provide(people_holding)
        user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")
        authentication_failed.connect(second_step_failed, dispatch_uid="accounts.second_step_failed")
        also_sealed("mfa_authenticator", "data", SECOND_FACTOR, keys=("secret", "seed", "migrated_codes"))
        bring("work_waits_since", lambda: Subquery(work_waits_since()))
