"""Writes the fields of forms without templates: Django's take 250 calls for each option, and 700 for a field of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from .lists.rows import escaped, escaped_all

Widget = dict[str, Any]


class Renderer(TemplatesSetting):
    """Django's, but for fields of one line and those that choose, which say the same as Django's templates do."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """The HTML of a field or a form."""
        write = WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    said = "" if value is None else f' value="{escaped(value)}"'
    kind, name, attributes = escaped(widget["type"]), escaped(widget["name"]), _attributes(widget["attrs"])
    return SafeString(f'<input type="{kind}" name="{name}"{said}{attributes}>')


def _select(widget: Widget) -> SafeString:
    parts: list[str] = []
    words: list[object] = [widget["name"], SafeString(_attributes(widget["attrs"]))]
    for name, members, _index in widget["optgroups"]:
        if name:
            parts.append('<optgroup label="{}">')
            words.append(name)
        for each in members:
            parts.append('<option value="{}"{}>{}</option>')
            words += (each["value"], SafeString(_attributes(each["attrs"])), each["label"])
        if name:
            parts.append("</optgroup>")
    options = "\n".join(parts)
    return SafeString(f'<select name="{{}}"{{}}>\n{options}\n</select>'.format(*escaped_all(words)))


def _attributes(attributes: dict[str, Any]) -> str:
    if not attributes:
        return ""
    given = [(name, value) for name, value in attributes.items() if value is not False]
    return "".join(
        [f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(value)}"' for name, value in given]
    )


# Those whose templates Django includes `input.html` in, and nothing else.
ONE_LINE = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "search", "tel")
WRITERS: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{kind}.html": _input for kind in ("input", *ONE_LINE)},
}
