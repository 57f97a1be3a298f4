"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from .views import editing, grades, reading

urlpatterns = [
    path("impact/", reading.in_force, name="plan"),
    path("impact/plans/<int:number>/", reading.version, name="plan-version"),
    path("impact/install/", reading.install, name="plan-install"),
    path("impact/draft/", editing.draft, name="plan-draft"),
    path("impact/draft/start/", editing.start, name="plan-draft-start"),
    path("impact/draft/discard/", editing.discard, name="plan-draft-discard"),
    path("impact/draft/description/", editing.describe, name="plan-describe"),
    path("impact/draft/weights/", editing.weigh, name="plan-weights"),
    path("impact/draft/factors/add/", editing.add_factor, name="factor-add"),
    path("impact/draft/factors/<uuid:key>/", editing.edit_factor, name="factor-edit"),
    path("impact/draft/factors/<uuid:key>/move/", editing.move_factor, name="factor-move"),
    path("impact/draft/factors/<uuid:key>/delete/", editing.delete_factor, name="factor-delete"),
    path("impact/draft/grades/", grades.grades, name="plan-grades"),
    path("impact/draft/grades/add/", grades.add, name="grade-add"),
    path("impact/draft/grades/<str:code>/remove/", grades.remove, name="grade-remove"),
]
