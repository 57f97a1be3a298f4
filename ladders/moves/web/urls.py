"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern

from . import urls_requests, urls_rules

urlpatterns: list[URLPattern] = [*urls_requests.urlpatterns, *urls_rules.urlpatterns]
