"""Parts of every list: `{% list_head list %}`, for a `ListPage` under the name `list`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..lists.page import Heading, ListPage, as_left, came_from

register = template.Library()


@register.simple_tag
def list_head(page: ListPage, select: Any = False) -> SafeString:
    """The row of headings, each a link that sorts by it where the list can be; before them, with `select`, the box that selects
    all rows of the page."""
    cells = format_html_join("", "{}", ((_heading(heading),) for heading in page.headings))
    box = render_to_string("_components/select/head.html") if select else ""
    return format_html("<thead><tr>{}{}</tr></thead>", box, cells)


def _heading(heading: Heading) -> SafeString:
    number = ' class="num"' if heading.number else ""
    if not heading.url:
        return format_html('<th scope="col"{}>{}</th>', SafeString(number), heading.title)
    state = f' aria-sort="{heading.sorted}"' if heading.sorted else ""
    return format_html(
        '<th scope="col"{}{}><a class="sorts" href="{}" title="{}">{}</a></th>',
        SafeString(number),
        SafeString(state),
        heading.url,
        _("Sort by %(column)s") % {"column": heading.title},
        heading.title,
    )


@register.simple_tag
def list_hidden(page: ListPage, form: str) -> SafeString:
    """What a form of the list sends along: `form` is "filter" or "columns"."""
    pairs = page.for_filter if form == "filter" else page.for_columns
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.inclusion_tag("_components/list_sort.html")
def list_sort(page: ListPage) -> dict[str, Any]:
    """A field with all orders: for narrow screens, which show no headings, and for orders that no heading stands for."""
    return {"list": page}


@register.inclusion_tag("_components/list_tools.html", takes_context=True)
def list_tools(context: dict[str, Any], page: ListPage) -> dict[str, Any]:
    """Saved filters, columns, and the workbook."""
    return {"list": page, "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def list_back(context: dict[str, Any], address: str, words: str) -> SafeString:
    """A link back to a list, as it was when the reader came from it.

    The page before is known from the browser; `app.js` remembers it over several pages.
    """
    url, request = reverse(address), context.get("request")
    back = as_left(request, url) if request else url
    return format_html('<a href="{}" data-list-back="{}">{}</a>', back, url, words)


@register.simple_tag(takes_context=True)
def way_back(context: dict[str, Any], address: str, words: str) -> SafeString:
    """A link from the page of one thing back to the list its reader came from, whichever it was; from elsewhere, to this one."""
    request = context.get("request")
    kind = came_from(request) if request else None
    if request is None or kind is None:
        return list_back(context, address, words)
    url = reverse(kind.address)
    link = '<a href="{}" data-list-back="{}" data-came>{}</a>'
    return format_html(link, as_left(request, url), url, kind.title)
