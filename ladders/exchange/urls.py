"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from . import views, views_export

urlpatterns = [
    path("import/", views.import_page, name="import"),
    path("import/<uuid:pk>/", views.upload_page, name="upload"),
    path("import/<uuid:pk>/apply/", views.apply_page, name="upload-apply"),
    path("import/<uuid:pk>/discard/", views.discard_page, name="upload-discard"),
    path("frameworks/<slug:slug>/export/", views_export.export_page, name="export"),
    path("schema/framework-1.json", views_export.schema, name="schema"),
]
