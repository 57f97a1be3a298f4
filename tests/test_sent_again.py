"""A form that is sent as it stands changes nothing, and the next page says so: nobody believes that something is new."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

import pytest
from django.db import transaction
from django.test import Client

from tests.route_kinds import EMPLOYEE, HR
from tests.routes import ROUTES
from tests.shared_rows import shared_rows
from tests.test_routes import path_of, traces
from tests.world import World, build

pytestmark = pytest.mark.django_db
NOTHING = "Nothing was changed."
# Pages with a form that begins with what is kept, and whose; those whose form is another each time are not among them.
PAGES = {
    "organisation": HR,
    "invitation-rules": HR,
    "retention": HR,
    "person-roles": HR,
    "pay-kind": HR,
    "country-rules-edit": HR,
    "plan-draft": HR,
    "plan-grades": HR,
    "factor-edit": HR,
    "pay-criteria": HR,
    "career-policy": HR,
    "reminder-rules": HR,
    "talk-rules": HR,
    "pay-policy": HR,
    "zone-edit": HR,
    "supplement-edit": HR,
    "letter-text": HR,
    "move-policy-edit": HR,
    "move-right": HR,
    "draft-details": HR,
    "track-edit": HR,
    "level-edit": HR,
    "draft-cell": HR,
    "draft-competency-edit": HR,
    "draft-group-edit": HR,
    "draft-scale": HR,
    "talk-move": EMPLOYEE,
}
OTHER_FORMS = ("/sign-out/", "/theme/", "/demo/", "/remove/", "/activate/", "/rights/new", "/factors/new")


class SentForms(HTMLParser):
    """The forms of a page as a browser would send them: `(address, [(name, value)])`, without the button and the token."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self._named: dict[str, list[tuple[str, str]]] = {}  # by id: fields elsewhere say to which form they belong
        self._fields: list[tuple[str, str]] | None = None
        self._select: dict[str, str] = {}
        self._options: list[tuple[str, bool]] = []
        self._area: dict[str, str] = {}
        self._text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or a field."""
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self._named.setdefault(at["id"], []) if "id" in at else []
            if at.get("method", "").lower() == "post":
                self.forms.append((at.get("action", ""), self._fields))
        elif tag == "input" and at.get("type") not in ("file", "submit"):
            ticks = at.get("type") in ("checkbox", "radio")
            if not ticks or "checked" in at:
                self._add(at, at.get("value", "on" if ticks else ""))
        elif tag == "select":
            self._select, self._options = at, []
        elif tag == "option":
            self._options.append((at.get("value", ""), "selected" in at))
        elif tag == "textarea":
            self._area, self._text = at, ""

    def handle_data(self, data: str) -> None:
        """What stands in a text area."""
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        """A form, or a field, ends."""
        if tag == "select":
            chosen = [value for value, selected in self._options if selected]
            if not chosen and "multiple" not in self._select:
                chosen = [value for value, _selected in self._options[:1]]
            for value in chosen:
                self._add(self._select, value)
        elif tag == "textarea":
            self._add(self._area, self._text.removeprefix("\n"))
        elif tag == "form":
            self._fields = None

    def _add(self, at: dict[str, str], value: str) -> None:
        fields = self._named.setdefault(at["form"], []) if "form" in at else self._fields
        if fields is not None and at.get("name", "csrfmiddlewaretoken") != "csrfmiddlewaretoken":
            fields.append((at["name"], value))


@shared_rows
def world() -> World:
    """One of everything; what a request does is undone."""
    return build()


def said_to(client: Client, path: str) -> list[tuple[str, int]]:
    """What is said after each form of the page was sent as it stands, and how many traces that left."""
    said: list[tuple[str, int]] = []
    for action, fields in SentForms(client.get(path).content.decode()).forms:
        address = urljoin(path, action) if action else path
        if not fields or any(each in address for each in OTHER_FORMS):
            continue
        with transaction.atomic():
            before = traces()
            answer = client.post(address, urlencode(fields), content_type="application/x-www-form-urlencoded")
            if answer.status_code == 302:
                after = traces()
                page = client.get(urljoin(address, answer["Location"]))
                said += [(str(each), after - before) for each in page.context["messages"]]
            transaction.set_rollback(True)
    return said


@pytest.mark.parametrize("name", PAGES)
def test_what_is_sent_as_it_stands_is_said_to_change_nothing(world: World, name: str) -> None:
    assert name in ROUTES
    said = said_to(world.client(PAGES[name]), path_of(world, name, PAGES[name]))
    assert (NOTHING, 0) in said, said
    assert [each for each in said if "saved" in each[0].casefold()] == []
