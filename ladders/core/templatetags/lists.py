"""Parts of every list: `{% list_head list %}`, for a `ListPage` under the name `list`."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ..lists.page import ListPage, as_left, came_from
from ..lists.parts import part_of
from ..lists.rows import markup
from .components import field_alerts

register = template.Library()


@register.simple_tag
def list_head(page: ListPage, select: Any = False) -> SafeString:
    """The row of headings, each a link that sorts by it where the list can be; before them, with `select`, the box that selects
    all rows of the page."""
    return part_of(page, "_components/list_head.html", select=bool(select))


@register.simple_tag
def filter_fields(form: BaseForm, alerts: bool = False) -> SafeString:
    """The fields that narrow a list, each under its label; with `alerts`, what is wrong with it below."""
    html = '<div>\n<label class="form-label" for="{}">{}</label>{}\n{}\n</div>\n'
    return SafeString(
        "".join(
            [
                markup(html, each.id_for_label, each.label, SafeString(each), field_alerts(each) if alerts else "")
                for each in form
            ]
        )
    )


@register.simple_tag
def list_hidden(page: ListPage, form: str) -> SafeString:
    """What a form of the list sends along: `form` is "filter" or "columns"."""
    pairs = page.for_filter if form == "filter" else page.for_columns
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag
def list_sort(page: ListPage) -> SafeString:
    """A field with all orders: for narrow screens, which show no headings, and for orders that no heading stands for."""
    return part_of(page, "_components/list_sort.html")


@register.simple_tag(takes_context=True)
def list_tools(context: dict[str, Any], page: ListPage) -> SafeString:
    """Saved filters, columns, and the workbook."""
    return part_of(page, "_components/list_tools.html", token=str(context.get("csrf_token") or ""))


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
