"""Addresses of this room, part by part. What edits comes first: its words are no codes of levels."""

from __future__ import annotations

from . import urls_editing, urls_evaluation, urls_grid, urls_publication, urls_published

urlpatterns = [
    *urls_editing.urlpatterns,
    *urls_grid.urlpatterns,
    *urls_evaluation.urlpatterns,
    *urls_publication.urlpatterns,
    *urls_published.urlpatterns,
]
