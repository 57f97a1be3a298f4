"""What goes out comes back in unchanged: every template in every format, and texts that files tend to hurt."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ladders.exchange.frameworks_out.formats.formats import Format
from ladders.exchange.frameworks_out.formats.source import carried
from ladders.exchange.frameworks_out.formats.texts import neutral, normal, plain
from ladders.frameworks.domain.shapes import (
    EMPTY,
    CompetencyShape,
    EvaluationShape,
    ExpectationShape,
    GradingMethod,
    GroupKind,
    GroupShape,
    LevelShape,
    RatingShape,
    StepShape,
    TrackKind,
    TrackShape,
    VersionShape,
)
from ladders.frameworks.library import template_shape, templates
from tests.frameworks.strategies import LINKS
from tests.frameworks.versions import key, level, track, version

from .exports import DUE, PLAN, back, expected, got, received, sent
from .samples import messages

NASTY = [
    "=1+1", "+and more", "-- minus", "@here", "'=quoted", "''tis", "NOT IN USE", "N/A", "-", "null", "true", "~", "3", "007",
    "1e5", "2026-01-01", "Level 3", "a: b", "a:b #c", "- one\n- two", "# Heading\n\n---\n\n> quote", "Same as above, plus more",
    "(+) and more", "a\u00a0b", "two  blanks", "line  \nend", "🧠 Knowledge", "👩\u200d💻", "naïve e\u0301", "_x0041_", "_x000D_",
    'say "so", or; not|', "tab\there", "back\\slash\\n", "<b>&amp;</b>", "|a|b|", "***", "\u202eabc", "{curly: [1]}", "%done",
    "x" * 9_000, "Engineering framework", "lower case", "Yes", "{{ x }}", "Evaluated here", "Slotted: Hay", "&x *x !x", "? y",
]  # fmt: skip
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
TEXTS = (st.sampled_from(NASTY) | st.text(CHARACTERS, max_size=30) | st.text("=+-@' \n\t\"\\:_x04\r", max_size=8)).map(
    normal
)
LINES = TEXTS.map(lambda text: " ".join(text.split())[:50].strip())
NAMES = LINES.filter(bool)


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("slug", [template.slug for template in templates()])
def test_every_template_comes_back_unchanged(slug: str, format: Format) -> None:
    shape = template_shape(slug, PLAN)

    result = received(sent(shape, format), format)

    assert (messages(result), result.left_out) == ([], [])
    assert got(back(result), format) == expected(shape, format)
    # Nothing of a template is lost before it goes out.
    assert carried(shape) == replace(shape, expectations={k: v for k, v in shape.expectations.items() if v != EMPTY})


@st.composite
def anything(draw: st.DrawFn) -> VersionShape:
    """A version of names and texts that files tend to hurt; one shared track at most and first, management never before."""
    names = draw(st.lists(NAMES, min_size=12, max_size=12, unique_by=str.casefold))
    groups = tuple(GroupShape(key(f"g{n}"), names[n], draw(st.sampled_from(list(GroupKind)))) for n in range(3))
    competencies = tuple(
        CompetencyShape(key(f"c{n}"), names[n + draw(st.integers(0, 1))], groups[n].key, draw(TEXTS), draw(LINKS))
        for n in range(2)
    )
    tracks = tuple(
        TrackShape(
            key(f"t{n}"),
            kind,
            names[3 + n],
            tuple(draw(_level(n, m)) for m in range(2 - n % 2)),
            draw(LINES),
            draw(TEXTS),
        )
        for n, kind in enumerate(
            [*draw(st.sampled_from([[], [TrackKind.SHARED]])), TrackKind.PROJECT, TrackKind.MANAGEMENT]
        )
    )
    levels = [level for item in tracks for level in item.levels]
    texts = st.builds(ExpectationShape, st.none() | st.integers(1, 9), TEXTS, st.just("") | TEXTS, st.booleans(), LINKS)
    ratings = st.dictionaries(
        st.sampled_from([factor.key for factor in PLAN.factors]),
        st.builds(RatingShape, st.integers(1, 8), TEXTS),
        min_size=1,
    )
    return VersionShape(
        draw(NAMES),
        4,
        "published",
        summary=draw(TEXTS),
        statement=draw(TEXTS),
        scale=tuple(StepShape(n, names[8 + n], draw(TEXTS)) for n in range(1, draw(st.integers(2, 3)))),
        tracks=tracks,
        groups=groups,
        competencies=competencies,
        expectations={
            (one.key, item.key): draw(texts) for one in levels for item in competencies if draw(st.booleans())
        },
        evaluations={
            one.key: EvaluationShape(draw(ratings), ("Ada",), draw(TEXTS), DUE, draw(st.booleans()))
            for one in levels
            if one.method is GradingMethod.EVALUATED
        },
    )


@st.composite
def _level(draw: st.DrawFn, track: int, number: int) -> LevelShape:
    code = draw(NAMES)[:20].strip()
    shape = LevelShape(key(f"l{track}{number}"), f"{code}{track}{number}", draw(NAMES), draw(LINES), draw(TEXTS))
    method = draw(st.sampled_from(list(GradingMethod)))
    if method is GradingMethod.NONE:
        return shape
    grade = draw(st.sampled_from(PLAN.grades))
    graded = replace(shape, grade=grade.code, rank=grade.rank, method=method)
    if method is GradingMethod.EVALUATED:
        return replace(graded, points=draw(st.integers(100, 1000)))
    return replace(graded, source=draw(NAMES), due=DUE)


@pytest.mark.parametrize("format", [Format.JSON, Format.MARKDOWN, Format.CSV])
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(shape=anything())
def test_anything_comes_back_unchanged(format: Format, shape: VersionShape) -> None:
    result = received(sent(shape, format), format)

    assert not result.errors
    assert got(back(result), format) == expected(shape, format)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(shape=anything())
def test_anything_comes_back_unchanged_from_a_workbook(shape: VersionShape) -> None:
    result = received(sent(shape, Format.XLSX), Format.XLSX)

    assert not result.errors
    assert got(back(result), Format.XLSX) == expected(shape, Format.XLSX)


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("text", NASTY)
def test_a_text_that_files_tend_to_hurt(text: str, format: Format) -> None:
    shape = version(
        track("S", [level("S5", title=text[:100].strip(), points=450)], purpose=text),
        texts={("S5", "Design"): ExpectationShape(3, text, text, False)},
    )

    result = received(sent(shape, format), format)

    assert got(back(result), format) == expected(shape, format)


@given(st.text(CHARACTERS))
def test_no_cell_of_a_csv_is_run_and_every_one_comes_back(text: str) -> None:
    assert plain(neutral(text)) == text
    assert neutral(text)[:1] not in set("=+-@\t\r")
    assert normal(normal(text)) == normal(text)


def test_a_wish_or_a_mapping_is_heard_even_for_our_own_files() -> None:
    data = sent(version(track("S", ["S5", "S6"])), Format.CSV)

    from ladders.exchange.frameworks_in.pipeline import read

    result = read([("f.csv", data)], where=["Level code=S6"])

    assert [item.code for item in result.draft.levels] == ["S6"]


def test_evaluators_and_notes_stay_out_for_readers() -> None:
    from ladders.exchange.frameworks_out.formats.documents import document

    from .exports import source

    shape = version(
        track("S", [level("S5", points=450)]),
        evaluations={
            key("S5"): EvaluationShape({PLAN.factors[0].key: RatingShape(4, "why")}, ("Ada",), "between us", DUE)
        },
    )
    told = json.dumps(document(source(shape, private=False)))

    assert ("Ada" in told, "between us" in told, '"why": "why"' in told) == (False, False, True)
    assert "between us" in json.dumps(document(source(shape)))
