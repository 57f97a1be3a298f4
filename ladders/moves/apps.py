"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class MovesConfig(AppConfig):
    """Asking for a move, answering it in time, and the right to return."""

    name = "ladders.moves"
    label = "moves"

    def ready(self) -> None:
        """Bring terms and rights to the pages about careers, and how many notices wait to every page."""
        from django.utils.translation import gettext_lazy as _

        from accounts.backends import bring
        from ladders.careers import move_terms
        from ladders.core import home
        from ladders.core.approvals import kinds
        from ladders.frameworks import built_on, holders_provider
        from ladders.placements.domain.later_use import built_upon

        from . import careers_provider
        from .home import cards, lines
        from .notifications import level_changes, second_person
        from .queries import coming_holders, requests, return_rights
        from .queries.notices import unread_of
        from .web import checklist_list, notice_list, request_list  # noqa: F401  - register lists

        kinds.tell_waiting.provide(second_person.tell_waiting)
        kinds.tell_decided.provide(second_person.tell_decided)
        built_upon.provide(requests.asked_since)
        move_terms.terms_of.provide(careers_provider.terms_of)
        move_terms.rights_of.provide(return_rights.rights_of)
        move_terms.try_url.provide(careers_provider.try_url)
        bring("unread", lambda _today, _now: unread_of())
        holders_provider.coming.provide(coming_holders.coming_holders)
        holders_provider.tell_people.provide(level_changes.tell_changed)
        home.bring(lines=lines, cards=cards)
        built_on.bring(_("A request to or from one of its levels was sent."), requests.sent_since)
