"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import absences, drafts, groups, hr_lists, mine, notices, request, rules

urlpatterns: list[URLPattern] = [
    # requests, what waits, and notices
    path("moves/", mine.my_moves, name="my-moves"),
    path("moves/to-answer/", mine.inbox, name="moves-inbox"),
    path("moves/notices/", notices.notice_list, name="notices"),
    path("moves/notices/<int:pk>/", notices.change, name="notice-change"),
    path("moves/notices/<int:pk>/open/", notices.lead_on, name="notice-open"),
    path("moves/notices/read/", notices.read, name="notices-read"),
    path("account/notices/", notices.settings, name="notice-settings"),
    path("moves/ask/<uuid:level>/", drafts.ask, name="move-ask"),
    path("moves/try/<uuid:level>/", drafts.try_out, name="move-try"),
    path("moves/propose/<int:pk>/", mine.propose, name="move-propose"),
    path("moves/requests/", hr_lists.all_requests, name="moves-all"),
    path("moves/checklists/", hr_lists.follow_up_list, name="moves-follow-ups"),
    path("moves/checklists/<int:pk>/", hr_lists.follow_up_tick, name="moves-follow-up"),
    path("moves/rights/<int:pk>/", hr_lists.right, name="move-right"),
    path("moves/requests/<uuid:pk>/", request.request_page, name="move"),
    path("moves/reasons/<uuid:pk>/", mine.reason, name="move-reason"),
    path("moves/requests/<uuid:pk>/draft/", drafts.draft, name="move-draft"),
    path("moves/requests/<uuid:pk>/send/", drafts.send, name="move-send"),
    path("moves/requests/<uuid:pk>/discard/", drafts.discard, name="move-discard"),
    path("moves/requests/<uuid:pk>/<slug:name>/", request.deed, name="move-deed"),
    # rules, groups and absences
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
