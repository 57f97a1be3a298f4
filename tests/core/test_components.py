"""The parts that stand on many pages: what their tags write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.template import Context, Template
from django.utils.safestring import mark_safe

from ladders.core.lists.page import page_queries

TEMPLATES = Path(__file__).parents[2] / "templates"


def rendered(text: str, **context: Any) -> str:
    """What the template makes of the context."""
    return Template(text).render(Context(context))


def test_stylesheets_are_linked_in_their_order() -> None:
    assert rendered('{% styles "reading" "pay" %}') == (
        '<link rel="stylesheet" href="/static/css/reading.css">\n<link rel="stylesheet" href="/static/css/pay.css">'
    )


def test_the_head_of_a_table_says_which_columns_hold_numbers() -> None:
    assert rendered('{% columns _("Level") "num" _("Points") grade %}', grade="<Grade>") == (
        '<thead>\n<tr>\n<th scope="col">Level</th>\n<th scope="col" class="num">Points</th>\n'
        '<th scope="col">&lt;Grade&gt;</th>\n</tr>\n</thead>'
    )
    assert rendered('{% columns "unseen" _("Remove") _("Name") %}') == (
        '<thead>\n<tr>\n<th scope="col"><span class="visually-hidden">Remove</span></th>\n'
        '<th scope="col">Name</th>\n</tr>\n</thead>'
    )


def test_an_empty_list_says_so_under_a_heading() -> None:
    assert rendered('{% empty_state _("Nobody") %}Name {{ who }}.{% endempty_state %}', who="R&D") == (
        '<div class="empty"><h2>Nobody</h2><p>Name R&amp;D.</p></div>'
    )


def test_a_form_is_sent_to_its_own_page_by_one_button() -> None:
    class Reason(forms.Form):
        reason = forms.CharField()

    written = rendered('{% post_form form _("Send") %}', form=Reason({"reason": ""}), csrf_token="abc")
    assert written.startswith(
        '<form method="post" novalidate><input type="hidden" name="csrfmiddlewaretoken" value="abc">'
    )
    assert written.endswith('<p class="actions"><button class="btn btn-primary">Send</button></p></form>')
    assert "is-invalid" in written  # the form as crispy writes it, with what is wrong


def test_a_form_can_be_sent_elsewhere_and_left() -> None:
    class Reason(forms.Form):
        reason = forms.CharField()

    said = '_("Ask") "zone" 7 kind="outline-primary" cancel=_("Back") to="home" novalidate=False class="prose"'
    written = rendered("{% post_form form " + said + " %}", form=Reason(), csrf_token="abc")
    assert written.startswith('<form action="/" class="prose" method="post"><input type="hidden" name="csrf')
    assert written.endswith(
        '<p class="actions"><button class="btn btn-outline-primary">Ask</button>'
        ' <a class="btn btn-quiet" href="/bands/zone/7/">Back</a></p></form>'
    )


def test_the_button_that_sends_a_form_and_the_link_that_leaves_it() -> None:
    assert rendered('{% actions _("Save") %}') == '<p class="actions"><button class="btn btn-primary">Save</button></p>'
    assert rendered('{% actions words back name="do" value="save" %}', words="R&D", back="/x/?y=1&z=2") == (
        '<p class="actions"><button class="btn btn-primary" name="do" value="save">R&amp;D</button>'
        ' <a class="btn btn-quiet" href="/x/?y=1&amp;z=2">Cancel</a></p>'
    )


def test_of_pages_that_belong_together_the_page_itself_is_marked() -> None:
    bar = '{% chip _("Home") "home" here=tab at="start" count=new %}{% chip _("Zone") "zone" 7 here=tab at="zone" %}'
    assert rendered(bar, tab="start", new=2) == (
        '<a class="chip" href="/" aria-current="page">Home<span class="chip-count"> 2</span></a>'
        '<a class="chip" href="/bands/zone/7/">Zone</a>'
    )
    assert "aria-current" not in rendered(bar, new=0)


def test_options_are_escaped_and_the_chosen_one_is_selected() -> None:
    """Texts stand for themselves; of pairs the value is compared, by its type, too."""
    write = "<select>{% options choices chosen %}</select>"
    assert rendered(write, choices=["R&D", "<b>"], chosen="R&D") == (
        '<select><option value="R&amp;D" selected>R&amp;D</option>\n<option value="&lt;b&gt;">&lt;b&gt;</option></select>'
    )
    assert rendered(write, choices=[("", "All"), (3, "“Three”")], chosen="3") == (
        '<select><option value="">All</option>\n<option value="3">“Three”</option></select>'
    )
    assert rendered(write, choices=[(1, "One", False), (2, "<b>", True)]) == (
        '<select><option value="1">One</option>\n<option value="2" selected>&lt;b&gt;</option></select>'
    )
    assert rendered(write, choices=[]) == "<select></select>"


def test_a_forms_select_field_is_what_django_writes() -> None:
    choices = [
        ("", "Any"),
        (7, "A & B"),
        ("<x>", mark_safe("<b>")),
        ("Group 'one'", [("a", "First"), ("b", 'Second "b"')]),
    ]
    field = forms.Select(attrs={"class": "form-select", "required": True, "hidden": False}, choices=choices)
    own = field.render("level", "b", {"id": "id_level"})
    django = str(DjangoTemplates().render(field.template_name, field.get_context("level", "b", {"id": "id_level"})))
    assert re.sub(r"\s+", " ", own).replace("> <", "><") == re.sub(r"\s+", " ", django).replace("> <", "><").strip()
    assert '<optgroup label="Group &#x27;one&#x27;">' in own
    assert '<option value="b" selected>Second &quot;b&quot;</option>' in own


@pytest.mark.parametrize("value", [None, "", 'O"Brien <b>', 7, mark_safe("&amp;")])
@pytest.mark.parametrize(
    "kind",
    [forms.TextInput, forms.NumberInput, forms.EmailInput, forms.HiddenInput, forms.DateInput, forms.PasswordInput],
)
def test_a_forms_field_of_one_line_is_what_django_writes(kind: Any, value: Any) -> None:
    field = kind(
        attrs={"class": "form-control", "required": True, "readonly": False, "title": 'A "b"', "maxlength": 12345}
    )
    given = "name", value, {"id": "id_name"}
    assert field.render(*given) == DjangoTemplates().render(field.template_name, field.get_context(*given))


def test_crumbs_are_a_paragraph_with_further_classes() -> None:
    """The content stands as it is written."""
    written = rendered('{% crumbs class="no-print" %}<a href="/">Up</a> / {{ name }}{% endcrumbs %}', name="<b>")
    assert written == '<p class="crumbs no-print"><a href="/">Up</a> / &lt;b&gt;</p>'


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("{% notice %}", '<p class="notice">Look.</p>'),
        ('{% notice "warning" role="alert" %}', '<p class="notice notice-warning" role="alert">Look.</p>'),
        ('{% notice kind tag="div" class="undo" %}', '<div class="notice notice-error undo">Look.</div>'),
        ('{% notice "" id="" hidden=True %}', '<p class="notice" hidden>Look.</p>'),
    ],
)
def test_a_notice_has_a_kind_and_attributes(tag: str, written: str) -> None:
    """Attributes that are empty are left out."""
    assert rendered(tag + "Look.{% endnotice %}", kind="error") == written


class Amount(forms.Form):
    """A form with one field that is never right, and something wrong with the whole."""

    value = forms.IntegerField(validators=[MaxValueValidator(3, "<b>"), MaxValueValidator(4, "High.")])


def test_what_is_wrong_with_a_field_stands_under_it() -> None:
    """A line for each error; where it has an id, one for all; nothing where nothing is wrong or there is no such field."""
    wrong, right = Amount({"value": "5"})["value"], Amount({"value": "3"})["value"]
    line = '<span class="invalid-feedback d-block">'
    assert rendered("{% field_errors field %}", field=wrong) == f"{line}&lt;b&gt;</span>{line}High.</span>"
    assert rendered('{% field_errors field "p" id=field.auto_id|add:"_error" %}', field=wrong) == (
        '<p class="invalid-feedback d-block" id="id_value_error">&lt;b&gt; High.</p>'
    )
    alert = '<span class="small tag-warm" role="alert">'
    assert rendered('{% field_alerts field "span" %}', field=wrong) == f"{alert}&lt;b&gt;</span>{alert}High.</span>"
    assert rendered('{% field_errors field id="x" %}{% field_alerts field %}', field=right) == ""
    assert rendered("{% field_errors field %}") == ""


def test_what_is_wrong_with_a_form_is_a_notice() -> None:
    """A paragraph each, and no notice without any."""
    assert rendered('{% error_notice said "warning" class="wide" %}', said=["<b>", "Two."]) == (
        '<div class="notice notice-warning wide" role="alert"><p>&lt;b&gt;</p><p>Two.</p></div>'
    )
    assert rendered("{% error_notice said %}{% error_notice form.non_field_errors %}", said=[]) == ""
    assert rendered('{% error_notice said "warning" otherwise="Look below." %}', said=[]) == (
        '<div class="notice notice-warning" role="alert"><p>Look below.</p></div>'
    )
    assert rendered('{% error_notice said otherwise="Look below." %}', said=["One."]).count("<p>") == 1


@pytest.mark.parametrize(
    ("behind", "following", "links"),
    [
        (None, 8, '<a rel="next" href="?q=a+b&amp;after=8">Next page</a>'),
        (4, None, '<a href="?q=a+b">Back to the first page</a>'),
        (4, 8, '<a href="?q=a+b">Back to the first page</a>\n<a rel="next" href="?q=a+b&amp;after=8">Next page</a>'),
    ],
)
def test_pages_lead_to_the_first_and_the_next(behind: int | None, following: int | None, links: str) -> None:
    """What narrows the list stays in the addresses."""
    queries = page_queries(QueryDict("q=a+b&after=4"), behind, following)
    assert (
        rendered("{% page_links first following %}", **queries) == f'<nav aria-label="Pages" class="bar">{links}</nav>'
    )


def test_a_list_of_one_page_has_no_pages() -> None:
    """Neither links nor an empty landmark; links can be called otherwise."""
    assert rendered("{% page_links first following %}", **page_queries(QueryDict(""), None, "")) == ""
    assert rendered('{% page_links "" "a=1" back="Latest" on="Earlier" class="low" %}') == (
        '<nav aria-label="Pages" class="bar low"><a href="?">Latest</a>\n<a rel="next" href="?a=1">Earlier</a></nav>'
    )


def test_pages_with_numbers_keep_what_narrows_the_list() -> None:
    """Far ones are left out; one page alone has no numbers."""
    pages = Paginator(range(200), 10)
    found = rendered('{% numbered_pages page kept "#list" %}', page=pages.page(20), kept="q=a+b&show=new")
    assert found.startswith('<nav aria-label="Pages"><ul class="pages">')
    assert re.findall(r'href="([^"]+)"( aria-current="page")?><[^>]+>Page </span>(\d+)', found) == [
        (f"?q=a+b&amp;show=new&amp;page={number}#list", ' aria-current="page"' if number == 20 else "", str(number))
        for number in (1, 2, 17, 18, 19, 20)
    ]
    assert 'href="?page=1"' in rendered("{% numbered_pages page kept %}", page=pages.page(2), kept="")
    assert rendered("{% numbered_pages page kept %}", page=Paginator([1], 10).page(1), kept="a=1") == ""


def test_a_section_is_named_by_its_heading() -> None:
    """A heading from data is escaped; the attributes are those of the section."""
    written = rendered('{% section "way" name class="apart" %}<p>Text</p>{% endsection %}', name="A & B")
    assert written == '<section aria-labelledby="way" class="apart"><h2 id="way">A &amp; B</h2><p>Text</p></section>'


def test_a_table_scrolls_and_says_what_it_holds() -> None:
    """The caption is the label, another one, or none."""
    wrap = '<div class="table-wrap" tabindex="0" role="region" aria-label="Plans"><table class="list stack">'
    hidden = '<caption class="visually-hidden">{}</caption>'
    for given, caption in (("", hidden.format("Plans")), (' caption="All"', hidden.format("All")), (' caption=""', "")):
        written = rendered(f'{{% table _("Plans") class="stack"{given} %}}<tr></tr>{{% endtable %}}')
        assert written == f"{wrap}{caption}<tr></tr></table></div>"
    assert 'role="group"' in rendered('{% table "Plans" role="group" %}{% endtable %}')


def test_a_post_button_asks_sends_and_is_guarded() -> None:
    """One form, its token, what is sent along, and the button."""
    written = rendered(
        '{% post_button "seat-remove" "sales" key confirm=ask send_seen=3 class="linklike" id="go" %}Go{% endpost_button %}',
        key="8a3f9d6e-0000-4000-8000-000000000000",
        ask="“Sure” & certain?",
        csrf_token="t0ken",
    )
    address = re.search(r'action="([^"]+)"', written)
    assert address is not None
    assert address[1].endswith("/8a3f9d6e-0000-4000-8000-000000000000/remove/")
    assert written == (
        f'<form action="{address[1]}" data-confirm="“Sure” &amp; certain?" method="post">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="t0ken"><input type="hidden" name="seen" value="3">'
        '<button class="linklike" id="go">Go</button></form>'
    )


def test_a_post_button_takes_an_address_and_is_quiet_by_itself() -> None:
    """An address stands as it is."""
    written = rendered('{% post_button "/roles/" %}Go{% endpost_button %}')
    assert written == '<form action="/roles/" method="post"><button class="btn btn-quiet btn-sm">Go</button></form>'


def test_no_page_writes_crumbs_by_hand() -> None:
    """What is a component is changed in one place."""
    by_hand = re.compile(r'class="crumbs')
    rooms = [each for each in TEMPLATES.rglob("*.html") if "exchange" not in each.parts]
    assert [each.name for each in rooms if by_hand.search(each.read_text())] == []
