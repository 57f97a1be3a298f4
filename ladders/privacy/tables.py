"""Where something about a person lies: what they get to see of it, and what becomes of it when they are erased.

Every relation of any table to an employee or an account stands here, or in `DEEDS` with why it does not (a test walks them
all). This room is above all others, so that one list can hold them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee


class Fate(StrEnum):
    """What becomes of rows."""

    DELETED = "deleted"
    KEPT = "kept"  # figures, days and levels, under the pseudonym
    EMPTIED = "emptied"  # the row stays, its texts go


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """Rows about a person. `paths` lead to the employee or the account; `hidden` columns are not shown to the person, nor rows
    that are not `only` such. `private` rows are read by the person alone, or by those whom they chose: HR's copy of a leaver's
    data has none of them.

    `empty` are the columns that lose their text, and what they hold then.
    """

    model: str
    title: Promise
    paths: tuple[str, ...]
    fate: Fate = Fate.DELETED
    empty: dict[str, Any] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    only: Q = field(default_factory=Q)
    private: Q | None = None

    @property
    def table(self) -> type[models.Model]:
        """The model."""
        return apps.get_model(self.model)

    def rows(self, person: Employee) -> QuerySet[Any]:
        """Those about this person."""
        found = Q(pk__in=[])
        for path in self.paths:
            to = self._target(path)
            if to is Employee:
                found |= Q(**{path: person.pk})
            elif person.user_id:
                found |= Q(**{path: person.user_id})
        return self.table._base_manager.filter(found)

    def _target(self, path: str) -> Any:
        model: Any = self.table
        for name in path.split("__"):
            model = model._meta.get_field(name).related_model
        return model


def _table(model: str, title: Promise, *paths: str, **rest: Any) -> PersonalTable:
    return PersonalTable(model, title, paths, **rest)


K, E = Fate.KEPT, Fate.EMPTIED
ALL = Q(pk__isnull=False)
TABLES: tuple[PersonalTable, ...] = (
    _table("accounts.RoleGrant", _("Roles"), "user"),
    _table("placements.Placement", _("Levels held"), "employee", fate=E, empty={"reason": "–"}),
    _table(
        "placements.NoLevel",
        _("No level on purpose"),
        "employee",
        hidden=("id",),
        fate=E,
        empty={"words": "–"},
    ),
    _table("reporting.ReportingLine", _("Managers and reports"), "employee", "manager", fate=K),
    _table("compensation.Salary", _("Salaries"), "employee", fate=K),
    _table(
        "compensation.PayProtection", _("Pay protection"), "employee", fate=E, empty={"reason": "–", "follows": "–"}
    ),
    _table("compensation.PayAccess", _("Who looked at your pay"), "employee", fate=K, hidden=("id",)),
    _table("compensation.PayPosition", _("Where pay stands"), "employee", hidden=("id",)),
    _table("careers.Share", _("What you share"), "employee", "colleague", private=ALL),
    _table("careers.Evidence", _("Evidence of impact"), "employee", private=ALL),
    _table("careers.AssessmentSheet", _("Sheets of assessments"), "employee"),
    _table("careers.Assessment", _("Assessments"), "sheet__employee"),
    _table("careers.Reflection", _("What gives you energy"), "employee", private=ALL),
    _table("careers.NamedSeason", _("Seasons"), "employee", private=ALL),
    _table("careers.SeasonPlan", _("Season plans"), "employee", private=ALL),
    _table("careers.LeadWish", _("Wish to lead people"), "employee", private=ALL),
    _table("growth.Target", _("Levels you work towards"), "employee", private=ALL),
    _table("growth.Goal", _("What you want to grow"), "target__employee", private=ALL),
    _table("growth.GoalRemark", _("What was said about goals"), "goal__target__employee", "manager", private=ALL),
    _table("growth.Talk", _("Talks"), "employee", "manager", private=ALL),
    _table("growth.TalkEntry", _("What was written for talks"), "talk__employee", "talk__manager", private=ALL),
    _table("growth.PrivateNote", _("Private notes on talks"), "author", private=ALL),
    _table("growth.WalkedWay", _("Moves you may be asked about"), "employee"),
    _table("growth.WayQuestion", _("Questions about moves"), "by", "asked", private=ALL),
    _table("growth.FeedbackAsk", _("Feedback you asked for"), "by", private=ALL),
    _table(
        "growth.Feedback",
        _("Feedback you were given"),
        "ask__by",
        hidden=("declined_at", "widened_at", "revision"),
        only=Q(read_at__isnull=False),
        private=ALL,
    ),
    _table(
        "growth.Feedback",
        _("Feedback you were asked for"),
        "giver",
        hidden=("read_at", "talk", "revision"),
        private=ALL,
    ),
    _table("moves.Absence", _("Days away"), "employee", fate=K),
    _table("moves.NoticeSetting", _("How you are told"), "user"),
    _table(
        "moves.Notice",
        _("Notices"),
        "recipient",
        hidden=("request", "step", "right", "approval", "key"),  # whose it was is theirs to say
        private=ALL,
    ),
    _table("dates.CalendarAddress", _("Address for your calendar program"), "user", hidden=("digest", "proof")),
    _table("dates.ToldDate", _("Dates that your calendar was told"), "user", private=ALL),
    _table("moves.Mail", _("Mails"), "recipient"),
    _table("accounts.Invitation", _("Invitations"), "user", hidden=("digest",)),
    _table("moves.GroupMember", _("Groups that answer for HR"), "employee"),
    _table("moves.MoveRequest", _("Requests"), "person", fate=E, empty={"evidence": []}, private=Q(hr_hears_at=None)),
    _table(
        "moves.Step",
        _("Steps of requests, with their answers"),
        "request__person",
        fate=E,
        empty={"reason": "–", "would_change": "–"},
        private=Q(request__hr_hears_at=None),
    ),
    _table("moves.Message", _("Questions and answers"), "request__person", private=ALL),
    _table("moves.Reason", _("Private reasons"), "request__person", private=ALL),
    _table(
        "moves.NewSalary",
        _("Salaries agreed with moves"),
        "request__person",
        fate=K,
        private=Q(request__hr_hears_at=None),
    ),
    _table("moves.ReturnRight", _("Rights of return"), "person", fate=K),
    _table("insights.PaidYear", _("What was paid in a year"), "employee", fate=K),
    _table("insights.PaidAmount", _("What was paid in a year, part by part"), "paid_year__employee", fate=K),
    _table("insights.RecordedSex", _("Sex, as recorded for reports on equal pay"), "employee"),
    _table("remedies.PlannedRaise", _("Raises that were planned"), "employee", fate=K),
    _table("reason_files.ReasonFile", _("Reason files"), "employee", hidden=("content", "people", "digests")),
    _table("pay_information.InformationRequest", _("What you asked about pay"), "employee"),
    _table("pay_information.InformationAnswer", _("Answers about pay"), "request__employee", hidden=("withheld",)),
    _table("pay_information.YearlyNotice", _("Years in which you were told of your right to know"), "employee"),
    _table("core.Job", _("Background work"), "owner", hidden=("lease", "lease_until")),
    _table("core.SavedFilter", _("Saved filters of lists"), "owner", private=ALL),
    _table("core.ListFile", _("Lists taken as workbooks"), "owner", hidden=("content", "rights")),
    _table(
        "exchange.Upload",
        _("Uploaded frameworks"),
        "owner",
        hidden=("sample", "report", "mapping", "correction", "before"),
    ),
    _table("exchange.PeopleUpload", _("Uploaded people"), "owner", hidden=("content", "report", "mapping", "before")),
    _table("exchange.SalaryUpload", _("Uploaded salaries"), "owner", hidden=("content", "report", "mapping", "before")),
    _table(
        "exchange.PaidUpload", _("Uploaded years of pay"), "owner", hidden=("content", "report", "mapping", "before")
    ),
    _table("exchange.BandUpload", _("Uploaded bands"), "owner", hidden=("content", "report", "mapping", "before")),
    _table("exchange.GradeFile", _("Uploaded grades of levels"), "owner", hidden=("content", "tables")),
    _table("mfa.Authenticator", _("Second factors"), "user", hidden=("data",)),
    _table("socialaccount.SocialAccount", _("Company accounts"), "user"),
    _table(
        "socialaccount.SocialToken", _("Keys of company accounts"), "account__user", hidden=("token", "token_secret")
    ),
    _table("account.EmailAddress", _("Addresses"), "user"),
    _table("account.EmailConfirmation", _("Confirmations of addresses"), "email_address__user", hidden=("key",)),
)

# What somebody did in their office, mostly: it is about the framework, the band or the other person, and names them by an
# account's number alone. It is kept under the pseudonym; what they did is in their data as it is in the audit trail.
DEEDS = frozenset(
    {
        "accounts.InvitationRound.made_by",
        "accounts.RoleGrant.granted_by",
        "careers.Assessment.by",
        "compensation.BandChange.asked_by",
        "compensation.BandChange.decided_by",
        "compensation.BandException.decided_by",
        "compensation.BandException.proposed_by",
        "compensation.MarketSupplement.created_by",
        "compensation.PayAccess.by",
        "core.Approval.asked_by",
        "core.Approval.decided_by",
        "exchange.KeptColumns.by",
        "exchange.KeptMapping.by",
        "frameworks.BulkGrading.by",
        "frameworks.Framework.created_by",
        "frameworks.Framework.owner",
        "frameworks.Framework.owner_account",
        "frameworks.ParityReason.by",
        "frameworks.Reorganisation.by",
        "frameworks.TakenBack.by",
        "frameworks.Version.asked_by",
        "frameworks.Version.published_by",
        "growth.Feedback.manager",
        "growth.Feedback.wider_manager",
        "growth.Goal.agreed_by",
        "growth.Goal.suggested_by",
        "growth.GoalRemark.by",
        "growth.Target.shared_with",
        "growth.TalkEntry.by",
        "impact.FactorPlan.activated_by",
        "insights.CategoryDecision.by",
        "insights.PaidKind.by",
        "moves.Absence.made_by",
        "moves.Absence.stand_in",
        "moves.FollowUp.done_by",
        "moves.Message.by",
        "moves.Message.to",
        "moves.MovePolicy.made_by",
        "moves.MoveRequest.agreed_by",
        "moves.MoveRequest.closed_by",
        "moves.MoveRequest.offered_by",
        "moves.MoveRequest.owner",
        "moves.MoveRequest.proposer",
        "moves.MoveRequest.receiving",
        "moves.MoveRequest.seat_by",
        "moves.MoveRequest.submitted_by",
        "moves.PassedOn.after",
        "moves.PassedOn.before",
        "moves.PassedOn.by",
        "moves.ReturnRight.extended_by",
        "moves.Step.answered_by",
        "moves.Step.decider",
        "moves.Step.manager",
        "pay_information.InformationAnswer.sent_by",
        "pay_information.InformationRequest.recorded_by",
        "pay_information.InformationRequest.representative",
        "pghistory.MiddlewareEvents.user",
        "placements.NoLevel.made_by",
        "reason_files.ReasonFile.made_by",
        "pay_reports.Report.consulted_by",
        "pay_reports.Report.made_by",
        "pay_reports.Report.published_by",
        "pay_reports.Report.signed_by",
        "pay_reports.ReportCategory.explained_by",
        "pay_reports.ReportOpinion.by",
        "pay_reports.Report.methods_by",
        "core.Batch.made_by",
        "privacy.Erasure.asked_by",
        "privacy.Erasure.cancelled_by",
        "setup.SkippedStep.by",
        "remedies.JointAssessment.by",
        "remedies.Justification.by",
        "remedies.Justification.decided_by",
        "remedies.Measure.by",
        "remedies.Measure.ended_by",
        "remedies.Measure.owner",
        "remedies.Measurement.by",
        "remedies.RemedyCase.closed_by",
        "remedies.RemedyPlan.by",
        "remedies.RemedyPlan.decided_by",
    }
)
# Everything else that leads to a person, and why it is neither of the two.
OF_OTHERS = {
    "moves.Reason_readers.user": "a list of who may read somebody else's text",
    "accounts.Employee.user": "the person",
    "privacy.Erasure.employee": "that somebody was erased, by the pseudonym",
    "privacy.PersonalCopy.owner": "a copy of one's own data, gone after a week",
    "privacy.PersonalCopy.employee": "a copy of one's own data, gone after a week",
    "accounts.BrowserSession.user": "ended with everything else; see `erasure.py`",
}
