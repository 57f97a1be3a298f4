"""Parts of pages that stand on many of them: templates have these tags, as all of ours, without loading them (see the settings).

Further keyword arguments are attributes of the outer element, with `_` for `-`: `{% notice role="alert" %}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from crispy_forms.utils import render_crispy_form
from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.shortcuts import resolve_url
from django.template.defaulttags import CsrfTokenNode
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import shell
from ..guide import guide_url, heading_of
from ..kept_nodes import Library, plain_address
from ..lists.rows import escaped_all, markup

register = Library()


def _attributes(given: dict[str, Any], **own: Any) -> SafeString:
    """Attributes of a tag, those that are empty left out; `class` is joined from both."""
    classes = " ".join(filter(None, (own.pop("class_", ""), given.get("class", ""))))
    named = {"class": classes, **own, **{name: value for name, value in given.items() if name != "class"}}
    return flatatt({name.replace("_", "-"): value for name, value in named.items() if value not in ("", None)})


@register.simple_tag(takes_context=True)
def frame(context: template.Context, name: str) -> SafeString:
    """A part that every page has (masthead, footer, links of the head): see `ladders.core.shell.frame`."""
    request, token = context.get("request"), context.get("csrf_token")
    if request is None:
        here: Any = context.template
        return mark_safe(str(here.engine.get_template(name).render(context)))
    return shell.frame(request, name, token or "")


@register.simple_tag
def styles(*sheets: str) -> SafeString:
    """Links to stylesheets of a page, in their order: `{% styles "reading" "pay" %}`."""
    return format_html_join(
        "\n", '<link rel="stylesheet" href="{}">', ((static(f"css/{name}.css"),) for name in sheets)
    )


@register.simple_tag
def options(choices: Iterable[Any], chosen: object = None) -> SafeString:
    """The options of a select field, written without a template: texts, or pairs of a value and its text; `chosen` is the value
    of the one that is selected, unless a third part of each says so. A company has hundreds of departments."""
    parts: list[str] = []
    words: list[object] = []
    for each in choices:
        value, text, *said = each if isinstance(each, tuple | list) else (each, each)
        selected = said[0] if said else value == chosen
        parts.append(f'<option value="{{}}"{" selected" if selected else ""}>{{}}</option>')
        words += (value, text)
    return SafeString("\n".join(parts).format(*escaped_all(words)))


@register.simple_block_tag
def crumbs(content: str, **attributes: Any) -> SafeString:
    """Where the page stands: links to those above it, and its own name or nothing."""
    return format_html("<p{}>{}</p>", _attributes(attributes, class_="crumbs"), content)


@register.simple_block_tag
def notice(content: str, kind: str = "", tag: str = "p", **attributes: Any) -> SafeString:
    """Something the reader must know: `kind` is empty, "success", "warning" or "error"; `tag` "div" holds paragraphs."""
    return _notice(content, kind, tag, attributes)


def _notice(content: str, kind: str, tag: str, attributes: dict[str, Any]) -> SafeString:
    classes = f"notice notice-{kind}" if kind else "notice"
    return format_html("<{0}{1}>{2}</{0}>", tag, _attributes(attributes, class_=classes), content)


@register.simple_tag
def field_errors(field: Any, tag: str = "span", **attributes: Any) -> SafeString:
    """What is wrong with a form's field, a line each under it, or nothing; with an `id`, which stands once, in one line."""
    words = list(field.errors) if field else []
    if not words:
        return SafeString("")
    if attributes.get("id"):
        words = [" ".join(map(str, words))]
    around = _attributes({"class": "invalid-feedback d-block"} | attributes)
    return format_html_join("", "<{0}{1}>{2}</{0}>", ((tag, around, each) for each in words))


@register.simple_tag
def field_alerts(field: Any, tag: str = "p", **attributes: Any) -> SafeString:
    """The same where a field stands in a filter or a table: read aloud at once."""
    return field_errors(field, tag, **{"class": "small tag-warm", "role": "alert"} | attributes)


@register.simple_tag
def error_notice(errors: Iterable[object], kind: str = "error", otherwise: str = "", **attributes: Any) -> SafeString:
    """What is wrong with a form as a whole, a paragraph each; else what `otherwise` says, or nothing."""
    words = format_html_join("", "<p>{}</p>", ((each,) for each in errors or filter(None, [otherwise])))
    return _notice(words, kind, "div", attributes | {"role": "alert"}) if words else words


@register.simple_tag
def page_links(first: str | None, following: str | None, back: str = "", on: str = "", **attributes: Any) -> SafeString:
    """The way through a list that comes page by page, or nothing: the queries of the first page (None there) and of the
    next one (empty on the last), which `page_queries` gives; `back` and `on` are words of the links."""
    links = [] if first is None else [("", first, back or _("Back to the first page"))]
    if following:
        links.append((mark_safe(' rel="next"'), following, on or _("Next page")))
    if not links:
        return mark_safe("")
    around = _attributes(attributes, class_="bar", aria_label=_("Pages"))
    inside = SafeString("\n".join([markup('<a{} href="?{}">{}</a>', *link) for link in links]))
    return markup("<nav{}>{}</nav>", around, inside)


@register.simple_tag
def numbered_pages(page: Page[Any], kept: str, anchor: str = "") -> SafeString:
    """The way through a list whose pages have numbers, or nothing where it has one: each link keeps the query `kept` and leads
    to `anchor`."""
    if not page.has_other_pages():
        return mark_safe("")
    items = []
    for number in page.paginator.get_elided_page_range(page.number):
        if not isinstance(number, int):  # what stands for those left out
            items.append(format_html('<li><span class="soft">{}</span></li>', number))
            continue
        query = "&".join(filter(None, (kept, f"page={number}")))
        here = mark_safe(' aria-current="page"') if number == page.number else ""
        words = format_html('<span class="visually-hidden">{} </span>{}', _("Page"), number)
        items.append(format_html('<li><a class="chip" href="?{}{}"{}>{}</a></li>', query, anchor, here, words))
    inside = mark_safe("\n".join(items))
    return format_html('<nav{}><ul class="pages">{}</ul></nav>', _attributes({}, aria_label=_("Pages")), inside)


@register.simple_block_tag
def section(content: str, heading_id: str, heading: str, **attributes: Any) -> SafeString:
    """A part of the page under a heading that names it."""
    around = _attributes(attributes, aria_labelledby=heading_id)
    return format_html('<section{}><h2 id="{}">{}</h2>{}</section>', around, heading_id, heading, content)


@register.simple_block_tag
def table(content: str, label: str, caption: str | None = None, role: str = "region", **attributes: Any) -> SafeString:
    """A table that can be scrolled sideways, by keys too. Its caption is read aloud: the label, unless another or "" is given."""
    words = label if caption is None else caption
    return format_html(
        '<div class="table-wrap" tabindex="0" role="{}" aria-label="{}"><table{}>{}{}</table></div>',
        role,
        label,
        _attributes(attributes, class_="list"),
        format_html('<caption class="visually-hidden">{}</caption>', words) if words else "",
        content,
    )


@register.simple_tag
def columns(*headings: str) -> SafeString:
    """The head of a table, a heading for each column; "num" stands before that of a column of numbers, "unseen" before one that
    is only read aloud."""
    kind, cells = "", []
    for heading in headings:
        if heading not in ("num", "unseen"):
            words = format_html('<span class="visually-hidden">{}</span>', heading) if kind == "unseen" else heading
            cells.append((mark_safe(' class="num"') if kind == "num" else "", words))
        kind = heading
    inside = format_html_join("\n", '<th scope="col"{}>{}</th>', cells)
    return format_html("<thead>\n<tr>\n{}\n</tr>\n</thead>", inside)


@register.simple_block_tag
def empty_state(content: str, heading: str) -> SafeString:
    """What a page says in place of a list that holds nothing: a heading, and a paragraph of what to do.

    Templates write it by hand where it has no paragraph or several, a lower heading, or a heading that they choose.
    """
    return format_html('<div class="empty"><h2>{}</h2><p>{}</p></div>', heading, content)


@register.simple_tag
def chip(label: str, view: str, *parts: Any, here: object = "", at: object = None, count: int = 0) -> SafeString:
    """A link among those to pages that belong together; the page itself is the one whose name `at` is that `here`.

    `parts` stand in the view's address; `count` stands behind the words, where it is not 0.
    """
    current = SafeString(' aria-current="page"') if here == at else ""
    number = markup('<span class="chip-count"> {}</span>', count) if count else ""
    address = resolve_url(view, *parts) if parts else plain_address(view)
    return markup('<a class="chip" href="{}"{}>{}{}</a>', address, current, label, number)


@register.simple_tag
def actions(button: str, *back: Any, kind: str = "primary", cancel: str = "", **attributes: Any) -> SafeString:
    """The button that sends a form, and, where `back` says the view to which it leads (and what stands in its address), a link
    that leaves it; `cancel` are its words. Other arguments are attributes of the button."""
    leave = (
        format_html(' <a class="btn btn-quiet" href="{}">{}</a>', resolve_url(*back), cancel or _("Cancel"))
        if back
        else ""
    )
    around = _attributes({"class": f"btn btn-{kind}"} | attributes)
    return format_html('<p class="actions"><button{}>{}</button>{}</p>', around, button, leave)


@register.simple_tag(takes_context=True)
def post_form(
    context: template.Context,
    form: BaseForm,
    button: str,
    *back: Any,
    to: str = "",
    novalidate: bool = True,
    **others: Any,
) -> SafeString:
    """A form that posts to its own page, or to the view or address `to`, with its `actions`, whose `kind` and `cancel` it takes.

    Others are attributes of the form element. How fields stand, if not one below the other, the form's helper says.
    """
    said = {name: others.pop(name) for name in ("kind", "cancel") if name in others}
    return format_html(
        "<form{}>{}{}{}</form>",
        _attributes(others, method="post", action=to and resolve_url(to), novalidate=novalidate),
        CsrfTokenNode().render(context),
        render_crispy_form(form) if hasattr(form, "helper") else as_crispy_form(form),
        actions(button, *back, **said),
    )


@register.simple_block_tag(takes_context=True)
def post_button(
    context: template.Context,
    content: str,
    view: str,
    *parts: Any,
    confirm: str = "",
    form_class: str = "",
    **attributes: Any,
) -> SafeString:
    """A form that is one button, small and quiet unless `class` says otherwise, and posts to a view or an address.

    `{% post_button "wish-remove" wish.pk class="linklike" %}Remove{% endpost_button %}`: `parts` stand in the view's
    address; `send_x=…` is sent along as `x`; `confirm` is asked before. Other arguments are attributes of the button.
    """
    sent = [(name.removeprefix("send_"), attributes.pop(name)) for name in list(attributes) if name.startswith("send_")]
    return format_html(
        "<form{}>{}{}<button{}>{}</button></form>",
        _attributes({"class": form_class}, method="post", action=resolve_url(view, *parts), data_confirm=confirm),
        CsrfTokenNode().render(context),
        format_html_join("", '<input type="hidden" name="{}" value="{}">', sent),
        _attributes({"class": "btn btn-quiet btn-sm"} | attributes),
        content,
    )


@register.simple_tag(name="help")
def help_link(target: str) -> SafeString:
    """A “?” that leads to the guide's paragraph: `{% help "guide-page#paragraph" %}`. Nothing where the guide has no such one."""
    words = heading_of(target)
    if words is None:
        return mark_safe("")
    name, _hash, anchor = target.partition("#")
    return format_html(
        '<a class="help-link" href="{}" title="{}"><span aria-hidden="true">?</span>'
        '<span class="visually-hidden">{}</span></a>',
        guide_url(name, anchor),
        words,
        _("The guide on this: %(words)s") % {"words": words},
    )
