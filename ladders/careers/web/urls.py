"""Addresses of this room, part by part."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("ladders.careers.web.urls_path")), path("", include("ladders.careers.web.urls_teams"))]
