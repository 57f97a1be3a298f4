"""An import of frameworks, taken back: a draft that the import began goes, one that was there is as it was before."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from ladders.core.models import AuditEntry
from ladders.core.permissions import Permission
from ladders.core.put_back import bring_former, hold, remove_made, written_by
from ladders.frameworks.actions.frameworks import discard_draft
from ladders.frameworks.models import (
    Competency,
    CompetencyGroup,
    Expectation,
    FactorRating,
    Framework,
    JobEvaluation,
    Level,
    ProficiencyStep,
    Track,
    Version,
)
from ladders.frameworks.permissions import may_edit
from ladders.impact.actions.base import hold_grading

from ..frameworks_in.baseline import forget
from ..models import GradeFile, Upload
from .people import HISTORY_GONE
from .shapes import BackPlan, TakeBack

PARTS = (ProficiencyStep, Track, Level, CompetencyGroup, Competency, Expectation, JobEvaluation, FactorRating)


class TakeBackFrameworks(TakeBack[Upload]):
    """See `TakeBack`. `before` maps the draft's number to the revision that the import left, and what imports remembered."""

    model = Upload
    permission = Permission.IMPORT_FRAMEWORK
    verb = "exchange.framework.taken_back"
    page = "upload"

    def lock(self, upload: Upload) -> None:
        """Whoever edits, publishes or activates a plan of grades waits."""
        hold_grading()
        drafts = self._drafts(upload)
        list(Framework.objects.select_for_update().filter(pk__in={each["framework"] for each in drafts}).order_by("pk"))
        list(Version.objects.select_for_update().filter(pk__in=[each["version"] for each in drafts]).order_by("pk"))
        hold(*PARTS)

    def look(self, upload: Upload, by: Any) -> BackPlan:
        """13 queries, and 1 for each draft that somebody edited since."""
        assert upload.history is not None
        plan, drafts = BackPlan(), self._drafts(upload)
        there = Version.objects.filter(pk__in=[each["version"] for each in drafts]).select_related("framework__owner")
        versions = {version.pk: version for version in there}
        names = {each["version"]: each["name"] for each in drafts}
        began = [each["version"] for each in drafts if each["began"]]
        merged = [each["version"] for each in drafts if not each["began"]]
        plan.add(_("Drafts that would go"), (names[pk] for pk in began))
        plan.add(_("Drafts that would be as they were before the import"), (names[pk] for pk in merged))
        wrote = [written_by(model, upload.history) for model in PARTS]
        plan.counts = {"parts": sum(len(each.all) for each in wrote)}
        plan.hinder(_("The draft is gone: somebody discarded it"), (names[pk] for pk in names if pk not in versions))
        published = [pk for pk, version in versions.items() if not version.is_draft]
        plan.hinder(_("Published since"), (names[pk] for pk in published))
        edited = [
            each for each in drafts
            if each["version"] in versions and each["version"] not in published
            and versions[each["version"]].revision != each["revision"]
        ]  # fmt: skip
        plan.hinder(_("Edited since"), (_edited(versions[each["version"]], upload) for each in edited))
        foreign = [pk for pk, version in versions.items() if not may_edit(by, version.framework)]
        plan.hinder(_("You may not edit any more"), (names[pk] for pk in foreign))
        if any(each.unknown for each in wrote):
            plan.hinder(HISTORY_GONE, (names[pk] for pk in merged))
        asked = written_by(Version, upload.history).other_since - {each["version"] for each in edited} - set(published)
        plan.hinder(_("Its publication was asked for since"), (names[pk] for pk in asked if pk in versions))
        drafts_as_brought = not edited and not published and len(versions) == len(names)
        if drafts_as_brought and any(each.other_since for each in wrote):
            plan.hinder(_("Changed since, by a new plan of grades"), names.values())
        return plan

    def write(self, upload: Upload, by: Any) -> None:
        """A draft that began with the import is discarded, with its framework where that has no other version. What was kept
        of the file goes, too."""
        assert upload.history is not None
        drafts = self._drafts(upload)
        for each in drafts:
            if each["began"]:
                discard_draft(version=Version.objects.get(pk=each["version"]), by=by)
        merged = [each["version"] for each in drafts if not each["began"]]
        if merged:
            for model in reversed(PARTS):
                remove_made(model, upload.history)
            for model in PARTS:
                bring_former(model, upload.history)
            bring_former(Version, upload.history)
            self._count(upload, merged)
        GradeFile.objects.filter(upload=upload).delete()
        for each in drafts:
            forget(each["framework"], before=each["baseline"], left=each["remembered"])

    def _count(self, upload: Upload, merged: list[int]) -> None:
        """Going back is an edit, too: whoever has the import's text on their page is told."""
        assert upload.history is not None
        left = {each["version"]: each["revision"] for each in self._drafts(upload)}
        for pk in merged:
            Version.objects.filter(pk=pk).update(revision=left[pk] + 1)
        for model in PARTS:
            if any(field.name == "revision" for field in model._meta.concrete_fields):
                changed: Any = model._default_manager.filter(pk__in=written_by(model, upload.history).changed)
                changed.update(revision=F("revision") + 2)

    def _drafts(self, upload: Upload) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = upload.before.get("drafts", [])
        return found


def _edited(version: Version, upload: Upload) -> str:
    """The draft, and who edited it last."""
    entries = AuditEntry.objects.filter(area="frameworks", subject_key=version.framework.slug, at__gt=upload.applied_at)
    last = entries.select_related("by").first()
    name = version.framework.name
    return _("%(framework)s, by %(name)s") % {"framework": name, "name": last.by} if last and last.by else name
