"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from .fairness import fairness_page

urlpatterns = [path("moves/fairness/", fairness_page, name="fairness")]
