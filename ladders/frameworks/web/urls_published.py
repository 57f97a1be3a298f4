"""Addresses of reading: what every employee may open. A version's own pages have the same names with "version-" before."""

from __future__ import annotations

from django.urls import path

from .views import comparison, pictures, published, search, shelf

_FRAMEWORK = "frameworks/<slug:slug>/"
_VERSION = "frameworks/<slug:slug>/versions/<int:number>/"

urlpatterns = [
    path("frameworks/", shelf.framework_list, name="framework-list"),
    path("search/", search.search, name="search"),
    path(_FRAMEWORK, published.lattice_page, name="framework"),
    path(f"{_FRAMEWORK}levels/<str:ref>/", published.level_page, name="level"),
    path(f"{_FRAMEWORK}competencies/", published.competencies_page, name="competencies"),
    path(f"{_FRAMEWORK}lattice.svg", pictures.lattice_svg, name="lattice-svg"),
    path(f"{_FRAMEWORK}versions/", shelf.version_list, name="version-list"),
    path(_VERSION, published.lattice_page, name="version"),
    path(f"{_VERSION}levels/<str:ref>/", published.level_page, name="version-level"),
    path(f"{_VERSION}competencies/", published.competencies_page, name="version-competencies"),
    path(f"{_VERSION}lattice.svg", pictures.lattice_svg, name="version-lattice-svg"),
    path(f"{_FRAMEWORK}compare/", comparison.compare_page, name="compare"),
    path(f"{_FRAMEWORK}draft/changes/", comparison.draft_changes, name="draft-changes"),
]
