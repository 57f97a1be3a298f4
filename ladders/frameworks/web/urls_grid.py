"""Addresses of the competency grid: cells, groups and competencies, the proficiency scale."""

from __future__ import annotations

from django.urls import path

from .views import cell_tools, competencies, grid, scale

GRID = "frameworks/<slug:slug>/draft/competencies/"
CELL = f"{GRID}<uuid:level>/<uuid:competency>/"

urlpatterns = [
    path(GRID, grid.grid_page, name="draft-grid"),
    path(CELL, grid.cell_page, name="draft-cell"),
    path(f"{CELL}history/", cell_tools.history_page, name="draft-cell-history"),
    path(f"{CELL}history/<int:event>/restore/", cell_tools.restore, name="draft-cell-restore"),
    path(f"{CELL}copy/", cell_tools.copy_page, name="draft-cell-copy"),
    path(f"{GRID}arrange/", competencies.arrange_page, name="draft-competencies"),
    path(f"{GRID}new/", competencies.competency_new, name="draft-competency-new"),
    path(f"{GRID}groups/new/", competencies.group_new, name="draft-group-new"),
    path(f"{GRID}groups/<uuid:group>/", competencies.group_edit, name="draft-group-edit"),
    path(f"{GRID}groups/<uuid:group>/move/", competencies.group_move, name="draft-group-move"),
    path(f"{GRID}groups/<uuid:group>/delete/", competencies.group_delete, name="draft-group-delete"),
    path(f"{GRID}groups/<uuid:group>/restore/", competencies.group_restore, name="draft-group-restore"),
    path(f"{GRID}<uuid:competency>/", competencies.competency_edit, name="draft-competency-edit"),
    path(f"{GRID}<uuid:competency>/move/", competencies.competency_move, name="draft-competency-move"),
    path(f"{GRID}<uuid:competency>/delete/", competencies.competency_delete, name="draft-competency-delete"),
    path(f"{GRID}<uuid:competency>/restore/", competencies.competency_restore, name="draft-competency-restore"),
    path("frameworks/<slug:slug>/draft/scale/", scale.scale_page, name="draft-scale"),
    path("frameworks/<slug:slug>/draft/scale/remove/", scale.step_remove, name="draft-scale-remove"),
]
