"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from . import answering, asking

urlpatterns = [
    path("information/", asking.own_page, name="pay-information"),
    path("information/for-others/", asking.for_others, name="pay-information-for-others"),
    path("information/requests/", answering.request_list, name="pay-information-requests"),
    path("information/requests/<uuid:pk>/", answering.request_page, name="pay-information-request"),
    path("information/requests/<uuid:pk>/figures/", answering.withheld_page, name="pay-information-withheld"),
    path("information/rules/", answering.recipients_page, name="pay-information-rules"),
    path("information/<uuid:pk>/", asking.answer_page, name="pay-information-answer"),
    path("information/<uuid:pk>/agree/", asking.agree_deed, name="pay-information-agree"),
    path("information/<uuid:pk>/withdraw/", asking.withdraw_deed, name="pay-information-withdraw"),
]
