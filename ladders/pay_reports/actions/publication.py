"""From a draft with figures to a published report: explanations, the representatives' opinion, sign-off, publication.

Whoever made a report, chose its methods, explained a category or gave an opinion does not sign it; nobody publishes what
nobody has signed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import RoleGrant
from accounts.roles import PERMISSIONS_OF
from ladders.core.approvals.actions import Line
from ladders.core.approvals.deeds import carry_out, takes_two
from ladders.core.approvals.kinds import ApprovalKind
from ladders.core.approvals.queries import waiting_for
from ladders.core.audit import record
from ladders.core.errors import DomainError
from ladders.core.models import Approval
from ladders.core.permissions import Permission
from ladders.insights.actions.release_pay import Decided
from ladders.insights.models import Audience

from ..follow_up import report_published
from ..models import Report, ReportCategory, ReportOpinion, ReportState
from .drafts import locked_for, why_not_in
from .release import release_report

Decisions = Mapping[str, Decided] | None
Then = Callable[[], object]
SMALL_GROUPS = "small-groups"
CONFIRMED_KINDS = (
    ApprovalKind(
        name=SMALL_GROUPS,
        title=gettext_lazy("Figures of small groups for the representatives"),
        asks=Permission.EDIT_PAY_EQUITY,
        confirms=Permission.EDIT_PAY_EQUITY,
        carry_out=carry_out,
    ),
)


def nothing_more() -> None:
    """What follows where nothing follows."""


def explain_category(*, category: ReportCategory, text: str, by: Any) -> ReportCategory:
    """Say what the gap of a category comes from; empty takes the explanation back. It is published as it is written."""
    with transaction.atomic():
        report = locked_for(category.report, by)
        row = report.categories.select_for_update().get(pk=category.pk)
        if row.explanation == text.strip():
            return row
        row.explanation, row.explained_by, row.explained_at = text.strip(), by, timezone.now()
        row.save(update_fields=["explanation", "explained_by", "explained_at"])
        detail = {"category": [None, row.name]}
        _tell("category.explained", report, by, detail)
    return row


def consult(
    *, report: Report, by: Any, small_groups_because: str = "", decided: Decisions = None, then: Then = nothing_more
) -> Report:
    """Let the representatives read figures and methods, and ask for their opinion: `have_consulted` does it in the background.

    They see no group that is too small, unless a reason says why they may (Article 12(3) of the Directive); that opens single
    people's pay to more readers, so a second person confirms it. Harmless when repeated. Raises DomainError without figures,
    and where they were asked already with another reason, or none.
    """
    reason = small_groups_because.strip()
    if not reason:
        return _consult(report, by, "", decided, then)
    return consult_about_everybody(report=report, figures_of=_made_at(report), reason=reason, by=by)


def _made_at(report: Report) -> str:
    """When its figures were made, as it is kept with what a second person is asked; empty without figures."""
    return report.computed_at.isoformat() if report.computed_at else ""


def _lines_of(values: dict[str, Any]) -> list[Line]:
    """What a second person reads beside the reason: which figures it is about."""
    made = timezone.localtime(dt.datetime.fromisoformat(values["figures_of"]))
    return [(_("figures made on"), "", date_format(made, "j F Y, H:i"))]


@takes_two(SMALL_GROUPS, where=lambda: True, key=lambda values: str(values["report"].pk), also=_lines_of)
def consult_about_everybody(*, report: Report, figures_of: str, reason: str, by: Any) -> Report:
    """What `consult` does with a reason, once somebody else has confirmed it: for the figures made at that moment, no others."""
    with transaction.atomic():
        row = locked_for(report, by)
        if _made_at(row) != figures_of:
            raise DomainError(
                _("The figures were made again since this was asked for. Decline it, and ask again with those of now.")
            )
        return _consult(row, by, reason)


def _consult(
    report: Report, by: Any, small_groups_because: str, decided: Decisions = None, then: Then = nothing_more
) -> Report:
    with transaction.atomic():
        row = locked_for(report, by)
        check_figures(row)
        if row.consulted_at is not None:
            if row.consulted_reason == small_groups_because:
                then()
                return row
            raise DomainError(
                _(
                    "The representatives were asked meanwhile, with another answer about small groups. It is not changed."
                )
            )
        row.consulted_at, row.consulted_by = timezone.now(), by
        row.consulted_reason = small_groups_because
        row.save(update_fields=["consulted_at", "consulted_by", "consulted_reason"])
        release_report(row, Audience.REPRESENTATIVES, open_groups=bool(row.consulted_reason), decided=decided)
        detail = {"reason": [None, row.consulted_reason]} if row.consulted_reason else {}
        _tell("report.consulted", row, by, detail)
        then()
    return row


def small_groups_waiting(report: Report, by: Any) -> list[Approval]:
    """Who asked that representatives also see small groups of this report, while no second person has answered: 2 queries."""
    return [row for row in waiting_for(by, SMALL_GROUPS) if row.key == str(report.pk)]


def write_opinion(*, report: Report, body: str, text: str, by: Any) -> ReportOpinion:
    """What a representative says of the report; they may write it anew until it is signed. Only those of its legal entity.

    Raises PermissionDenied for others, DomainError before they are asked, after it is signed, and for an empty opinion.
    """
    if not Report.objects.represented_by(by).filter(pk=report.pk).exists():
        raise PermissionDenied
    if not text.strip() or not body.strip():
        raise DomainError(_("Write the opinion, and for whom you write it."))
    with transaction.atomic():
        row = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if why := why_no_opinion(row):
            raise DomainError(why)
        said = {"body": body.strip()[:120], "text": text.strip(), "written_at": timezone.now()}
        opinion, _new = ReportOpinion.objects.update_or_create(report=row, by=by, defaults=said)
        _tell("opinion.written", row, by, {"for whom": [None, opinion.body]})
    return opinion


def why_no_opinion(report: Report) -> str:
    """Why no representative writes an opinion now; empty where they can."""
    if report.draft and report.consulted_at is not None:
        return ""
    return _("Opinions are written from the day on which you are asked until the report is signed.")


def why_not_consult(report: Report) -> str:
    """Why the representatives are not asked now; empty where they can be."""
    if report.computed_at is None:
        return _("The figures have not been worked out yet.")
    return why_not_in(report) or (_("The representatives were asked already.") if report.consulted_at else "")


def missing_before_signing(report: Report) -> list[str]:
    """What has to be done before somebody can sign, in sentences; empty: nothing. At most 3 queries."""
    if report.computed_at is None:
        return [_("The figures have not been worked out yet.")]
    found = []
    unexplained = report.categories.filter(reached=True, explanation="").count()
    if unexplained:
        found.append(
            _("Categories that reach the threshold and are not explained: %(n)s. Each says what its gap comes from.")
            % {"n": unexplained}
        )
    if report.consulted_at is None and has_representatives(report):
        found.append(_("The employees’ representatives have not been asked."))
    return found


def has_representatives(report: Report) -> bool:
    """True where somebody stands for the legal entity of the report (see `represented_by`): 1 query."""
    roles = [role for role, verbs in PERMISSIONS_OF.items() if Permission.REPRESENT_EMPLOYEES in verbs]
    here = Q(legal_entities=[]) | Q(legal_entities__contains=[report.legal_entity])
    return RoleGrant.objects.filter(here, role__in=roles, departments=[], user__is_active=True).exists()


def why_not_sign(report: Report, by: Any) -> str:
    """Why this person cannot sign; empty where they can. 2 queries."""
    if why := why_not_in(report):
        return why
    if report.made_by_id == by.pk:
        return _("You made this report, so somebody else signs it.")
    if report.methods_by_id == by.pk:
        return _("You chose the methods of this report, so somebody else signs it.")
    if report.categories.filter(explained_by=by).exclude(explanation="").exists():
        return _("You explained categories of this report, so somebody else signs it.")
    if report.opinions.filter(by=by).exists():
        return _("You gave the representatives’ opinion, so somebody else signs it.")
    return ""


def sign(*, report: Report, signed_as: str, by: Any) -> Report:
    """Confirm that the figures are right, by name and office. From then on they and all texts are frozen.

    Raises DomainError where something is missing, for whoever had a hand in it, and without an office.
    """
    with transaction.atomic():
        row = locked_for(report, by)
        if missing := missing_before_signing(row):
            raise DomainError(" ".join(missing))
        if why := why_not_sign(row, by):
            raise DomainError(why)
        if not signed_as.strip():
            raise DomainError(_("Say in which office you sign, such as: managing director."))
        row.state, row.signed_at, row.signed_by, row.signed_as = (
            ReportState.SIGNED, timezone.now(), by, signed_as.strip()[:120],
        )  # fmt: skip
        row.save(update_fields=["state", "signed_at", "signed_by", "signed_as"])
        _tell("report.signed", row, by, {"as": [None, row.signed_as]})
    return row


def open_again(*, report: Report, reason: str, by: Any) -> Report:
    """Make a signed report a draft again, with a reason: it has to be signed anew."""
    if not reason.strip():
        raise DomainError(_("Say why the report is opened again: the audit trail keeps it."))
    with transaction.atomic():
        row = locked_for(report, by, ReportState.SIGNED)
        row.state, row.signed_at, row.signed_by, row.signed_as = ReportState.DRAFT, None, None, ""
        row.save(update_fields=["state", "signed_at", "signed_by", "signed_as"])
        _tell("report.opened", row, by, {"reason": [None, reason.strip()]})
    return row


def publish_report(*, report: Report, by: Any, decided: Decisions = None, then: Then = nothing_more) -> Report:
    """Let everybody here read it. It never changes again. Harmless when repeated; `have_published` does it in the background.

    `decided`: what `decide_report` found of it; `then` is called at the end of the transaction.
    """
    with transaction.atomic():
        row = locked_for(report, by, ReportState.SIGNED, ReportState.PUBLISHING, ReportState.PUBLISHED)
        if not row.published:
            release_report(row, Audience.EMPLOYEES, decided=decided)
            if row.consulted_at is None:
                release_report(row, Audience.REPRESENTATIVES)
            row.state, row.published_at, row.published_by = ReportState.PUBLISHED, timezone.now(), by
            row.save(update_fields=["state", "published_at", "published_by"])
            _tell("report.published", row, by, {})
            report_published(report=row, by=by)
        then()
    return row


def check_figures(row: Report) -> None:
    """Raises DomainError where the figures of a report have not been worked out."""
    if row.computed_at is None:
        raise DomainError(_("The figures have not been worked out yet."))


def _tell(what: str, report: Report, by: Any, detail: dict[str, Any]) -> None:
    record(by=by, verb=f"pay_reports.{what}", subject=str(report), subject_key=str(report.pk), detail=detail)
