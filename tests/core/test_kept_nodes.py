"""Parts of templates that are written once per language say what they would say anew."""

from __future__ import annotations

import datetime as dt
import threading
from uuid import UUID

import pytest
from django.db import DataError, connection
from django.template import Context, Engine, Template
from django.urls import NoReverseMatch
from django.urls.base import get_script_prefix, set_script_prefix
from django.utils import translation

from ladders.core.kept_nodes import Kept, KeptAddress, KeptAround

BUILTINS = [*Engine.default_builtins, "ladders.core.templatetags.components"]
ALIKE = (
    '{% columns _("January") "num" "R&D" %}',
    '{% styles "reading" "pay" %}',
    '{% chip _("January") "my-pay" here="a" at="a" count=3 %}',
    "{% url 'my-pay' %} {% translate \"January\" %}",
)
AROUND = (
    '{% section "t" _("January") class="no-print" %}<b>{{ said }}</b>{% endsection %}',
    '{% table _("January") class="stack" %}{{ said }}{% endtable %}',
    '{% notice "warning" %}{{ said }}{% endnotice %}',
    "{% crumbs %}{{ said }}{% endcrumbs %}",
)


@pytest.mark.parametrize("source", ALIKE + AROUND)
def test_what_is_kept_says_the_same_as_what_is_written_anew(source: str) -> None:
    template = Template(source)
    nodes = [node for node in template.nodelist if isinstance(node, Kept | KeptAround)]
    assert nodes
    for language in ("en-gb", "de"):
        with translation.override(language):
            for said in ("first", "<second>"):
                context = Context({"said": said})
                assert [str(node.render(context)) for node in nodes] == [
                    str(node.node.render(context)) for node in nodes
                ]
                assert ("Januar" in template.render(context)) == ("January" in source and "January" not in said)


@pytest.mark.parametrize(
    "source",
    [
        "{% columns heading %}",
        '{% columns "a"|add:heading %}',
        "{% chip heading 'my-pay' %}",
        "{% section 't' heading %}{% endsection %}",
        "{% styles 'reading' as sheets %}{{ sheets }}{{ heading }}",
    ],
)
def test_what_something_on_the_page_changes_is_written_anew(source: str) -> None:
    template = Template(source)
    said = [template.render(Context({"heading": heading})) for heading in ("one", "<two>", "one")]
    assert said[0] == said[2] != said[1]
    assert "<two>" not in said[1]
    assert "&lt;two&gt;" in said[1]


@pytest.mark.parametrize("view", ["person", "move", "framework", "guide-page"])
def test_an_address_with_a_value_is_the_one_that_django_finds(view: str) -> None:
    node = Template("{% url '" + view + "' key %}").nodelist[0]
    assert isinstance(node, KeptAddress)
    key, before = UUID("7d444840-9dc0-11d1-b245-5ffdce74fad2"), get_script_prefix()
    try:
        for prefix in ("/", "/h&r/"):
            set_script_prefix(prefix)
            for value in (1, 2**40, key, str(key), "one", "a b&c", 0, -1, True, None, ""):
                for autoescape in (True, False):
                    context = Context({"key": value}, autoescape=autoescape)
                    said = []
                    for each in (node, node, node.node):
                        try:
                            said.append(each.render(context))
                        except NoReverseMatch:
                            said.append("none")
                    assert said[0] == said[1] == said[2]
    finally:
        set_script_prefix(before)


def test_kept_addresses_begin_where_the_product_stands() -> None:
    template, before = Template('{% chip _("Pay") "my-pay" %}'), get_script_prefix()
    assert 'href="/pay/"' in template.render(Context())
    try:
        set_script_prefix("/hr/")
        assert 'href="/hr/pay/"' in template.render(Context())
    finally:
        set_script_prefix(before)


def test_a_block_within_a_kept_one_can_be_gone_on_with_by_another_template() -> None:
    pages = {
        "below": '{% notice "warning" %}{% block said %}first{% endblock %}{% endnotice %}',
        "above": '{% extends "below" %}{% block said %}{{ block.super }} and second{% endblock %}',
    }
    engine = Engine(loaders=[("django.template.loaders.locmem.Loader", pages)], builtins=BUILTINS)
    assert engine.get_template("above").render(Context()) == '<p class="notice notice-warning">first and second</p>'


def test_a_language_is_that_of_its_thread() -> None:
    seen: list[str] = []
    with translation.override("de"):
        other = threading.Thread(target=lambda: seen.append(translation.gettext("January")))
        other.start()
        other.join()
        assert translation.gettext("January") == "Januar"
    assert seen == ["January"]


@pytest.mark.django_db
def test_moments_are_read_as_the_driver_reads_them() -> None:
    texts = (
        "2026-07-01 12:00:00+00", "2026-07-01 12:00:00.5+00", "2026-07-01 12:00:00.123456+00", "2026-12-31 23:59:59.000001+05:30",
        "0001-01-01 00:00:00+00", "9999-12-31 23:59:59.999999+00",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT unnest(%s::text[]::timestamptz[])", [list(texts)])
        found = [row[0] for row in cursor.fetchall()]
    assert found == [dt.datetime.fromisoformat(each) for each in texts]
    assert {each.tzinfo for each in found} == {dt.UTC}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'infinity'::timestamptz")
        with pytest.raises(DataError):  # the driver's own
            cursor.fetchall()
