"""Where an upload goes, until a person says otherwise."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ladders.frameworks.models import Framework
from ladders.frameworks.permissions import may_edit

from ..models import Upload
from ..tables.sheets import one_line
from .apply import find
from .build.default_names import tidy
from .detect.sheet_roles import is_generic, sentence_case
from .pipeline import Result

MAX_NAME = 80


def aim(upload: Upload, result: Result) -> None:
    """Set name and target: a file that was exported here goes back, a known name to its framework, else a new one."""
    if not upload.aimed:
        upload.target = _origin(upload.owner, result)
        upload.name = upload.target.name if upload.target else _name(upload, result)
    if upload.target is None and len(result.draft.frameworks) <= 1:
        found = find(upload.name)
        upload.target = found if found and may_edit(upload.owner, found) and not upload.aimed else None


def _origin(user: Any, result: Result) -> Framework | None:
    origins = {framework.origin.slug for framework in result.draft.frameworks if framework.origin}
    if len(origins) != 1 or len(result.draft.frameworks) != 1:
        return None
    found = Framework.objects.filter(slug=origins.pop()).first()
    return found if found and may_edit(user, found) else None


def _name(upload: Upload, result: Result) -> str:
    """What the file calls the framework, else what the file is called; of several frameworks, the files."""
    frameworks = result.draft.frameworks
    files = list(upload.files.values_list("name", flat=True))
    first = files[0].replace("\\", "/").rsplit("/", 1)[-1] if files else ""
    if len(frameworks) > 1:
        rest = len(files) - 1
        more = ngettext("and %(count)s more file", "and %(count)s more files", rest) % {"count": rest} if rest else ""
        return f"{first[:50]} {more}".strip()
    if frameworks and frameworks[0].name:
        return frameworks[0].name[:MAX_NAME]
    stem = first.rsplit(".", 1)[0]
    name = sentence_case(tidy(one_line(stem.replace("_", " ").replace("-", " "))))
    return _("Imported framework") if not name or is_generic(name) else name[:MAX_NAME]
