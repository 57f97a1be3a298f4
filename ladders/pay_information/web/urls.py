"""Addresses of this room."""

from django.urls import path

from . import answer_pages, request_pages

urlpatterns = [
    path("information/", request_pages.own_page, name="pay-information"),
    path("information/for-others/", request_pages.for_others, name="pay-information-for-others"),
    path("information/requests/", answer_pages.request_list, name="pay-information-requests"),
    path("information/requests/received/", answer_pages.received_page, name="pay-information-received"),
    path("information/requests/<uuid:pk>/", answer_pages.request_page, name="pay-information-request"),
    path("information/requests/<uuid:pk>/take-out/", answer_pages.take_out_deed, name="pay-information-take-out"),
    path("information/requests/<uuid:pk>/figures/", answer_pages.withheld_page, name="pay-information-withheld"),
    path("information/rules/", answer_pages.recipients_page, name="pay-information-rules"),
    path("information/<uuid:pk>/", request_pages.answer_page, name="pay-information-answer"),
    path("information/<uuid:pk>/agree/", request_pages.agree_deed, name="pay-information-agree"),
    path("information/<uuid:pk>/withdraw/", request_pages.withdraw_deed, name="pay-information-withdraw"),
]
