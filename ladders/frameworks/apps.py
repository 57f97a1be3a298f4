"""App configuration."""

from __future__ import annotations

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    """See the package's modules."""

    name = "ladders.frameworks"
    label = "frameworks"

    def ready(self) -> None:
        """Answer what the rooms below ask: which kinds of track there are, what owners may do. Bring what waits to Home."""
        from accounts.roles import OWNER_PERMISSIONS
        from ladders.core import batches, guide, home
        from ladders.impact.track_kinds import track_kinds

        from .actions.many_competencies import BATCHES
        from .actions.owners import NAMED_KIND
        from .domain.shapes import TrackKind
        from .enums import TRACK_KINDS
        from .home import lines
        from .queries.shelves import owned

        guide.verbs_of_owner.provide(lambda user: OWNER_PERMISSIONS if owned(user).exists() else ())
        track_kinds.provide(lambda: [each for each in TRACK_KINDS if each[0] != TrackKind.SHARED])
        home.bring(lines=lines)
        for kind in (*BATCHES, NAMED_KIND):
            batches.register(kind)
