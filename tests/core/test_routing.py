"""Every address finds the same view as when all patterns are tried one after the other, and few are tried."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, URLPattern, URLResolver, path, re_path, reverse
from django.urls.resolvers import RoutePattern

from ladders.core.routing import Routes
from ladders.urls import routes

EXAMPLES = {"int": "7", "str": "a.b c", "slug": "new", "uuid": str(UUID(int=7))}
PLAIN = URLResolver(RoutePattern(""), list(routes))
OURS = Routes(routes)


def example(route: URLPattern) -> str:
    """An address that fits the route."""
    if not isinstance(route.pattern, RoutePattern):
        return "password/reset/abc-key/of/it/"
    return re.sub(r"<(\w+):\w+>", lambda found: EXAMPLES[found[1]], str(route.pattern))


def found(routes: URLResolver, address: str) -> object:
    """Which view an address leads to with which values, or None."""
    try:
        match = routes.resolve(address)
    except Resolver404:
        return None
    return match.func, match.args, match.kwargs, match.url_name, match.route


def test_every_address_finds_the_view_that_django_finds() -> None:
    for route in routes:
        address = example(route)
        assert found(OURS, address) == found(PLAIN, address) is not None
        for other in (address[:-1], f"{address}/", f"{address}more/", f"x{address}", address.replace("/", "//", 1)):
            assert found(OURS, other) == found(PLAIN, other), other


def test_few_patterns_are_tried() -> None:
    tried = [len(OURS._fitting[shape].url_patterns) for shape in OURS._fitting]
    assert len(routes) > 350
    assert max(tried) <= 25
    assert reverse("framework", args=["engineering"]) == "/frameworks/engineering/"


def view(request: HttpRequest, **values: object) -> HttpResponse:
    """Any view."""
    return HttpResponse()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("", "home"), ("a/b/c/", "rest"), ("a/7/", "number"), ("a/x/", "word"), ("b/x/", "any"), ("deep/er/still", "expression"),
        ("b/", None), ("a/7", None),
    ],
)  # fmt: skip
def test_what_may_hold_slashes_or_begins_with_anything_is_always_tried(address: str, name: str | None) -> None:
    patterns = [
        path("", view, name="home"),
        path("a/<int:n>/", view, name="number"),
        path("a/<slug:s>/", view, name="word"),
        path("a/<path:rest>/", view, name="rest"),
        path("<slug:first>/x/", view, name="any"),
        re_path(r"^deep/(?P<rest>.+)$", view, name="expression"),
    ]
    match = found(Routes(patterns), address)
    assert match == found(URLResolver(RoutePattern(""), list(patterns)), address)
    assert (match[3] if isinstance(match, tuple) else None) == name
