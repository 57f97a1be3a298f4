"""The guide in the product: every page of it can be read, its links lead somewhere, and nothing but its text gets in."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ladders.core.guide import FRONT, guide_page, names
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


@pytest.mark.parametrize("name", ["README", "nothing", "..%2F..%2FREADME", "../README", "first-day.md"])
def test_no_other_file_is_read(employee_client: Client, name: str) -> None:
    assert employee_client.get(f"/guide/{name}/").status_code == 404


def test_it_is_for_whoever_is_signed_in(client: Client, db: None) -> None:
    assert client.get("/guide/first-day/").status_code == 302
