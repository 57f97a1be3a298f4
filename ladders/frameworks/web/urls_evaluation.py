"""Addresses of evaluating levels, comparing evaluations, and putting a new plan in force."""

from __future__ import annotations

from django.urls import path

from .views import calibration, evaluation, evaluation_overview, plan_change

_DRAFT = "frameworks/<slug:slug>/draft/"
_LEVEL = f"{_DRAFT}levels/<uuid:key>/evaluation/"

urlpatterns = [
    path(f"{_DRAFT}evaluation/", evaluation_overview.draft_evaluation, name="draft-evaluation"),
    path(f"{_DRAFT}evaluation/confirm/", evaluation_overview.confirm, name="draft-evaluation-confirm"),
    path(_LEVEL, evaluation.level_evaluation, name="level-evaluation"),
    path(f"{_LEVEL}result/", evaluation.result, name="level-evaluation-result"),
    path(f"{_LEVEL}slot/", evaluation.slot, name="level-evaluation-slot"),
    path(f"{_LEVEL}unslot/", evaluation.unslot, name="level-evaluation-unslot"),
    path(f"{_LEVEL}clear/", evaluation.clear, name="level-evaluation-clear"),
    path("calibration/", calibration.calibration, name="calibration"),
    path("impact/draft/preview/", plan_change.preview, name="plan-preview"),
    path("impact/draft/activate/", plan_change.activate, name="plan-activate"),
]
