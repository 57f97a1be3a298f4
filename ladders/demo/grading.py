"""A draft whose grades are in work: most levels are proposed, two were graded together by a committee, two wait."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils import timezone

from ladders.core.models import Organisation
from ladders.frameworks.actions.bulk_grading import grade_many
from ladders.frameworks.actions.evaluations import clear_evaluation
from ladders.frameworks.domain.grade_proposals import by_list, propose
from ladders.frameworks.enums import VersionState
from ladders.frameworks.models import GradingWay, Level, Version
from ladders.frameworks.queries.evaluated_levels import evaluated_levels
from ladders.frameworks.queries.versions import plan_in_force

WAITS: Final = "I5"
TOGETHER: Final = (("P4", "4"), ("P5", "5"))
SOURCE: Final = "Committee of the department heads"


def load_grading() -> None:
    """Of the framework that is a draft, by its owner; it can be undone with one click."""
    version = Version.objects.select_related("framework__owner__user").get(state=VersionState.DRAFT)
    owner = version.framework.owner.user if version.framework.owner else None
    for key in Level.objects.filter(version=version, code__in=[WAITS, *dict(TOGETHER)]).values_list("key", flat=True):
        clear_evaluation(version_id=version.pk, key=key, seen=None, by=owner)
    version.refresh_from_db()
    levels = evaluated_levels(Version.objects.filter(pk=version.pk))
    wishes, _missing = by_list(levels, list(enumerate(TOGETHER)), plan_in_force()[1])
    due = timezone.localdate() + dt.timedelta(days=Organisation.current().evaluation_days)
    proposals = propose(levels, wishes, replace=False, source=SOURCE, due=due)
    wanted = {item.at.level.key: item.state for item in proposals if item.writes and item.state}
    grade_many(version_id=version.pk, wanted=wanted, seen=version.revision, way=GradingWay.LIST, by=owner)
