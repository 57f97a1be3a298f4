"""How an address finds its view among some four hundred patterns: only those that can fit are tried."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

# Converters whose values hold no slash: a route with these alone has as many as each of its addresses.
_PART = re.compile(r"<(?:int|str|slug|uuid):\w+>")


class Shape(NamedTuple):
    """What an address has in common with the routes that can fit it: the first word, and how many slashes follow its own."""

    word: str
    slashes: int


def shape_of(address: str) -> Shape:
    """Of an address without its first slash."""
    word, _slash, rest = address.partition("/")
    return Shape(word, rest.count("/"))


class Routes(URLResolver):
    """Patterns in their order. Only those of an address's shape are tried, and those whose shape nothing tells.

    Django tries one after the other, which was half of all calls of a small page.
    """

    def __init__(self, patterns: Sequence[URLPattern]) -> None:
        super().__init__(RoutePattern(""), list(patterns))
        shapes = [_shape_of_route(pattern) for pattern in patterns]
        self._fitting = {
            shape: URLResolver(
                RoutePattern(""),
                [each for each, its in zip(patterns, shapes, strict=True) if its is None or its == shape],
            )
            for shape in {None, *shapes}
        }

    def resolve(self, path: str) -> ResolverMatch:
        """The view, and what it is given. Raises Resolver404."""
        return (self._fitting.get(shape_of(path)) or self._fitting[None]).resolve(path)


def _shape_of_route(pattern: URLPattern) -> Shape | None:
    """None for a regular expression, another converter, or a route whose first word is not fixed."""
    if not isinstance(pattern.pattern, RoutePattern):
        return None
    route = _PART.sub("<>", str(pattern.pattern))
    shape = shape_of(route)
    return None if "<" in route.replace("<>", "") or "<" in shape.word else shape
