"""Addresses for managers and HR: teams, dead ends, paper rungs."""

from __future__ import annotations

from django.urls import path

from .views import dead_ends, rungs, teams

urlpatterns = [
    path("team/", teams.team_page, name="team"),
    path("team/talk/", teams.talk, name="team-talk"),
    path("team/<int:pk>/", teams.team_member, name="team-member"),
    path("shared/<int:pk>/moves/", teams.shared_moves, name="shared-moves"),
    path("careers/dead-ends/", dead_ends.dead_ends_page, name="dead-ends"),
    path("careers/levels/<uuid:level>/people/", dead_ends.level_people, name="level-people"),
    path("careers/rungs/", rungs.rungs_page, name="rungs"),
]
