"""Django's tags of `i18n`, with texts that say the same every time looked up once per language, and `url`, with addresses that
are the same every time found once.

Templates have them without loading anything (see `TEMPLATES` in the settings). A page has dozens of them, and looking one up
takes as long as writing a cell.
"""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template.base import Node, Parser, Token, TokenType
from django.template.defaulttags import url as do_url
from django.templatetags import i18n

from ..kept_nodes import Kept, KeptAddress

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Django's own; kept where nothing but the language can change it."""
    node: Any = i18n.do_translate(parser, token)
    said = node.filter_expression
    changes = node.noop or node.asvar or node.message_context or said.var.lookups is not None or said.filters
    return node if changes else Kept(node)


@register.tag("blocktranslate")
@register.tag("blocktrans")
def block_translate(parser: Parser, token: Token) -> Node:
    """Django's own; kept where no value stands in it."""
    node: Any = i18n.do_block_translate(parser, token)
    values = any(each.token_type == TokenType.VAR for each in node.singular)
    changes = values or node.plural or node.asvar or node.message_context or node.extra_context
    return node if changes else Kept(node)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """Django's own; kept where the name stands there and the view takes nothing, or one value."""
    node: Any = do_url(parser, token)
    named = node.view_name
    changes = len(node.args) > 1 or node.kwargs or node.asvar or named.filters or not isinstance(named.var, str)
    if changes or ":" in named.var:
        return cast(Node, node)
    return KeptAddress(node) if node.args else Kept(node)
