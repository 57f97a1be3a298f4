"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class RemediesConfig(AppConfig):
    """What needs doing about a gap in pay, and what raises would bring."""

    name = "ladders.remedies"
    label = "remedies"

    def ready(self) -> None:
        """Open cases when a report is published, and let raises wait for a second person."""
        from ladders.core import home
        from ladders.core.approvals.kinds import register
        from ladders.moves.notifications import pages
        from ladders.pay_reports.follow_up import report_published

        from .actions.cases import open_cases
        from .actions.raises import approval_kind
        from .home import lines
        from .notice_pages import assessed, matters
        from .web import case_list  # noqa: F401  - registers the list
        from .web.plan_pages import raises_that_wait

        register(approval_kind(raises_that_wait))
        report_published.provide(open_cases)
        home.bring(lines=lines)
        pages.bring("remedy-case", matters)
        pages.bring("remedy-assessments", assessed)
