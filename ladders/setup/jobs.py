"""Work that nobody waits for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from ladders.core.jobs import Progress, job

from .actions.invitations import JOB, write_invitations


@job(JOB, template="setup/_invited.html")
def invite_people(progress: Progress, *, round: str) -> dict[str, Any]:
    """Write the invitations of a round with their mails."""
    return {"number": write_invitations(progress, UUID(round)), "url": reverse("invitations")}
