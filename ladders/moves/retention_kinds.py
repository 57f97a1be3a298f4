"""How long this room keeps what."""

from django.utils.translation import gettext_lazy as _

from ladders.core.retention import RetainedRows, RetentionKind

from .actions.past import ended_without_a_move, forget_requests
from .models import Mail, Notice

REQUESTS = RetentionKind(
    name="requests",
    title=_("Declined and withdrawn requests"),
    about=_(
        "Everything said in them goes, answers and reasons included. How such requests are answered on the whole stays "
        "known: how long it took and how it ended, without anybody’s name or day."
    ),
    tables=(RetainedRows(ended_without_a_move, "closed_at", forget_requests),),
    usual=6,
    least=3,
    most=60,
)

# Longer than a year at least: a notice that comes once a year is known by its row, and must not come again in the same one.
NOTICES = RetentionKind(
    name="notices",
    title=_("Notices that were read"),
    about=_(
        "What the list of notices said. Whatever it was about stays where it is; a notice that nobody has read stays, too."
    ),
    tables=(RetainedRows(lambda: Notice.objects.filter(settled_at__isnull=False), "read_at"),),
    usual=15,
    least=13,
    most=60,
)

MAILS = RetentionKind(
    name="mails",
    title=_("Mails that have left"),
    about=_("That a mail was sent to somebody, and when. Its text was never kept, and the notices in it stay."),
    tables=(RetainedRows(lambda: Mail.objects.filter(ended_at__isnull=False), "ended_at"),),
    usual=3,
    least=1,
    most=24,
)
