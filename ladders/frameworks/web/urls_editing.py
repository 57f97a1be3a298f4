"""Addresses of making and editing drafts."""

from __future__ import annotations

from django.urls import path

from .views import draft, history, levels, new_framework, tracks

_DRAFT = "frameworks/<slug:slug>/draft/"
_TRACK = f"{_DRAFT}tracks/<uuid:key>/"
_LEVEL = f"{_DRAFT}levels/<uuid:key>/"

urlpatterns = [
    path("frameworks/new/", new_framework.new, name="framework-new"),
    path("frameworks/new/people/", new_framework.people, name="people-suggestions"),
    path(_DRAFT, draft.draft, name="draft"),
    path(f"{_DRAFT}start/", draft.start, name="draft-start"),
    path(f"{_DRAFT}discard/", draft.discard, name="draft-discard"),
    path(f"{_DRAFT}details/", draft.details, name="draft-details"),
    path(f"{_DRAFT}undo/", draft.undo, name="draft-undo"),
    path(f"{_DRAFT}deleted/", draft.deleted, name="draft-deleted"),
    path(f"{_DRAFT}tracks/new/", tracks.new, name="track-new"),
    path(_TRACK, tracks.edit, name="track-edit"),
    path(f"{_TRACK}move/", tracks.move, name="track-move"),
    path(f"{_TRACK}delete/", tracks.delete, name="track-delete"),
    path(f"{_DRAFT}levels/new/", levels.new, name="level-new"),
    path(_LEVEL, levels.edit, name="level-edit"),
    path(f"{_LEVEL}move/", levels.move, name="level-move"),
    path(f"{_LEVEL}grade/", levels.grade, name="level-grade"),
    path(f"{_LEVEL}delete/", levels.delete, name="level-delete"),
    path(f"{_LEVEL}history/", history.level_history, name="level-history"),
]
