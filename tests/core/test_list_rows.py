"""Rows of lists that are written without a template: what they say, and that nothing gets in unescaped."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from ladders.core.lists.kinds import Column, Holds
from ladders.core.lists.rows import address_of, escaped, escaped_all, long_day, markup, moments, short_day, write_rows

COLUMNS = (
    Column("name", lazy("Name"), ("name",)),
    Column("size", lazy("How “big” & <how> old"), ("size",), holds=Holds.NUMBERS),
)
CELLS = {"name": lambda row: markup('<a href="{}">{}</a>', "/x/?a=1&b=2", row[0]), "size": lambda row: row[1]}


def test_a_row_has_the_cells_of_its_columns_and_all_that_is_no_html_is_escaped() -> None:
    html = write_rows(COLUMNS, [("<b>Eve & Co</b>", "<i>\"1'"), ("Bo", "")], CELLS, heading="name")
    label = '<td data-label="How “big” &amp; &lt;how&gt; old" class="num">'
    assert html == (
        '<tbody><tr><th scope="row"><a href="/x/?a=1&amp;b=2">&lt;b&gt;Eve &amp; Co&lt;/b&gt;</a></th>'
        f"{label}&lt;i&gt;&quot;1&#x27;</td></tr>\n"
        f'<tr><th scope="row"><a href="/x/?a=1&amp;b=2">Bo</a></th>{label}–</td></tr>\n</tbody>'
    )


def test_only_the_columns_shown_are_worked_out_and_there_is_no_body_without_rows() -> None:
    assert write_rows(COLUMNS[1:], [(None, 3)], {"size": lambda row: row[1]}).count("<td") == 1
    assert write_rows(COLUMNS, [], CELLS) == ""


def test_a_cell_says_html_and_what_belongs_into_its_braces() -> None:
    cells = {"size": lambda row: ('<i>{}</i> {}<b class="{}">{}</b>', *row)}
    rows = [("<1>", markup("<hr>{}", "&"), 'a"b', 3), ("{}", "{0}", "", lazy("A & B"))]
    body = [re.sub("<td[^>]*>", "<td>", row) for row in write_rows(COLUMNS[1:], rows, cells).split("\n")]
    assert body == [
        '<tbody><tr><td><i>&lt;1&gt;</i> <hr>&amp;<b class="a&quot;b">3</b></td></tr>',
        '<tr><td><i>{}</i> {0}<b class="">A &amp; B</b></td></tr>',
        "</tbody>",
    ]


def test_many_values_are_escaped_as_each_is_alone() -> None:
    values = ["<", markup("<b>{}</b>", "'"), 5, None, dt.date(2026, 3, 1), lazy("Sick & tired"), "", "{}", "plain"]
    assert escaped_all(values) == [escaped(value) for value in values]
    assert escaped_all(["a\0<", "b\0", "&"]) == ["a\0&lt;", "b\0", "&amp;"]
    assert escaped_all([]) == []


def test_a_heading_may_hold_braces() -> None:
    column = Column("size", lazy("Size {cm}"), ("size",))
    assert '<td data-label="Size {cm}">5</td>' in write_rows([column], [5], {"size": lambda row: row})


def test_a_box_selects_a_row_under_its_name() -> None:
    html = write_rows(COLUMNS[1:], [('"Eve"', 1)], CELLS, select=lambda row: (7, row[0]))
    assert 'name="row" value="7" data-select-row aria-label="Select &quot;Eve&quot;"' in html
    assert '<input type="hidden" form="many" name="shown" value="7">' in html


def test_addresses_of_many_ids_are_those_that_the_router_gives() -> None:
    key = UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2")
    assert address_of("person")(31) == reverse("person", args=[31])
    assert address_of("move", UUID)(key) == reverse("move", args=[key])


def test_texts_that_are_html_already_stay_and_a_text_that_only_looks_like_it_does_not() -> None:
    assert escaped(markup("<b>{}</b>", "<")) == "<b>&lt;</b>"
    assert escaped("<b>{}</b>") == "&lt;b&gt;{}&lt;/b&gt;"
    assert escaped(lazy("Sick & tired")) == "Sick &amp; tired"


def test_days_and_moments_are_those_of_the_readers_zone() -> None:
    late = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/London"):
        assert short_day(late) == "1 Jul 2026"
        assert moments()(late) == '<time datetime="2026-07-01T00:30:00+01:00">1 Jul 2026, 00:30</time>'
    assert (short_day(None), short_day(dt.date(2026, 3, 3)), long_day(dt.date(2026, 3, 3))) == (
        "",
        "3 Mar 2026",
        "3 March 2026",
    )
