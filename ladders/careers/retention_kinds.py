"""How long this room keeps what."""

from django.utils.translation import gettext_lazy as _

from ladders.core.retention import RetainedRows, RetentionKind

from .models import Assessment

ASSESSMENTS = RetentionKind(
    name="assessments",
    title=_("Assessments"),
    about=_("What was assessed so long ago goes with its notes, whether something newer replaced it or not."),
    tables=(RetainedRows(Assessment.objects.all, "assessed_on"),),
    usual=24,
    least=6,
    most=120,
)
