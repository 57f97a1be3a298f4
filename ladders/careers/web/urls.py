"""Addresses of this room."""

from django.urls import path

from .views import assessment, compare, dead_ends, energy, evidence, route, rungs, seasons, seats, sharing, teams
from .views import path as my_path

urlpatterns = [
    # about oneself, and what others share: before what begins with a framework’s name
    path("path/seasons/", seasons.seasons, name="seasons"),
    path("path/seasons/name/", seasons.season_name, name="season-name"),
    path("path/seasons/name/<int:pk>/remove/", seasons.season_unname, name="season-unname"),
    path("path/seasons/plan/", seasons.plan_new, name="plan-new"),
    path("path/seasons/plan/<int:pk>/", seasons.plan_edit, name="plan-edit"),
    path("path/seasons/plan/<int:pk>/remove/", seasons.plan_drop, name="plan-drop"),
    path("path/evidence/", evidence.evidence, name="evidence"),
    path("path/evidence/new/", evidence.evidence_new, name="evidence-new"),
    path("path/evidence/<int:pk>/", evidence.evidence_edit, name="evidence-edit"),
    path("path/evidence/<int:pk>/delete/", evidence.evidence_delete, name="evidence-delete"),
    path("path/evidence/<int:pk>/restore/", evidence.evidence_restore, name="evidence-restore"),
    path("path/evidence/<int:pk>/erase/", evidence.evidence_erase, name="evidence-erase"),
    path("path/assessment/", assessment.assessment, name="assessment"),
    path("path/energy/", energy.energy, name="energy"),
    path("path/energy/remove/", energy.energy_remove, name="energy-remove"),
    path("path/wish/", energy.wish, name="wish"),
    path("path/wish/<int:pk>/remove/", energy.wish_remove, name="wish-remove"),
    path("path/sharing/", sharing.sharing, name="sharing"),
    path("path/sharing/<int:pk>/revoke/", sharing.share_revoke, name="share-revoke"),
    path("path/sharing/revoke/", sharing.share_revoke_all, name="share-revoke-all"),
    path("team/<int:pk>/assessment/", assessment.team_assessment, name="team-assessment"),
    path("shared/", sharing.shared_list, name="shared-list"),
    path("shared/<int:pk>/", sharing.shared, name="shared"),
    path("settings/careers/", assessment.career_policy, name="career-policy"),
    # one’s own path, and the seats that levels need
    path("path/", my_path.path_page, name="my-path"),
    path("path/route/", route.route_page, name="path-route"),
    path("path/<slug:slug>/<str:ref>/", compare.compare_page, name="path-compare"),
    path("frameworks/<slug:slug>/seats/", seats.seats_page, name="seats"),
    path("frameworks/<slug:slug>/seats/several/", seats.seats_several, name="seats-several"),
    path("frameworks/<slug:slug>/seats/<uuid:level>/remove/", seats.seat_remove, name="seat-remove"),
    # for managers and HR: teams, dead ends, paper rungs
    path("team/", teams.team_page, name="team"),
    path("team/talk/", teams.talk, name="team-talk"),
    path("team/<int:pk>/", teams.team_member, name="team-member"),
    path("shared/<int:pk>/moves/", teams.shared_moves, name="shared-moves"),
    path("careers/dead-ends/", dead_ends.dead_ends_page, name="dead-ends"),
    path("careers/levels/<uuid:level>/people/", dead_ends.level_people, name="level-people"),
    path("careers/rungs/", rungs.rungs_page, name="rungs"),
]
