"""What a change does to equal pay, line by line: written without a template, since a supplement touches some forty lines."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..equal_pay import CategoryEffect
from ..lists.rows import escaped
from ..percentages import percents

register = template.Library()
ROW = '<tr><th scope="row"{}>{}</th><td class="num" data-label="{}">{}</td><td class="num" data-label="{}">{}</td></tr>'


@register.simple_tag
def equal_pay_lines(categories: Iterable[CategoryEffect]) -> SafeString:
    """The rows of the table: a line for women and men of each category, and one for each track, as fainter lines below."""
    today, later, write = escaped(_("Today")), escaped(_("After")), percents()
    rows = []
    for category in categories:
        for label, compared, before, after, changes in category.lines(write):
            name, now, then = escaped(label), escaped(before), escaped(after)
            name += f'<span class="soft small d-block">{escaped(compared)}</span>' if compared else ""
            then = f"<strong>{then}</strong>" if changes else then
            rows.append(ROW.format("" if compared else ' class="soft"', name, today, now, later, then))
    return SafeString("\n".join(rows))
