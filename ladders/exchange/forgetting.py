"""Files that nobody took in do not stay for ever."""

from __future__ import annotations

import datetime as dt

from .models import PeopleUpload, Upload
from .salaries.work import forget_old


def forget_uploads(now: dt.datetime) -> int:
    """Delete uploads that nobody needs any more; how many rows that were."""
    gone: int = Upload.objects.outdated(now).delete()[0] + PeopleUpload.objects.outdated(now).delete()[0]
    return gone + forget_old(now)
