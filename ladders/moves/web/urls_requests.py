"""Addresses of requests, of what waits, and of notices."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import drafts, hr_lists, mine, notices, request

urlpatterns: list[URLPattern] = [
    path("moves/", mine.my_moves, name="my-moves"),
    path("moves/to-answer/", mine.inbox, name="moves-inbox"),
    path("moves/notices/", notices.notice_list, name="notices"),
    path("moves/notices/<int:pk>/", notices.change, name="notice-change"),
    path("moves/notices/read/", notices.read, name="notices-read"),
    path("account/notices/", notices.settings, name="notice-settings"),
    path("moves/ask/<uuid:level>/", drafts.ask, name="move-ask"),
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
]
