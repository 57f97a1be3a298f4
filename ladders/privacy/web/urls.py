"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from . import retention

urlpatterns = [
    path("settings/retention/", retention.retention, name="retention"),
]
