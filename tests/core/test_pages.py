"""Home, theme, error pages, and what holds for every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from ladders.core.access import open_to_all
from ladders.core.errors import DomainError
from tests.pages import Page, assert_clean


@open_to_all
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret")


@open_to_all
def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


@open_to_all
def refuses(request: HttpRequest) -> HttpResponse:
    raise DomainError("The <level> is taken.")


class Urls:
    """The product's addresses and three that fail."""

    from ladders import urls as _product

    urlpatterns = [
        path("breaks/", breaks),
        path("suspicious/", suspicious),
        path("refuses/", refuses),
        *_product.urlpatterns,
    ]
    handler400, handler403 = _product.handler400, _product.handler403
    handler404, handler500 = _product.handler404, _product.handler500


@pytest.mark.django_db
@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_the_theme_is_remembered_and_the_person_goes_back(client: Client, theme: str) -> None:
    answer = client.post("/theme/", {"theme": theme}, HTTP_REFERER="http://testserver/sign-in/?next=/search/")
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/sign-in/?next=/search/")
    assert client.cookies["theme"].value == theme
    page = client.get("/sign-in/").content.decode()
    assert (f'data-theme="{theme}"' in page) is bool(theme)


@pytest.mark.django_db
def test_the_theme_leads_nowhere_else(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "<script>"}, HTTP_REFERER="https://evil.example/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/theme/").headers["Location"] == "/"


@pytest.mark.django_db
def test_nothing_here(employee_client: Client) -> None:
    page = assert_clean(employee_client.get("/no/such/page/"), status=404)
    assert page.title.startswith("There is nothing here")


@pytest.mark.django_db
def test_not_open_to_you(employee_client: Client) -> None:
    answer = employee_client.get("/settings/")
    assert_clean(answer, status=403)
    assert "Your roles do not allow it" in answer.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=Urls)
def test_a_request_that_cannot_be_read(client: Client) -> None:
    assert_clean(client.get("/suspicious/"), status=400)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=Urls)
def test_an_expected_failure_is_a_page_with_its_sentence(client: Client) -> None:
    answer = client.get("/refuses/")
    assert_clean(answer, status=409)
    assert "The &lt;level&gt; is taken." in answer.content.decode()


@override_settings(ROOT_URLCONF=Urls)
def test_our_own_failure_needs_no_database_and_tells_no_secret() -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "of somebody signed in"
    answer = client.get("/breaks/")  # no database in this test: any query would fail
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Something went wrong on our side" in text
    assert "a secret" not in text
    assert Page(text).wrong == []


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in_and_come_back(client: Client) -> None:
    answer = client.get("/account/?a=1")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/account/%3Fa%3D1")
    fragment = client.get("/jobs/", HTTP_HX_REQUEST="true")
    assert (fragment.status_code, fragment["HX-Refresh"]) == (401, "true")


@pytest.mark.django_db
def test_answers_are_kept_out_of_caches(employee_client: Client) -> None:
    answer = employee_client.get("/account/")
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Permissions-Policy"] == "camera=(), microphone=(), geolocation=()"


def test_the_helper_sees_what_a_policy_would_block() -> None:
    bad = '<p style="x" onclick="y"><script>z</script><style></style>'
    bad += '<a href=" javascript:1">a</a><img src=x><input name=q id=a><i id=a>'
    assert Page(bad).wrong == [
        "<p style>: inline handler or style",
        "<p onclick>: inline handler or style",
        "<script> inline",
        "<style> inline",
        "<a href=javascript:>",
        "<img> without alt",
        "<input name=q> without a label",
        "id used twice: a",
    ]
    good = "<label for=a>A</label><input id=a><label>B <select></select></label>"
    good += '<script type="application/json">{}</script><img alt="">'
    assert Page(good).wrong == []


def test_no_template_has_anything_inline() -> None:
    mails = Path(settings.BASE_DIR, "templates", "emails")  # mail programs know no style sheets
    for file in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        if file.is_relative_to(mails):
            continue
        found = re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:src=|application/json))", file.read_text())
        assert found == [], file
