"""Addresses for managers and HR: teams, dead ends, paper rungs."""

from __future__ import annotations

from django.urls import path

from .views import rungs

urlpatterns = [path("careers/rungs/", rungs.rungs_page, name="rungs")]
