"""What a new framework can begin with: a template, nothing, or a copy of a version."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee
from ladders.core.errors import DomainError

from ..actions.frameworks import create_framework
from ..actions.write_version import with_fresh_keys
from ..default_texts import default_scale
from ..domain.shapes import VersionShape
from ..library import template_shape, templates
from ..models import Version
from .versions import plan_in_force, shape_of

BLANK, COPY = "blank", "copy"


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """A beginning: its token in addresses ("engineering", "blank", "copy-17"), and what the form proposes."""

    token: str
    title: str
    name: str = ""
    summary: str = ""
    statement: str = ""
    version: Version | None = None


def start_of(token: str, user: Any) -> StartingPoint | None:
    """The beginning that a token names, if there is one that `user` may see."""
    if token == BLANK:
        return StartingPoint(BLANK, _("A blank framework"))
    kind, _sep, pk = token.partition("-")
    if kind == COPY and pk.isdecimal() and len(pk) < 10:
        version = Version.objects.visible_to(user).select_related("framework__owner").filter(pk=pk).first()
        if version is None:
            return None
        title = _("A copy of %(name)s, version %(number)s") % {"name": version.framework.name, "number": version.number}
        return StartingPoint(token, title, summary=version.summary, statement=version.statement, version=version)
    for template in templates():
        if template.slug == token:
            _plan, plan = plan_in_force()
            shape = template_shape(token, plan)
            title = _("The template %(name)s") % {"name": template.name}
            return StartingPoint(token, title, template.name, template.summary, shape.statement)
    return None


def begin(
    *,
    start: StartingPoint,
    name: str,
    by: Any,
    owner: Employee | None = None,
    owner_title: str = "",
    statement: str = "",
) -> Version:
    """A new framework from `start`. Raises DomainError where the name is taken."""
    shape = _shape(start, name)
    shape = replace(shape, statement=statement.strip())
    return create_framework(name=name, by=by, shape=shape, owner=owner, owner_title=owner_title)


def _shape(start: StartingPoint, name: str) -> VersionShape:
    if start.version is not None:
        return with_fresh_keys(shape_of(start.version, evaluations=True))
    if start.token == BLANK:
        return VersionShape(name, 1, "draft", scale=default_scale())
    _plan, plan = plan_in_force()
    try:
        return template_shape(start.token, plan)
    except KeyError as error:
        raise DomainError(_("There is no such template. Choose one from the list.")) from error
