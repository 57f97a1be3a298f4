"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from .views import cases, planner, steps

urlpatterns = [
    path("pay-equity/cases/", cases.case_list, name="remedies"),
    path("pay-equity/cases/<int:pk>/", cases.case_page, name="remedy-case"),
    path("pay-equity/cases/<int:pk>/measured/", cases.measured, name="remedy-measured"),
    path("pay-equity/cases/<int:pk>/path/", steps.choose, name="remedy-path"),
    path("pay-equity/cases/<int:pk>/day/", steps.day, name="remedy-day"),
    path("pay-equity/cases/<int:pk>/justify/", steps.justification, name="remedy-justify"),
    path("pay-equity/cases/<int:pk>/justify/<int:reason>/", steps.judgement, name="remedy-judge"),
    path("pay-equity/cases/<int:pk>/measures/", steps.measure, name="remedy-measure"),
    path("pay-equity/cases/<int:pk>/measures/<int:measure>/", steps.measure_end, name="remedy-measure-end"),
    path("pay-equity/cases/<int:pk>/joint/", steps.joint, name="remedy-joint"),
    path("pay-equity/cases/<int:pk>/close/", steps.close, name="remedy-close"),
    path("pay-equity/cases/<int:pk>/reopen/", steps.reopen, name="remedy-reopen"),
    path("pay-equity/cases/<int:pk>/planner/", planner.planner, name="remedy-planner"),
    path("pay-equity/cases/<int:pk>/plans/<int:plan>/", planner.plan_page, name="remedy-plan"),
    path("pay-equity/cases/<int:pk>/plans/<int:plan>/raise/", planner.raises, name="remedy-raises"),
]
