"""Addresses of this room that HR uses."""

from __future__ import annotations

from django.urls import path

from . import views_leads

urlpatterns = [path("people/leads/", views_leads.leads_page, name="leads-outside-management")]
