"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from . import views
from .bands import views as bands

urlpatterns = [
    path("import/bands/", bands.import_page, name="import-bands"),
    path("import/", views.import_page, name="import"),
    path("import/<uuid:pk>/", views.upload_page, name="upload"),
    path("import/<uuid:pk>/apply/", views.apply_page, name="upload-apply"),
    path("import/<uuid:pk>/discard/", views.discard_page, name="upload-discard"),
]
