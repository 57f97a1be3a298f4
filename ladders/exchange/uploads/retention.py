"""Files that nobody took in do not stay for ever."""

from __future__ import annotations

import datetime as dt

from ..models import BandUpload, PeopleUpload, Upload
from ..salaries.jobs import forget_old


def forget_uploads(now: dt.datetime) -> int:
    """Delete uploads that nobody needs any more; how many rows that were."""
    gone: int = sum(kind.objects.outdated(now).delete()[0] for kind in (Upload, PeopleUpload, BandUpload))
    return gone + forget_old(now)
