"""What of imports Home shows: files of one's own that were read and wait for a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import ngettext

from ladders.core.access import may
from ladders.core.home import Line, Part
from ladders.core.permissions import Permission

from .models import BandUpload, PaidUpload, PeopleUpload, SalaryUpload, Upload, UploadState

# Model, verb, name of the page with their list, and what they are.
_KINDS: Final[tuple[tuple[Any, Permission, str, Callable[[int], str]], ...]] = (
    (
        Upload,
        Permission.IMPORT_FRAMEWORK,
        "import",
        lambda n: ngettext("framework file to decide about", "framework files to decide about", n),
    ),
    (
        PeopleUpload,
        Permission.IMPORT_PEOPLE,
        "import-people",
        lambda n: ngettext("people file to decide about", "people files to decide about", n),
    ),
    (
        BandUpload,
        Permission.EDIT_BANDS,
        "import-bands",
        lambda n: ngettext("file of bands to decide about", "files of bands to decide about", n),
    ),
    (
        SalaryUpload,
        Permission.EDIT_PAY,
        "import-salaries",
        lambda n: ngettext("file of salaries to decide about", "files of salaries to decide about", n),
    ),
    (
        PaidUpload,
        Permission.EDIT_PAY_EQUITY,
        "import-paid",
        lambda n: ngettext("file of what was paid to decide about", "files of what was paid to decide about", n),
    ),
)


def lines(user: Any, day: dt.date, now: dt.datetime) -> Iterator[Line]:
    """No query but those of roles."""
    for model, verb, page, text in _KINDS:
        if may(user, verb):
            rows = model.objects.visible_to(user).filter(state=UploadState.READY)
            yield Line(Part.TURN, rows, text, f"{reverse(page)}?show=ready", when="created_at")
