"""How long this room keeps what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ladders.core.providers import Provider
from ladders.core.retention import RetainedRows, RetentionKind

from .models import BandUpload, GradeFile, PaidUpload, PeopleUpload, SalaryUpload, Upload

UPLOADS = RetentionKind(
    name="uploads",
    title=_("Uploaded files"),
    about=_("Files go with what was read in them. What was taken in stays; the file itself went when it was."),
    tables=tuple(
        RetainedRows(kind.objects.all, "created_at")
        for kind in (Upload, PeopleUpload, SalaryUpload, PaidUpload, BandUpload, GradeFile)
    ),
    usual=7,
    least=1,
    most=90,
    months=False,
)


@Provider
def kept_days() -> int:
    """For how many days an upload is kept, as the organisation has set it."""
    return UPLOADS.usual
