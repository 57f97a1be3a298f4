"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Who reports to whom, as of any date."""

    name = "ladders.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Pay asks whose manager somebody is, the masthead whether they are one; neither can look up here itself."""
        from accounts.backends import bring
        from ladders.compensation import person_links
        from ladders.compensation.queries.readers import reads_a_team, team_read_by
        from ladders.core import home
        from ladders.core.lists.files import read_without_role
        from ladders.frameworks.queries import quick_search

        from .home import cards
        from .pay_visibility import reads_team_pay, team_pay, team_read
        from .person_links import from_pay
        from .queries.lines import leads_on, led_by
        from .web import people_list  # noqa: F401  - registers the list of people

        quick_search.led_by.provide(led_by)
        team_read_by.provide(team_pay)
        reads_a_team.provide(reads_team_pay)
        read_without_role.provide(team_read)
        person_links.pages_beside.provide(from_pay)
        bring("leads", lambda today, _now: leads_on(today))
        home.bring(cards=cards)
