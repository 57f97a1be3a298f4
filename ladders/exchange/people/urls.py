"""Addresses of people imports."""

from __future__ import annotations

from .views import PAGES

urlpatterns = PAGES.urls("people/import/")
