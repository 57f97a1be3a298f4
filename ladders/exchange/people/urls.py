"""Addresses of people imports."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("people/import/", views.import_page, name="import-people"),
    path("people/import/<uuid:pk>/", views.upload_page, name="people-upload"),
    path("people/import/<uuid:pk>/apply/", views.apply_page, name="people-upload-apply"),
    path("people/import/<uuid:pk>/correct/", views.correct_page, name="people-upload-correct"),
    path("people/import/<uuid:pk>/forget/", views.forget_page, name="people-upload-forget"),
    path("people/import/<uuid:pk>/discard/", views.discard_page, name="people-upload-discard"),
]
