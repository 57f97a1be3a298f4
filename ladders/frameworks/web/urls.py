"""Addresses of this room. What edits comes first: its words are no codes of levels."""

from django.urls import path

from .views import (
    calibration,
    cell_tools,
    comparison,
    competencies,
    draft,
    evaluation,
    evaluation_overview,
    grade_all,
    grading_sheet,
    grid,
    history,
    levels,
    many_competencies,
    new_framework,
    owners,
    parity,
    pictures,
    plan_change,
    publication,
    published_pages,
    scale,
    search,
    shelf,
    take_back,
    tracks,
)

_DRAFT = "frameworks/<slug:slug>/draft/"
_TRACK = f"{_DRAFT}tracks/<uuid:key>/"
_LEVEL = f"{_DRAFT}levels/<uuid:key>/"
_GRID = "frameworks/<slug:slug>/draft/competencies/"
_CELL = f"{_GRID}<uuid:level>/<uuid:competency>/"
_EVALUATION = f"{_DRAFT}levels/<uuid:key>/evaluation/"
_FRAMEWORK = "frameworks/<slug:slug>/"
_VERSION = "frameworks/<slug:slug>/versions/<int:number>/"

urlpatterns = [
    # drafts
    path("frameworks/new/", new_framework.new, name="framework-new"),
    path("frameworks/new/people/", new_framework.people, name="people-suggestions"),
    path("frameworks/owners/", owners.owners, name="framework-owners"),
    path("frameworks/owners/several/", owners.owners_several, name="framework-owners-several"),
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
    # the competency grid: cells, groups and competencies, the proficiency scale
    path(_GRID, grid.grid_page, name="draft-grid"),
    path(_CELL, grid.cell_page, name="draft-cell"),
    path(f"{_CELL}history/", cell_tools.history_page, name="draft-cell-history"),
    path(f"{_CELL}history/<int:event>/restore/", cell_tools.restore, name="draft-cell-restore"),
    path(f"{_CELL}copy/", cell_tools.copy_page, name="draft-cell-copy"),
    path(f"{_GRID}arrange/", competencies.arrange_page, name="draft-competencies"),
    path(f"{_GRID}several/", many_competencies.competencies_several, name="draft-competencies-several"),
    path(f"{_GRID}new/", competencies.competency_new, name="draft-competency-new"),
    path(f"{_GRID}groups/new/", competencies.group_new, name="draft-group-new"),
    path(f"{_GRID}groups/<uuid:group>/", competencies.group_edit, name="draft-group-edit"),
    path(f"{_GRID}groups/<uuid:group>/move/", competencies.group_move, name="draft-group-move"),
    path(f"{_GRID}groups/<uuid:group>/delete/", competencies.group_delete, name="draft-group-delete"),
    path(f"{_GRID}groups/<uuid:group>/restore/", competencies.group_restore, name="draft-group-restore"),
    path(f"{_GRID}<uuid:competency>/", competencies.competency_edit, name="draft-competency-edit"),
    path(f"{_GRID}<uuid:competency>/move/", competencies.competency_move, name="draft-competency-move"),
    path(f"{_GRID}<uuid:competency>/delete/", competencies.competency_delete, name="draft-competency-delete"),
    path(f"{_GRID}<uuid:competency>/restore/", competencies.competency_restore, name="draft-competency-restore"),
    path("frameworks/<slug:slug>/draft/scale/", scale.scale_page, name="draft-scale"),
    path("frameworks/<slug:slug>/draft/scale/remove/", scale.step_remove, name="draft-scale-remove"),
    # evaluating levels, comparing evaluations, and putting a new plan in force
    path(f"{_DRAFT}evaluation/", evaluation_overview.draft_evaluation, name="draft-evaluation"),
    path(f"{_DRAFT}evaluation/confirm/", evaluation_overview.confirm, name="draft-evaluation-confirm"),
    path(f"{_DRAFT}grading/", grading_sheet.sheet, name="draft-grading"),
    path(f"{_DRAFT}grading/many/", grade_all.grade_all, name="draft-grade-all"),
    path(f"{_DRAFT}grading/<int:batch>/undo/", grading_sheet.undo, name="draft-grading-undo"),
    path(_EVALUATION, evaluation.level_evaluation, name="level-evaluation"),
    path(f"{_EVALUATION}result/", evaluation.result, name="level-evaluation-result"),
    path(f"{_EVALUATION}slot/", evaluation.slot, name="level-evaluation-slot"),
    path(f"{_EVALUATION}unslot/", evaluation.unslot, name="level-evaluation-unslot"),
    path(f"{_EVALUATION}clear/", evaluation.clear, name="level-evaluation-clear"),
    path("calibration/", calibration.calibration, name="calibration"),
    path("impact/draft/preview/", plan_change.preview, name="plan-preview"),
    path("impact/draft/activate/", plan_change.activate, name="plan-activate"),
    # checking and publishing a draft
    path("frameworks/<slug:slug>/draft/parity/", parity.parity_page, name="parity"),
    path("frameworks/<slug:slug>/draft/parity/reason/", parity.reason, name="parity-reason"),
    path("frameworks/<slug:slug>/draft/parity/reason/withdraw/", parity.withdraw, name="parity-reason-withdraw"),
    path("frameworks/<slug:slug>/draft/publish/", publication.publish_page, name="publish"),
    path("frameworks/<slug:slug>/draft/publish/ask/", publication.ask, name="publish-ask"),
    path("frameworks/<slug:slug>/draft/publish/confirm/", publication.confirm, name="publish-confirm"),
    path("frameworks/<slug:slug>/draft/successors/<uuid:removed>/", publication.successor, name="successor"),
    path(
        "frameworks/<slug:slug>/draft/reorganisations/<uuid:level>/", publication.reorganisation, name="reorganisation"
    ),
    path("frameworks/<slug:slug>/draft/consultations/", publication.consultation, name="consultation"),
    path(
        "frameworks/<slug:slug>/draft/consultations/<int:pk>/remove/",
        publication.consultation_remove,
        name="consultation-remove",
    ),
    # reading: what every employee may open. A version’s own pages have the same names with "version-" before
    path("frameworks/", shelf.framework_list, name="framework-list"),
    path("search/", search.search, name="search"),
    path("search/quick/", search.quick, name="search-quick"),
    path(_FRAMEWORK, published_pages.lattice_page, name="framework"),
    path(f"{_FRAMEWORK}levels/<str:ref>/", published_pages.level_page, name="level"),
    path(f"{_FRAMEWORK}competencies/", published_pages.competencies_page, name="competencies"),
    path(f"{_FRAMEWORK}lattice.svg", pictures.lattice_svg, name="lattice-svg"),
    path(f"{_FRAMEWORK}take-back/", take_back.take_back_page, name="publication-take-back"),
    path(f"{_FRAMEWORK}versions/", shelf.version_list, name="version-list"),
    path(_VERSION, published_pages.lattice_page, name="version"),
    path(f"{_VERSION}levels/<str:ref>/", published_pages.level_page, name="version-level"),
    path(f"{_VERSION}competencies/", published_pages.competencies_page, name="version-competencies"),
    path(f"{_VERSION}lattice.svg", pictures.lattice_svg, name="version-lattice-svg"),
    path(f"{_FRAMEWORK}compare/", comparison.compare_page, name="compare"),
    path(f"{_FRAMEWORK}draft/changes/", comparison.draft_changes, name="draft-changes"),
]
