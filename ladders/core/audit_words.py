"""What the audit trail says, in words. A verb without words here is still shown, read out as it is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .audit_names import NAMES
from .models import AuditEntry

AREAS: dict[str, Promise] = {
    "frameworks": lazy("Frameworks"),
    "impact": lazy("Factors and grades"),
    "exchange": lazy("Imports"),
    "accounts": lazy("Roles and sign-in"),
    "placements": lazy("Levels held"),
    "core": lazy("Settings"),
    "compensation": lazy("Pay"),
    "moves": lazy("Moves"),
    "careers": lazy("Careers"),
    "growth": lazy("Talks"),
    "insights": lazy("Equal pay"),
    "pay_reports": lazy("Reports on equal pay"),
    "privacy": lazy("Keeping and erasing"),
    "pay_information": lazy("Right to know about pay"),
    "reason_files": lazy("Reason files"),
    "remedies": lazy("Gaps in pay"),
}

SENTENCES: dict[str, Promise] = {
    "privacy.erasure.asked": lazy("asked to have erased what is known of"),
    "privacy.erasure.cancelled": lazy("called off erasing what is known of"),
    "privacy.copy.asked": lazy("asked for a copy of what is known of"),
    "privacy.person.erased": lazy("erased what was known of"),
    "privacy.retention.changed": lazy("changed"),
    "privacy.retention.applied": lazy("let go of what had its time:"),
    "careers.seat.needed": lazy("said that a vacant seat is needed for"),
    "careers.seat.not_needed": lazy("said that no vacant seat is needed for"),
    "accounts.role.granted": lazy("gave a role to"),
    "accounts.role.scoped": lazy("said for whom a role counts that is held by"),
    "exchange.people.imported": lazy("brought people in from"),
    "exchange.people.taken_back": lazy("took back the people of"),
    "exchange.person.changed": lazy("changed, by a file, where somebody belongs:"),
    "exchange.people.exported": lazy("exported a list of people:"),
    "placements.person.placed": lazy("placed"),
    "placements.person.changed": lazy("changed the level of"),
    "placements.person.ended": lazy("ended the placement of"),
    "placements.person.corrected": lazy("put right the level of"),
    "placements.person.unplaced": lazy("took back the level of"),
    "placements.person.withdrawn": lazy("withdrew a planned level of"),
    "placements.second.added": lazy("gave a second level to"),
    "accounts.role.revoked": lazy("took a role from"),
    "accounts.sign_in.done": lazy("let in"),
    "accounts.sign_in.failed": lazy("saw a wrong password for"),
    "accounts.sign_in.second_step_failed": lazy("saw a wrong second step for"),
    "accounts.sign_in.refused": lazy("let nobody in to the account, which is not open, of"),
    "accounts.sign_in.password_changed": lazy("changed the password of"),
    "accounts.sign_in.password_set": lazy("set a password for"),
    "accounts.sign_in.password_reset": lazy("reset the password of"),
    "accounts.sign_in.totp_activated": lazy("added an authenticator app to"),
    "accounts.sign_in.totp_deactivated": lazy("removed the authenticator app of"),
    "accounts.sign_in.recovery_codes_generated": lazy("made new recovery codes for"),
    "accounts.sign_in.webauthn_added": lazy("added a passkey to"),
    "accounts.sign_in.webauthn_removed": lazy("removed a passkey of"),
    "accounts.second_factor.demanded": lazy("demanded a second step at sign-in of"),
    "accounts.second_factor.loosened": lazy("asked less: a second step at sign-in is demanded only of"),
    "accounts.second_factor.reset": lazy("reset the second step at sign-in of"),
    "accounts.session.ended": lazy("ended sessions of"),
    "accounts.sign_in.account_connected": lazy("connected the company account of"),
    "accounts.sign_in.account_disconnected": lazy("disconnected the company account of"),
    "accounts.sign_in.address_passed_on": lazy(
        "disconnected, since its address is somebody else’s now, the company account of"
    ),
    "compensation.zone.created": lazy("made the pay zone"),
    "compensation.zone.changed": lazy("changed the pay zone"),
    "compensation.zone.deleted": lazy("deleted the pay zone"),
    "compensation.policy.changed": lazy("changed the"),
    "compensation.bands.asked": lazy("asked for new bands in"),
    "compensation.bands.scheduled": lazy("scheduled new bands in"),
    "compensation.bands.taken_back": lazy("took back the bands of"),
    "compensation.bands.declined": lazy("declined new bands in"),
    "compensation.bands.withdrawn": lazy("withdrew new bands in"),
    "compensation.supplement.added": lazy("added a market supplement to"),
    "compensation.supplement.changed": lazy("changed the market supplement of"),
    "compensation.exception.proposed": lazy("proposed a band exception for"),
    "compensation.exception.approved": lazy("approved the band exception of"),
    "compensation.exception.declined": lazy("declined the band exception of"),
    "compensation.exception.ended": lazy("ended the band exception of"),
    "moves.request.sent": lazy("sent a request of"),
    "moves.request.answered": lazy("answered a request of"),
    "moves.request.approved": lazy("had the last word on a request of"),
    "moves.request.scheduled": lazy("agreed the day of a request of"),
    "moves.request.declined": lazy("declined a request of"),
    "moves.request.asked_again": lazy("had HR look again at a request of"),
    "moves.request.delegated": lazy("handed on a request of"),
    "moves.request.receiving_named": lazy("named the receiving manager in a request of"),
    "moves.request.seat_confirmed": lazy("confirmed a seat for a request of"),
    "moves.request.day_offered": lazy("offered another day in a request of"),
    "moves.request.day_refused": lazy("turned down another day for the request of"),
    "moves.request.day_agreed": lazy("agreed another day in a request of"),
    "moves.request.withdrawn": lazy("withdrew a request of"),
    "moves.request.stopped": lazy("stopped a request of"),
    "moves.request.manager_changed": lazy("moved to the new manager a request of"),
    "moves.request.passed_on": lazy("passed on a request of"),
    "moves.request.overdue": lazy("found overdue a request of"),
    "moves.request.lapsed": lazy("let lapse a request of"),
    "moves.request.in_effect": lazy("brought into effect a request of"),
    "moves.right.extended": lazy("let hold longer the right of return of"),
    "placements.person.moved": lazy("gave another level, by a move, to"),
    "insights.categories.decided": lazy("decided which grades are of equal value in"),
    "insights.paid.imported": lazy("brought in what was paid, from"),
    "insights.paid_kind.said": lazy("said how to count the kind of pay"),
    "insights.rules.saved": lazy("changed the rules of pay reporting of"),
    "insights.sex.recorded": lazy("recorded sex for pay reporting, from"),
    "pay_reports.figures.made": lazy("worked out the figures of the pay report"),
    "pay_reports.methods.chosen": lazy("chose the methods of the pay report"),
    "pay_reports.category.explained": lazy("explained a category in the pay report"),
    "pay_reports.opinion.written": lazy("wrote an opinion on the pay report"),
    "pay_reports.report.consulted": lazy("asked the representatives about the pay report"),
    "pay_reports.report.discarded": lazy("threw away the draft of the pay report"),
    "pay_reports.report.opened": lazy("opened again the pay report"),
    "pay_reports.report.published": lazy("published the pay report"),
    "pay_reports.report.signed": lazy("signed the pay report"),
    "pay_reports.report.started": lazy("started the pay report"),
    "remedies.case.opened": lazy("opened, by publishing a report, the case about"),
    "remedies.case.reached_again": lazy("published a report that reaches the threshold again in"),
    "remedies.case.path_chosen": lazy("decided what is done about the gap in"),
    "remedies.case.day_changed": lazy("changed the day of the remedy for"),
    "remedies.case.measured": lazy("measured again the gap in"),
    "remedies.case.closed": lazy("closed the case about"),
    "remedies.case.reopened": lazy("opened again the case about"),
    "remedies.joint.written": lazy("wrote down the joint assessment of"),
    "remedies.reason.written": lazy("justified the gap in"),
    "remedies.reason.accepted": lazy("accepted a justification of the gap in"),
    "remedies.reason.refused": lazy("did not accept a justification of the gap in"),
    "remedies.measure.added": lazy("added a measure about"),
    "remedies.measure.done": lazy("noted as done a measure about"),
    "remedies.measure.dropped": lazy("dropped a measure about"),
    "remedies.plan.kept": lazy("kept a plan of raises for"),
    "remedies.raises.decided": lazy("raised people, by a plan, in"),
    "pay_information.request.asked": lazy("passed on to HR a question about the pay of"),
    "pay_information.request.withdrawn": lazy("took back a question about the pay of"),
    "pay_information.answer.sent": lazy("answered a question about the pay of"),
    "pay_information.recipient.changed": lazy("said where figures of small groups go in"),
    "pay_information.right.told": lazy("told everybody employed of their right to know about pay in"),
    "reason_files.file.made": lazy("gathered in a reason file what pay rests on of"),
    "core.access.denied": lazy("was refused at"),
    "core.approval.asked": lazy("asked a second person about"),
    "core.approval.confirmed": lazy("confirmed, as the second person,"),
    "core.approval.declined": lazy("declined, as the second person,"),
    "core.approval.withdrawn": lazy("no longer asks a second person about"),
    "core.approval.expired": lazy("got no second person’s answer in time about"),
    "core.organisation.changed": lazy("changed the settings of"),
    "careers.policy.changed": lazy("changed the"),
    "growth.policy.changed": lazy("changed the"),
    "compensation.salary.set": lazy("set the salary of"),
    "compensation.salary.removed": lazy("took out a salary of"),
    "compensation.salaries.imported": lazy("imported salaries from"),
    "compensation.salaries.taken_back": lazy("took back the salaries of"),
    "compensation.pay.protected": lazy("protected the pay of"),
    "compensation.pay.unprotected": lazy("took out a pay protection of"),
    "compensation.criteria.written": lazy("wrote the"),
    "moves.rules.changed": lazy("changed the rules of"),
    "moves.rules.ended": lazy("ended the framework’s own rules of"),
    "moves.group.saved": lazy("saved the group"),
    "moves.absence.added": lazy("wrote down days away of"),
    "moves.absence.ended": lazy("ended days away of"),
    "exchange.framework.imported": lazy("imported"),
    "exchange.framework.taken_back": lazy("took back the import of"),
    "frameworks.framework.created": lazy("started the framework"),
    "frameworks.framework.edited": lazy("changed the framework’s details"),
    "frameworks.framework.copied": lazy("copied the framework"),
    "frameworks.framework.imported": lazy("imported the framework"),
    "frameworks.draft.started": lazy("started a draft"),
    "frameworks.draft.discarded": lazy("discarded the draft"),
    "frameworks.draft.regraded": lazy("brought the draft to the plan in force"),
    "frameworks.publication.asked": lazy("asked for the publication of"),
    "frameworks.version.published": lazy("published"),
    "frameworks.reason.given": lazy("gave a reason for a finding"),
    "frameworks.reason.withdrawn": lazy("withdrew the reason for a finding"),
    "frameworks.successor.chosen": lazy("chose the successor of a level"),
    "frameworks.reorganisation.decided": lazy("decided on the people of a level that gets another grade"),
    "frameworks.reorganisation.withdrawn": lazy("took back the decision on the people of a level"),
    "placements.person.reorganised": lazy("gave another level by a reorganisation to"),
    "frameworks.consultation.recorded": lazy("recorded a consultation"),
    "frameworks.consultation.removed": lazy("removed a consultation"),
    "frameworks.track.added": lazy("added the track"),
    "frameworks.track.edited": lazy("changed the track"),
    "frameworks.track.reordered": lazy("moved the track"),
    "frameworks.track.deleted": lazy("deleted the track"),
    "frameworks.track.brought_back": lazy("brought the track back"),
    "frameworks.level.added": lazy("added the level"),
    "frameworks.level.edited": lazy("changed the level"),
    "frameworks.level.renamed": lazy("renamed the level"),
    "frameworks.level.moved": lazy("moved the level to another track"),
    "frameworks.level.reordered": lazy("moved the level up or down"),
    "frameworks.level.deleted": lazy("deleted the level"),
    "frameworks.level.restored": lazy("restored earlier texts of the level"),
    "frameworks.level.brought_back": lazy("brought the level back"),
    "frameworks.level.slotted": lazy("slotted the level"),
    "frameworks.level.unslotted": lazy("took the given grade from the level"),
    "frameworks.level.evaluated": lazy("evaluated the level"),
    "frameworks.evaluation.saved": lazy("saved the evaluation of"),
    "frameworks.evaluation.confirmed": lazy("confirmed the evaluation of"),
    "frameworks.evaluation.cleared": lazy("cleared the evaluation of"),
    "frameworks.levels.graded": lazy("graded together"),
    "frameworks.levels.undone": lazy("undid what was graded together"),
    "frameworks.group.added": lazy("added the competency group"),
    "frameworks.group.changed": lazy("changed the competency group"),
    "frameworks.group.moved": lazy("moved the competency group"),
    "frameworks.group.deleted": lazy("deleted the competency group"),
    "frameworks.group.restored": lazy("brought the competency group back"),
    "frameworks.competency.added": lazy("added the competency"),
    "frameworks.competency.changed": lazy("changed the competency"),
    "frameworks.competency.moved": lazy("moved the competency"),
    "frameworks.competency.deleted": lazy("deleted the competency"),
    "frameworks.competency.restored": lazy("brought the competency back"),
    "frameworks.expectation.written": lazy("wrote the expectation"),
    "frameworks.expectation.cleared": lazy("cleared the expectation"),
    "frameworks.expectation.copied": lazy("copied the expectation"),
    "frameworks.expectation.restored": lazy("restored an earlier expectation"),
    "frameworks.scale.changed": lazy("changed the proficiency scale"),
    "frameworks.scale.shortened": lazy("shortened the proficiency scale"),
    "impact.plan.draft_started": lazy("started a draft of"),
    "impact.plan.draft_discarded": lazy("discarded the draft of"),
    "impact.plan.described": lazy("described"),
    "impact.plan.activated": lazy("put into force"),
    "impact.factor.added": lazy("added the factor"),
    "impact.factor.changed": lazy("changed the factor"),
    "impact.factor.moved": lazy("moved the factor"),
    "impact.factor.deleted": lazy("deleted the factor"),
    "impact.weights.changed": lazy("changed the weights of"),
    "impact.degree.changed": lazy("changed the degree"),
    "impact.grades.changed": lazy("changed the grades of"),
    "impact.grade.added": lazy("added the grade"),
    "impact.grade.removed": lazy("removed the grade"),
    "impact.right.added": lazy("gave a decision right to"),
    "impact.right.removed": lazy("took a decision right from"),
}


# Whose fields an entry's detail names, by the beginning of its verb: their labels and the labels of their values are shown.
# Every beginning is here; "" where no detail names a field.
FIELDS_OF: dict[str, str] = {
    "accounts.role": "accounts.RoleGrant",
    "accounts.second_factor": "core.Organisation",
    "accounts.session": "",
    "accounts.sign_in": "",
    "careers.policy": "careers.CareerPolicy",
    "careers.seat": "careers.Seat",
    "compensation.bands": "compensation.BandChange",
    "compensation.criteria": "compensation.PayPolicy",
    "compensation.exception": "compensation.BandException",
    "compensation.pay": "compensation.PayProtection",
    "compensation.policy": "compensation.PayPolicy",
    "compensation.salaries": "compensation.Salary",
    "compensation.salary": "compensation.Salary",
    "compensation.supplement": "compensation.MarketSupplement",
    "compensation.zone": "compensation.PayZone",
    "core.access": "",
    "core.approval": "core.Approval",
    "core.organisation": "core.Organisation",
    "exchange.framework": "frameworks.Framework",
    "exchange.people": "accounts.Employee",
    "exchange.person": "accounts.Employee",
    "frameworks.competency": "frameworks.Competency",
    "frameworks.consultation": "frameworks.Consultation",
    "frameworks.draft": "frameworks.Version",
    "frameworks.evaluation": "frameworks.JobEvaluation",
    "frameworks.expectation": "frameworks.Expectation",
    "frameworks.framework": "frameworks.Framework",
    "frameworks.group": "frameworks.CompetencyGroup",
    "frameworks.level": "frameworks.Level",
    "frameworks.publication": "frameworks.Version",
    "frameworks.reason": "frameworks.ParityReason",
    "frameworks.reorganisation": "frameworks.Reorganisation",
    "frameworks.scale": "frameworks.ProficiencyStep",
    "frameworks.successor": "frameworks.Successor",
    "frameworks.track": "frameworks.Track",
    "frameworks.version": "frameworks.Version",
    "impact.degree": "impact.Degree",
    "impact.factor": "impact.Factor",
    "impact.grade": "impact.GradeRange",
    "impact.grades": "impact.GradeRange",
    "impact.plan": "impact.FactorPlan",
    "impact.right": "impact.GradeRange",
    "impact.weights": "",
    "insights.categories": "insights.CategoryDecision",
    "insights.paid": "insights.PaidYear",
    "insights.paid_kind": "insights.PaidKind",
    "insights.rules": "insights.CountryRules",
    "insights.sex": "",
    "pay_reports.category": "pay_reports.Report",
    "pay_reports.figures": "pay_reports.Report",
    "pay_reports.methods": "pay_reports.Report",
    "pay_reports.opinion": "pay_reports.Report",
    "pay_reports.report": "pay_reports.Report",
    "moves.absence": "moves.Absence",
    "moves.group": "moves.DeciderGroup",
    "moves.request": "moves.MoveRequest",
    "moves.right": "moves.ReturnRight",
    "moves.rules": "moves.MovePolicy",
    "pay_information.answer": "pay_information.InformationAnswer",
    "pay_information.recipient": "pay_information.SmallGroupRecipient",
    "pay_information.request": "pay_information.InformationRequest",
    "pay_information.right": "",
    "reason_files.file": "",
    "placements.person": "placements.Placement",
    "placements.second": "placements.Placement",
    "privacy.copy": "",
    "privacy.erasure": "",
    "privacy.person": "",
    "privacy.retention": "privacy.RetentionTime",
    "remedies.case": "remedies.RemedyCase",
    "remedies.joint": "remedies.JointAssessment",
    "remedies.measure": "remedies.Measure",
    "remedies.plan": "remedies.RemedyPlan",
    "remedies.raises": "remedies.RemedyPlan",
    "remedies.reason": "remedies.Justification",
}


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FIGURES = re.compile(r"\d+(?:\.\d+)?(?: / \d+(?:\.\d+)?)* [A-Z]{3}")  # 28840.00 / 32960.00 / 37080.00 EUR


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value of an entry's detail. `before` and `after` are texts, empty where there was or is nothing."""

    name: str
    before: str
    after: str


def sentence(entry: AuditEntry) -> str:
    """What was done, to stand between who did it and what it was done to."""
    words = SENTENCES.get(f"{entry.area}.{entry.verb}")
    return str(words) if words else entry.verb.replace(".", " ").replace("_", " ")


def changes(entry: AuditEntry) -> Iterator[ValueChange]:
    """The entry's detail, whatever its writer put there."""
    for name, value in entry.detail.items():
        pair = value if isinstance(value, list) and len(value) == 2 else [None, value]
        label, choices = _field_words(entry, name)
        before, after = (choices.get(each) or _said(each) if isinstance(each, str) else _said(each) for each in pair)
        if before or after:
            yield ValueChange(label, before, after)


def _field_words(entry: AuditEntry, name: str) -> tuple[str, dict[str, str]]:
    """What the field of that name is called, and what its stored values are called where it has choices."""
    label = FIELDS_OF.get(f"{entry.area}.{entry.verb.split('.')[0]}")
    try:
        field = apps.get_model(label)._meta.get_field(name) if label else None
    except FieldDoesNotExist:
        field = None
    if not isinstance(field, Field):
        return str(NAMES.get(name) or name.replace("_", " ")), {}
    return str(field.verbose_name), {str(key): str(words) for key, words in field.flatchoices}


def _said(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    return _read(value) if isinstance(value, str) else str(value)


def _read(text: str) -> str:
    """A stored text as people write it: days, and amounts with their currency. Everything else stays as it is."""
    if _DAY.fullmatch(text):
        try:
            return date_format(dt.date.fromisoformat(text), "j F Y")
        except ValueError:
            return text
    if _FIGURES.fullmatch(text):
        return _NUMBER.sub(lambda found: _grouped(found[0]), text)
    return text


def _grouped(number: str) -> str:
    """28840.00 as 28,840; 0.50 stays."""
    value = Decimal(number)
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,}"
