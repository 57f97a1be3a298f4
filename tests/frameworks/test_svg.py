"""The lattice as an SVG file: well-formed whatever the texts, self-contained, the same every time."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from ladders.frameworks.domain import svg
from ladders.frameworks.domain.figures import written
from ladders.frameworks.domain.lattice import lattice
from ladders.frameworks.domain.lattice_drawing import BandBar, DrawnBand
from ladders.frameworks.domain.measure import width, wrap
from ladders.frameworks.domain.shapes import VersionShape
from ladders.frameworks.domain.svg import WIDTH, Labels, lattice_svg
from tests.frameworks.strategies import versions
from tests.frameworks.versions import GRADES, level, parallel, track, version

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return [item.text or "" for item in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def drawn(shape: VersionShape, **options: object) -> str:
    return lattice_svg(lattice(shape, GRADES), title="Engineering", **options)  # type: ignore[arg-type]


def test_every_level_grade_and_track_is_on_the_picture_and_management_in_the_last_column() -> None:
    picture = drawn(parallel())
    shown = texts(picture)
    assert [text for text in shown if text in ("Specialist", "Project", "Influence", "Management")] == [
        "Specialist",
        "Project",
        "Influence",
        "Management",
    ]
    assert {item.code for item in parallel().levels} - {"E4"} <= set(shown)
    assert "E4 · shared by all tracks" in shown
    assert [text for text in shown if text.startswith("Grade")] == [f"Grade {rank}" for rank in (8, 7, 6, 5, 4)]
    assert "720 – 819" in shown


def test_bands_and_completion_are_shown_where_given() -> None:
    shape = parallel(blank=[("I7", "Design")])
    picture = drawn(
        shape,
        bands={8: DrawnBand("€118k – 164k", BandBar(620, 380))},
        completions={item.key: written(shape, item.key) for item in shape.levels},
    )
    shown = texts(picture)
    assert shown.count("€118k – 164k") == 1
    assert shown.count("2/3 written") == 1
    assert shown.count("✓ 4/4") == 4  # management
    assert "€" not in drawn(shape)
    assert "written" not in " ".join(texts(drawn(shape)))


def test_the_picture_is_told_in_words() -> None:
    root = ElementTree.fromstring(drawn(version(track("E", ["E4"]), track("S", ["S5"]), track("P", ["P5"]))))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "lattice-title lattice-desc"
    assert [item.text for item in root if item.tag in (f"{SVG}title", f"{SVG}desc")] == [
        "Engineering",
        "Grade 5, 430 – 519 points. Specialist: S5 Title S5; Project: P5 Title P5. "
        "Grade 4, 350 – 429 points. shared by all tracks: E4 Title E4.",
    ]


def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    picture = drawn(parallel())
    assert set(re.findall(r"https?://[^\"]*", picture)) == {"http://www.w3.org/2000/svg"}
    assert {item.tag for item in ElementTree.fromstring(picture).iter()} == {
        SVG + tag for tag in ("svg", "title", "desc", "rect", "text")
    }
    assert "style=" not in picture
    assert f'width="{WIDTH}"' in picture


def test_texts_cannot_break_out() -> None:
    evil = level("S5", title='<script>alert("1")</script>', summary="a\x00b\x0b & ]]> \ud800 end")
    picture = drawn(version(track("S", [evil], name="<b>&amp;</b>")))
    shown = " ".join(texts(picture))
    assert "<b>&amp;</b>" in shown
    assert "ab & ]]>" in shown
    assert "<script" not in picture


def test_words_of_the_reader() -> None:
    picture = drawn(
        version(track("E", ["E4"]), track("S", [level("S5", 0)])),
        labels=Labels(shared="für alle", waiting="Noch ohne Stufe: %(levels)s"),
        language="de",
    )
    assert "E4 · für alle" in texts(picture)
    assert "Noch ohne Stufe: S5" in texts(picture)
    assert 'xml:lang="de"' in picture


def test_an_empty_lattice_says_so() -> None:
    assert "No level has a grade yet." in texts(drawn(version()))


@given(versions())
@settings(max_examples=40, deadline=None)
def test_any_version_gives_a_well_formed_picture_the_same_every_time(shape: VersionShape) -> None:
    picture = drawn(shape)
    assert picture == drawn(shape)
    root = ElementTree.fromstring(picture)
    height = float(root.attrib["height"])
    assert all(0 <= float(item.attrib["y"]) <= height for item in root.iter(f"{SVG}text"))
    assert all(float(item.attrib["width"]) > 0 for item in root.iter(f"{SVG}rect"))


def test_lines_break_between_words_and_inside_only_where_they_must() -> None:
    assert wrap("Solves what no one has framed yet", 120, 13) == ("Solves what no", "one has framed", "yet")
    assert wrap("", 100, 13) == ()
    assert wrap("cross-functional", 60, 13) == ("cross-", "function", "al")


def test_wide_letters_need_more_room() -> None:
    assert width("mmm", 10) > width("nnn", 10) > width("iii", 10)
    assert width("設計", 10) > width("ab", 10)
    assert width("a", 10, bold=True) > width("a", 10)
    assert width("e\u0301", 10) == width("e", 10)


@given(st.text(max_size=80), st.floats(20, 400), st.integers(8, 34))
@settings(max_examples=80, deadline=None)
def test_no_line_is_too_wide_and_no_sign_is_lost(text: str, room: float, size: int) -> None:
    lines = wrap(text, room, size)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, size) <= room or len(line) <= 1 or line[1] >= "\u0300" for line in lines)


def test_the_picture_has_the_colours_of_the_pages() -> None:
    style = (Path(__file__).parents[2] / "static/css/app.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", style.partition("@media")[0]))
    drawn = {
        "paper": svg.PAPER,
        "ink": svg.INK,
        "soft": svg.SOFT,
        "line": svg.HAIR,
        "accent": svg.ACCENT,
        "card": svg.CARD,
    }
    assert drawn == {name: light[name] for name in drawn}
