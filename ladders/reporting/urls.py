"""Addresses of this room."""

from __future__ import annotations

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/unplaced/", views.unplaced, name="unplaced"),
    path("people/<int:pk>/", views.person, name="person"),
    re_path(r"^people/(?P<pk>\d{1,18})/(?P<what>place|change|second|end)/$", views.place, name="person-place"),
]
