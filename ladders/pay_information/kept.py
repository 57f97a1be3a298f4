"""How long this room keeps what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ladders.core.retention import RetainedRows, RetentionKind

from .models import InformationRequest

PAY_INFORMATION = RetentionKind(
    name="pay_information",
    title=_("Requests about pay, and their answers"),
    about=_(
        "Who asked for their level and the averages beside their pay, and what they were answered. That an answer was sent "
        "stays in the audit trail."
    ),
    tables=(RetainedRows(lambda: InformationRequest.objects.filter(closed_at__isnull=False), "closed_at"),),
    usual=48,
    least=12,
    most=120,
)
