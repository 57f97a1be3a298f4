"""Addresses of reading: what every employee may open. A version's own pages have the same names with "version-" before."""

from __future__ import annotations

from django.urls import path

from .views import comparing, pictures, reading, searching, shelf

_FRAMEWORK = "frameworks/<slug:slug>/"
_VERSION = "frameworks/<slug:slug>/versions/<int:number>/"

urlpatterns = [
    path("frameworks/", shelf.framework_list, name="framework-list"),
    path("search/", searching.search, name="search"),
    path(_FRAMEWORK, reading.lattice_page, name="framework"),
    path(f"{_FRAMEWORK}levels/<str:ref>/", reading.level_page, name="level"),
    path(f"{_FRAMEWORK}competencies/", reading.competencies_page, name="competencies"),
    path(f"{_FRAMEWORK}lattice.svg", pictures.lattice_svg, name="lattice-svg"),
    path(f"{_FRAMEWORK}versions/", shelf.version_list, name="version-list"),
    path(_VERSION, reading.lattice_page, name="version"),
    path(f"{_VERSION}levels/<str:ref>/", reading.level_page, name="version-level"),
    path(f"{_VERSION}competencies/", reading.competencies_page, name="version-competencies"),
    path(f"{_VERSION}lattice.svg", pictures.lattice_svg, name="version-lattice-svg"),
    path(f"{_FRAMEWORK}compare/", comparing.compare_page, name="compare"),
    path(f"{_FRAMEWORK}draft/changes/", comparing.draft_changes, name="draft-changes"),
]
