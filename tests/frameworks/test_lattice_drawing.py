"""What the lattice's picture is made of."""

from __future__ import annotations

from uuid import UUID

from ladders.frameworks.domain.lattice_drawing import BandBar, DrawnBand, EditLinks, LatticeView, draw
from ladders.frameworks.domain.shapes import TrackShape, VersionShape
from tests.frameworks.versions import GRADES, key, level, parallel, track, version

EDIT = EditLinks(lambda track: f"/{track.name}", lambda track, grade: f"/new/{track.name}/{grade}")


def _draw(shape: VersionShape, **options: object) -> LatticeView:
    return draw(shape, GRADES, lambda item: f"/{item.code}", **options)  # type: ignore[arg-type]


def test_columns_rows_cells_and_links_of_a_reader() -> None:
    view = _draw(parallel())
    assert [(column.number, column.track.name, column.url) for column in view.columns] == [
        (1, "Specialist", ""),
        (2, "Project", ""),
        (3, "Influence", ""),
        (4, "Management", ""),
    ]
    assert [row.row.code for row in view.rows] == ["8", "7", "6", "5", "4"]
    assert [[card.url for card in cell.cards] for cell in view.rows[0].cells] == [["/S8"], ["/P8"], ["/I8"], ["/M8"]]
    assert [card.url for card in view.rows[-1].shared] == ["/E4"]
    assert [row.parting for row in view.rows] == [False, False, False, True, False]
    assert (view.grid, view.editing, view.waiting, view.banded) == ("lattice-cols-4", False, 0, False)
    assert {card.completion for row in view.rows for cell in row.cells for card in cell.cards} == {None}


def test_an_editor_has_places_to_add_where_a_cell_is_empty() -> None:
    view = _draw(version(track("S", ["S5", "S6"]), track("P", ["P5"])), edit=EDIT, completion=True)
    assert [[cell.add_url for cell in row.cells] for row in view.rows] == [["", "/new/Project/6"], ["", ""]]
    assert [column.add_url for column in view.columns] == ["/new/Specialist/None", "/new/Project/None"]
    assert view.rows[0].cells[0].cards[0].completion == (3, 3)


def test_shared_levels_beside_others_get_a_line_of_their_own() -> None:
    view = _draw(version(track("E", ["E5"]), track("S", ["S5"])))
    assert [(row.two_lines, row.parting) for row in view.rows] == [(True, True)]
    assert view.trunk is not None
    assert (view.trunk.number, view.trunk.track.name) == (0, "Shared start")


def test_bands_and_marks_come_in_as_plain_data() -> None:
    band = DrawnBand("€84k – 117k", BandBar(300, 200))
    view = _draw(parallel(), bands={"6": band}, marks={key("S6"): "you are here"}, proposed={key("S7"), key("E4")})
    assert [row.band for row in view.rows] == [None, None, band, None, None]
    assert view.rows[2].cells[0].cards[0].mark == "you are here"
    assert (view.banded, view.proposed) == (True, 2)


def test_the_bar_of_a_row_lies_where_its_points_lie() -> None:
    bars = {row.row.code: row.bar for row in _draw(parallel(), margin=10).rows}
    assert bars["1"] == BandBar(0, 100)
    assert bars["6"] == BandBar(467, 111)
    assert bars["10"] == BandBar(900, 100)


def test_levels_without_a_grade_wait_by_track() -> None:
    view = _draw(version(track("S", ["S5", level("S0", 0)]), track("P", [level("P0", 0), level("P00", 0)])))
    assert [(group.track.name, [card.level.code for card in group.cards]) for group in view.tray] == [
        ("Specialist", ["S0"]),
        ("Project", ["P0", "P00"]),
    ]
    assert (view.waiting, view.empty) == (3, False)


def test_widths_and_emptiness() -> None:
    kinds = [track("S", []), *(TrackShape(UUID(int=n), track("P", []).kind, str(n)) for n in range(12))]
    assert _draw(version(*kinds[:3])).grid == "lattice-cols-3"
    assert _draw(version(*kinds)).grid == "lattice-cols-many"
    assert (_draw(version()).grid, _draw(version()).empty) == ("lattice-cols-1", True)
