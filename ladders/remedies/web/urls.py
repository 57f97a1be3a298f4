"""Addresses of this room."""

from django.urls import path

from .views import cases, planner, steps

urlpatterns = [
    path("equal-pay/cases/", cases.case_list, name="remedies"),
    path("equal-pay/cases/assessments/", cases.assessments, name="remedy-assessments"),
    path("equal-pay/cases/<int:pk>/", cases.case_page, name="remedy-case"),
    path("equal-pay/cases/<int:pk>/measured/", cases.measured, name="remedy-measured"),
    path("equal-pay/cases/<int:pk>/path/", steps.choose, name="remedy-path"),
    path("equal-pay/cases/<int:pk>/day/", steps.day, name="remedy-day"),
    path("equal-pay/cases/<int:pk>/justify/", steps.justification, name="remedy-justify"),
    path("equal-pay/cases/<int:pk>/justify/<int:reason>/", steps.judgement, name="remedy-judge"),
    path("equal-pay/cases/<int:pk>/measures/", steps.measure, name="remedy-measure"),
    path("equal-pay/cases/<int:pk>/measures/<int:measure>/", steps.measure_end, name="remedy-measure-end"),
    path("equal-pay/cases/<int:pk>/joint/", steps.joint, name="remedy-joint"),
    path("equal-pay/cases/<int:pk>/close/", steps.close, name="remedy-close"),
    path("equal-pay/cases/<int:pk>/reopen/", steps.reopen, name="remedy-reopen"),
    path("equal-pay/cases/<int:pk>/planner/", planner.planner, name="remedy-planner"),
    path("equal-pay/cases/<int:pk>/plans/<int:plan>/", planner.plan_page, name="remedy-plan"),
    path("equal-pay/cases/<int:pk>/plans/<int:plan>/raise/", planner.raises, name="remedy-raises"),
    path("equal-pay/cases/<int:pk>/plans/<int:plan>/take-back/", planner.raises_back, name="remedy-raises-back"),
]
