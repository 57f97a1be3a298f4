"""Django's tags of `i18n`, with texts that say the same every time looked up once per language.

Templates have them without loading anything (see `TEMPLATES` in the settings). A page of fifty rows has hundreds of
them, and looking one up takes as long as writing a cell.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import Node, Parser, Token, TokenType
from django.templatetags import i18n
from django.utils.translation import get_language

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class KeptText(Node):
    """A text that depends on the language alone."""

    def __init__(self, node: Any) -> None:
        self.node = node
        self.texts: dict[tuple[str | None, bool], str] = {}

    def render(self, context: template.Context) -> str:
        """The text in the reader's language."""
        key = get_language(), context.autoescape
        text = self.texts.get(key)
        if text is None:
            text = self.texts[key] = str(self.node.render(context))
        return text


@register.tag("translate")
@register.tag("trans")
def translate(parser: Parser, token: Token) -> Node:
    """Django's own; kept where nothing but the language can change it."""
    node: Any = i18n.do_translate(parser, token)
    said = node.filter_expression
    changes = node.noop or node.asvar or node.message_context or said.var.lookups is not None or said.filters
    return node if changes else KeptText(node)


@register.tag("blocktranslate")
@register.tag("blocktrans")
def block_translate(parser: Parser, token: Token) -> Node:
    """Django's own; kept where no value stands in it."""
    node: Any = i18n.do_block_translate(parser, token)
    values = any(each.token_type == TokenType.VAR for each in node.singular)
    changes = values or node.plural or node.asvar or node.message_context or node.extra_context
    return node if changes else KeptText(node)
