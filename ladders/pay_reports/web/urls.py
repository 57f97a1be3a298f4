"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from . import drafts, pages

urlpatterns = [
    path("equal-pay/reports/", pages.report_list, name="pay-reports"),
    path("equal-pay/reports/new/", drafts.report_new, name="pay-report-new"),
    path("equal-pay/reports/<int:pk>/", pages.report_page, name="pay-report"),
    path("equal-pay/reports/<int:pk>/methods/", drafts.methods, name="pay-report-methods"),
    path("equal-pay/reports/<int:pk>/figures/", drafts.figures, name="pay-report-figures"),
    path("equal-pay/reports/<int:pk>/discard/", drafts.discard, name="pay-report-discard"),
]
