"""How long this room keeps what."""

from django.utils.translation import gettext_lazy as _

from .lists.models import ListFile
from .models import Approval, Batch, Job, PersonKey
from .person_keys import SIGN_INS_OF, throw_away_rows
from .retention import RetainedRows, RetentionKind

JOBS = RetentionKind(
    name="jobs",
    title=_("Background work"),
    about=_(
        "Finished work goes with its result, and the means to take back what was done to many. What it wrote stays."
    ),
    tables=(
        RetainedRows(lambda: Job.objects.filter(finished_at__isnull=False), "finished_at"),
        RetainedRows(Batch.objects.all, "made_at"),
    ),
    usual=90,
    least=7,
    most=730,
    months=False,
)

LIST_FILES = RetentionKind(
    name="list-files",
    title=_("Lists taken as workbooks"),
    about=_("The file that was made goes. That it was made stays in the audit trail."),
    tables=(RetainedRows(ListFile.objects.all, "made_at"),),
    usual=3,
    least=1,
    most=30,
    months=False,
)

APPROVALS = RetentionKind(
    name="approvals",
    title=_("What a second person was asked for"),
    about=_("The question with its reason and its answer. What was done stays in the audit trail."),
    tables=(RetainedRows(lambda: Approval.objects.filter(decided_at__isnull=False), "decided_at"),),
    usual=24,
    least=3,
    most=120,
)

SIGN_INS = RetentionKind(
    name="sign_ins",
    title=_("Records of sign-ins"),
    about=_("Who signed in, or failed to, on a day. That somebody did stays in the audit trail; nobody can tell who."),
    tables=(
        RetainedRows(
            lambda: PersonKey.objects.filter(about__startswith=SIGN_INS_OF, thrown_at=None), "made_at", throw_away_rows
        ),
    ),
    usual=12,
    least=1,
    most=60,
)
