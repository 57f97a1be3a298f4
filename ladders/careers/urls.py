"""Addresses of this room, part by part."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
