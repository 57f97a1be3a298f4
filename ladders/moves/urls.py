"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern

from . import urls_rules

urlpatterns: list[URLPattern] = [*urls_rules.urlpatterns]
