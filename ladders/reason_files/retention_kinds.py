"""How long this room keeps what."""

from django.utils.translation import gettext_lazy as _

from ladders.core.retention import RetainedRows, RetentionKind

from .models import ReasonFile

REASON_FILES = RetentionKind(
    name="reason_files",
    title=_("Reason files"),
    about=_(
        "What the pay of somebody, or of a category, rested on. That a file was made, and its mark, stay in the audit trail."
    ),
    tables=(RetainedRows(ReasonFile.objects.all, "made_at"),),
    usual=48,
    least=12,
    most=120,
)
