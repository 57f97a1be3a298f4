"""Addresses of the pages about oneself, and of what others share."""

from __future__ import annotations

from django.urls import path

from .views import assessment, energy, evidence, seasons, sharing

urlpatterns = [
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
]
