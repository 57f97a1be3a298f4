"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """How long personal data is kept, what a person gets to see of it, and how it is erased."""

    name = "ladders.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Bring together what every room keeps, and for how long."""
        from ladders.careers.retention_kinds import ASSESSMENTS
        from ladders.core import audit
        from ladders.core.retention import keep_for
        from ladders.core.retention_kinds import APPROVALS, JOBS, LIST_FILES, SIGN_INS
        from ladders.exchange.retention_kinds import UPLOADS, kept_days
        from ladders.growth.retention_kinds import FEEDBACK, PLANS, TALKS, WAY_QUESTIONS
        from ladders.moves.retention_kinds import MAILS, NOTICES, REQUESTS
        from ladders.pay_information.retention_kinds import PAY_INFORMATION
        from ladders.reason_files.retention_kinds import REASON_FILES

        from .actions import copies, erasure_requests  # noqa: F401
        from .queries import names, retention

        for kind in (
            APPROVALS,
            ASSESSMENTS,
            FEEDBACK,
            JOBS,
            LIST_FILES,
            PAY_INFORMATION,
            MAILS,
            NOTICES,
            PLANS,
            REASON_FILES,
            REQUESTS,
            SIGN_INS,
            TALKS,
            UPLOADS,
            WAY_QUESTIONS,
        ):
            keep_for(kind)
        audit.called_now.provide(names.called_now)
        audit.marks_matching.provide(names.marks_matching)
        kept_days.provide(lambda: retention.times()[UPLOADS.name])
