"""Addresses of the rules, of groups and absences."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import absences, groups, rules

urlpatterns: list[URLPattern] = [
    path("moves/rules/", rules.rules_page, name="move-rules"),
    path("moves/policy/", rules.policy_page, name="move-policy"),
    path("moves/policy/own/", rules.policy_own, name="move-policy-own"),
    path("moves/policy/groups/new/", groups.group_new, name="decider-group-new"),
    path("moves/policy/groups/<int:group>/", groups.group_edit, name="decider-group"),
    path("moves/policy/<str:kind>/", rules.policy_edit, name="move-policy-edit"),
    path("moves/policy/<str:kind>/history/", rules.policy_history, name="move-policy-history"),
    path("moves/policy/<str:kind>/in/<slug:slug>/", rules.policy_edit, name="move-policy-framework"),
    path("moves/policy/<str:kind>/in/<slug:slug>/end/", rules.policy_end, name="move-policy-end"),
    path("moves/absence/", absences.my_absence, name="absence"),
    path("moves/absence/of/<int:person>/", absences.absence_of, name="absence-of"),
    path("moves/absence/of/<int:person>/<int:absence>/end/", absences.absence_of_end, name="absence-of-end"),
    path("moves/absence/<int:absence>/end/", absences.absence_end, name="absence-end"),
]
