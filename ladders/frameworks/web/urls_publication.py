"""Addresses of checking and publishing a draft."""

from __future__ import annotations

from django.urls import path

from .views import parity
from .views import publication as views

urlpatterns = [
    path("frameworks/<slug:slug>/draft/parity/", parity.parity_page, name="parity"),
    path("frameworks/<slug:slug>/draft/parity/reason/", parity.reason, name="parity-reason"),
    path("frameworks/<slug:slug>/draft/parity/reason/withdraw/", parity.withdraw, name="parity-reason-withdraw"),
    path("frameworks/<slug:slug>/draft/publish/", views.publish_page, name="publish"),
    path("frameworks/<slug:slug>/draft/publish/ask/", views.ask, name="publish-ask"),
    path("frameworks/<slug:slug>/draft/publish/confirm/", views.confirm, name="publish-confirm"),
    path("frameworks/<slug:slug>/draft/successors/<uuid:removed>/", views.successor, name="successor"),
    path("frameworks/<slug:slug>/draft/reorganisations/<uuid:level>/", views.reorganisation, name="reorganisation"),
    path("frameworks/<slug:slug>/draft/consultations/", views.consultation, name="consultation"),
    path(
        "frameworks/<slug:slug>/draft/consultations/<int:pk>/remove/",
        views.consultation_remove,
        name="consultation-remove",
    ),
]
