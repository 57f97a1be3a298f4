"""Addresses of this room."""

from django.urls import path

from .views import draft_plan, grades, plan

urlpatterns = [
    path("impact/", plan.in_force, name="plan"),
    path("impact/plans/<int:number>/", plan.version, name="plan-version"),
    path("impact/install/", plan.install, name="plan-install"),
    path("impact/draft/", draft_plan.draft, name="plan-draft"),
    path("impact/draft/start/", draft_plan.start, name="plan-draft-start"),
    path("impact/draft/discard/", draft_plan.discard, name="plan-draft-discard"),
    path("impact/draft/description/", draft_plan.describe, name="plan-describe"),
    path("impact/draft/weights/", draft_plan.weigh, name="plan-weights"),
    path("impact/draft/factors/add/", draft_plan.add_factor, name="factor-add"),
    path("impact/draft/factors/<uuid:key>/", draft_plan.edit_factor, name="factor-edit"),
    path("impact/draft/factors/<uuid:key>/move/", draft_plan.move_factor, name="factor-move"),
    path("impact/draft/factors/<uuid:key>/delete/", draft_plan.delete_factor, name="factor-delete"),
    path("impact/draft/grades/", grades.grades, name="plan-grades"),
    path("impact/draft/grades/add/", grades.add, name="grade-add"),
    path("impact/draft/grades/rights/add/", grades.right_add, name="grade-right-add"),
    path("impact/draft/grades/<str:code>/rights/remove/", grades.right_remove, name="grade-right-remove"),
    path("impact/draft/grades/<str:code>/remove/", grades.remove, name="grade-remove"),
]
