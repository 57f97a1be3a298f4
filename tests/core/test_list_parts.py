"""What stands around the rows of a list is kept, and the same as if it were written anew for each reader."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import escape

from accounts.roles import Role
from ladders.core.choices import FilterChoice
from ladders.core.lists.kinds import every_list
from ladders.core.lists.models import SavedFilter
from ladders.core.lists.page import open_list
from ladders.core.lists.parts import part_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PARTS = ("list_tools", "list_head", "list_sort")


def addresses_in_order(html: str) -> str:
    """The same page, whichever order the parameters of its addresses have."""
    return re.sub(r'\?([^"]*)"', lambda found: f'?{sorted(parse_qsl(found[1].replace("&amp;", "&")))}"', html)


@pytest.mark.parametrize("name", [kind.name for kind in every_list()])
def test_the_parts_of_a_list_are_those_that_its_template_writes(name: str) -> None:
    kind = next(each for each in every_list() if each.name == name)
    words = '<b>"&marks'
    chosen = "&".join(f"columns={column.key}" for column in kind.columns[:2])
    sorts = list(kind.by_key)
    readers = [UserFactory.create(roles=roles) for roles in ([Role.HR_ADMIN], [Role.COMPENSATION_ANALYST], [])]
    for query in ("", f"sort={sorts[-1]}", chosen, f"sort={sorts[-1]}&{chosen}", f"q={words}&who={words}&{chosen}"):
        for reader in (*readers, readers[0]):
            request: Any = RequestFactory().get(f"/?{query.replace('&marks', '%26marks')}")
            request.user = reader
            page = open_list(request, kind)
            for part in PARTS:
                template = f"_components/{part}.html"
                token, select = f"token-{reader.pk}", part == "list_head"
                kept = part_of(page, template, token=token, select=select)
                anew = render_to_string(template, {"list": page, "csrf_token": token, "select": select})
                assert addresses_in_order(kept) == addresses_in_order(anew)
                assert words not in kept
                if page.kept.get("q") and part == "list_tools":
                    assert escape(page.query) in kept


def test_saved_filters_are_their_owners_alone() -> None:
    kind = next(each for each in every_list() if each.name == "people")
    own, other = (UserFactory.create(roles=[Role.HR_ADMIN]) for _each in range(2))
    SavedFilter.objects.create(owner=own, list="people", name="Mine alone", query="q=ann")
    for reader, shown in ((own, True), (other, False), (own, True)):
        request: Any = RequestFactory().get("/?q=bob")
        request.user = reader
        page = open_list(request, kind)
        assert ("Mine alone" in part_of(page, "_components/list_tools.html", token="t")) is shown


def test_forms_share_the_choices_of_a_filter_until_one_is_given_others() -> None:
    class Narrowed(forms.Form):
        state = FilterChoice(label="State & more", choices=[("", "All"), ("open", "<Open>")], required=False)

    one, other = Narrowed({"state": "open"}), Narrowed({"state": "gone"})
    own: Any = one.fields["state"]
    own.choices = [("open", "Now")]
    own.widget.attrs["class"] = "wide"
    assert (one.is_valid(), other.is_valid(), Narrowed({"state": "open"}).is_valid()) == (True, False, True)
    written = Template("{% filter_fields form %}|{% filter_fields form alerts=True %}").render(Context({"form": other}))
    plainly, alerted = written.split("|")
    assert '<label class="form-label" for="id_state">State &amp; more</label><select name="state"' in plainly
    assert '<option value="open">&lt;Open&gt;</option>' in plainly
    assert "wide" not in written
    assert ("gone" in plainly, 'role="alert">' in alerted, alerted.count("<p")) == (False, True, 1)
