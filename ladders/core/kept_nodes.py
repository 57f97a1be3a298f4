"""Parts of templates that say the same every time, written once per language: a page has dozens of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.shortcuts import resolve_url
from django.template.base import FilterExpression, Node, Variable
from django.template.library import SimpleBlockNode, SimpleNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .lists.rows import address_of, escaped

_CONTENT = SafeString(f"content{secrets.token_hex(16)}")  # nobody outside this process knows it, so no text contains it
_Key = tuple[str | None, Any, str, bool]


def _key(context: template.Context) -> _Key:
    return get_language(), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), context.autoescape


def plain_address(view: str) -> str:
    """Where a view stands that takes nothing, or the address that was given."""
    return _plain_address(view, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=1024)
def _plain_address(view: str, _urlconf: Any, _prefix: str) -> str:
    return resolve_url(view)


class Kept(Node):
    """What a node writes, where nothing but the language, and where addresses begin, can change it."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self.texts: dict[_Key, str] = {}

    def render(self, context: template.Context) -> str:
        """The text in the reader's language."""
        key = _key(context)
        text = self.texts.get(key)
        if text is None:
            text = self.texts[key] = str(self.node.render(context))
        return text


class KeptAddress(Node):
    """What `url` writes of a view that takes one value: found once for all numbers and for all keys."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self.ways: dict[tuple[type, _Key], Callable[[object], str]] = {}

    def render(self, context: template.Context) -> str:
        """The address; of any other value as Django finds it."""
        value = self.node.args[0].resolve(context)
        kind = type(value)
        if kind not in (int, UUID) or (kind is int and value < 0):
            return str(self.node.render(context))
        key = kind, _key(context)
        if key not in self.ways:
            try:
                self.ways[key] = address_of(self.node.view_name.var, kind)
            except NoReverseMatch:  # none for all of them: the view has an address of some alone
                return str(self.node.render(context))
        address = self.ways[key](value)
        return escaped(address) if context.autoescape else address


class KeptAround(Node):
    """What a block tag writes around its content."""

    def __init__(self, node: SimpleBlockNode) -> None:
        self.node = node
        self.nodelist = node.nodelist  # where Django looks for blocks
        self.around: dict[_Key, tuple[str, str]] = {}

    def render(self, context: template.Context) -> str:
        """The content, and around it what belongs there in the reader's language."""
        content = self.nodelist.render(context)
        key = _key(context)
        around = self.around.get(key)
        if around is None:
            values = [each.resolve(context) for each in self.node.args]
            named = {name: each.resolve(context) for name, each in self.node.kwargs.items()}
            before, after = str(self.node.func(_CONTENT, *values, **named)).split(_CONTENT)
            around = self.around[key] = before, after
        return SafeString(around[0] + content + around[1])


class Library(template.Library):
    """Django's, for simple tags that write nothing but what their arguments say, and block tags that write their content once,
    as it is: they are kept where all their arguments stand in the template."""

    def tag(self, name: Any = None, compile_function: Any = None) -> Any:
        """Registers a tag, as Django's own."""
        if not (name and compile_function):
            return super().tag(name, compile_function)

        def compile_kept(*given: Any) -> Node:
            return _kept(compile_function(*given))

        return super().tag(name, compile_kept)


def _kept(node: Node) -> Node:
    if not isinstance(node, SimpleNode) or node.takes_context or node.target_var is not None:
        return node
    if not all(map(_stays, (*node.args, *node.kwargs.values()))):
        return node
    return KeptAround(node) if isinstance(node, SimpleBlockNode) else Kept(node)


def _stays(said: FilterExpression) -> bool:
    """Whether it is a text or a number that stands there, translated or not."""
    return not said.filters and (not isinstance(said.var, Variable) or said.var.lookups is None)
