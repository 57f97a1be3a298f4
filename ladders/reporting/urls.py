"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/unplaced/", views.unplaced, name="unplaced"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/levels/<slug:what>/", views.place, name="person-place"),
]
