"""What a change does to equal pay, line by line: written without a template, since a supplement touches some forty lines."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..equal_pay import CategoryEffect
from ..lists.rows import escaped, markup

register = template.Library()
ROW = (
    '<tr><th scope="row"{}>{}{}</th><td class="num" data-label="{}">{}</td><td class="num" data-label="{}">{}</td></tr>'
)


@register.simple_tag
def equal_pay_lines(categories: Iterable[CategoryEffect]) -> SafeString:
    """The rows of the table: a line for women and men of each category, and one for each track, as fainter lines below."""
    today, later = escaped(_("Today")), escaped(_("After"))
    soft = SafeString(' class="soft"')
    return SafeString(
        "\n".join(
            markup(
                ROW,
                "" if compared else soft,
                label,
                markup('<span class="soft small d-block">{}</span>', compared) if compared else "",
                SafeString(today),
                before,
                SafeString(later),
                markup("<strong>{}</strong>", after) if changes else after,
            )
            for category in categories
            for label, compared, before, after, changes in category.lines()
        )
    )
