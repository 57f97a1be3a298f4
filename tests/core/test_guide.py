"""The guide in the product: every page of it can be read, its links lead somewhere, and nothing but its text gets in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from ladders.core.guide import FOLDER, FOR_SOME, FRONT, front_for, guide_page, heading_of, names
from tests.conftest import signed_in
from tests.factories import account, draft_framework, hr_admin
from tests.pages import assert_clean

HREF = re.compile(r'<a href="([^"]*)"')


def test_every_page_is_read_with_its_title_and_links_that_exist(employee_client: Client) -> None:
    found = {FRONT, *names()}
    assert {"first-day", "signing-in", "building"} < found
    for name in sorted(found):
        page = guide_page(name)
        assert page is not None
        assert page.title
        for href in HREF.findall(page.body):
            path, _hash, anchor = href.partition("#")
            if not path.startswith("/guide/"):
                assert href.startswith(("https://", "#")), (name, href)
                continue
            led = guide_page(path.removeprefix("/guide/").strip("/") or FRONT)
            assert led is not None, (name, href)
            assert not anchor or f'id="{anchor}"' in led.body, (name, href)


@pytest.mark.parametrize("path", ["/guide/", "/guide/first-day/", "/guide/import/"])
def test_its_pages_are_clean(employee_client: Client, path: str) -> None:
    answer = employee_client.get(path)
    assert_clean(answer)
    text = answer.content.decode()
    assert "docs/decisions" not in text
    assert "../" not in text


def test_the_front_page_begins_with_what_is_for_its_reader(db: None, employee_client: Client) -> None:
    assert set(FOR_SOME) <= set(names())
    every = list(HREF.findall(guide_page(FRONT).body))  # type: ignore[union-attr]

    def split(user: object) -> tuple[set[str], set[str]]:
        own, others = (HREF.findall(part) for part in front_for(user))
        assert sorted(own + others) == sorted(every)
        return {path.split("/")[2] for path in own}, {path.split("/")[2] for path in others}

    own, others = split(account())
    assert others == set(FOR_SOME)
    assert {"home", "paths", "moves", "plans"} <= own
    assert split(hr_admin())[1] == set()
    own, others = split(account(user__roles=[Role.COMPENSATION_ANALYST]))
    assert {"pay", "evaluating"} <= own
    assert {"moves-hr", "people", "equal-pay"} <= others
    page = employee_client.get("/guide/")
    assert_clean(page)
    assert page.content.decode().index("/guide/plans/") < page.content.decode().index("For other roles")
    assert "For other roles" not in signed_in(hr_admin()).get("/guide/").content.decode()


def test_whoever_answers_for_a_framework_builds_without_a_role(plan: object) -> None:
    owner = account()
    assert "/guide/building/" not in front_for(owner)[0]
    draft_framework(owner=owner.employee)
    own, others = front_for(owner)
    assert [f"/guide/{name}/" in own for name in ("building", "evaluating", "people")] == [True, True, False]
    assert "/guide/people/" in others


@pytest.mark.parametrize("name", ["README", "nothing", "..%2F..%2FREADME", "../README", "first-day.md"])
def test_no_other_file_is_read(employee_client: Client, name: str) -> None:
    assert employee_client.get(f"/guide/{name}/").status_code == 404


def test_it_is_for_whoever_is_signed_in(client: Client, db: None) -> None:
    assert client.get("/guide/first-day/").status_code == 302


HELP = re.compile(r'{% help "([^"]+)" %}')
TEMPLATES = Path(settings.BASE_DIR) / "templates"
PEOPLE_STOP = """
    moves/rules exchange/mapping impact/plan compensation/bands/zones compensation/bands/change core/approvals pay_reports/list
    remedies/case remedies/planner pay_information/mine growth/plan growth/talks letters/list setup/set_up account/roles
    account/second_factor privacy/retention frameworks/grading/grade_all reporting/unplaced moves/ask moves/right careers/seasons
    careers/sharing insights/fairness dates/own_dates
""".split()  # noqa: SIM905


def test_pages_where_people_stop_lead_to_the_guides_paragraph(employee_client: Client) -> None:
    """Every target exists, and whoever is signed in may read it: a page for one role has help that this role can open."""
    helped = {path: HELP.findall(path.read_text(encoding="utf-8")) for path in TEMPLATES.rglob("*.html")}
    helped = {path: targets for path, targets in helped.items() if targets}
    assert {TEMPLATES / f"{name}.html" for name in PEOPLE_STOP} - set(helped) == set()
    targets = sorted({target for each in helped.values() for target in each})
    assert [target for target in targets if heading_of(target) is None] == []
    for page in sorted({target.partition("#")[0] for target in targets}):
        assert employee_client.get(f"/guide/{page}/").status_code == 200, page


def test_help_is_a_link_that_says_where_it_leads() -> None:
    html = Template('{% help "pay#zones-and-bands" %}').render(Context())
    assert 'href="/guide/pay/#zones-and-bands"' in html
    assert "The guide on this: Zones and bands" in html
    assert Template('{% help "pay#no-such-paragraph" %}').render(Context()) == ""
    assert heading_of("nothing") is None


def test_no_column_is_headed_by_nothing(employee_client: Client) -> None:
    """The corner of a table is a cell, not a heading that says nothing."""
    pages = [reverse("guide"), *(reverse("guide-page", args=[each.stem]) for each in FOLDER.glob("[a-z]*.md"))]
    bodies = [employee_client.get(path).content.decode() for path in pages]
    assert not [path for path, body in zip(pages, bodies, strict=True) if re.search(r"<th[^>]*>\s*</th>", body)]
    assert any("<thead>\n<tr>\n<td></td>" in body for body in bodies)
