"""Addresses of this room, part by part. What edits comes first: its words are no codes of levels."""

from __future__ import annotations

from . import urls_editing, urls_evaluation, urls_grid, urls_publishing, urls_reading

urlpatterns = [
    *urls_editing.urlpatterns,
    *urls_grid.urlpatterns,
    *urls_evaluation.urlpatterns,
    *urls_publishing.urlpatterns,
    *urls_reading.urlpatterns,
]
