"""What states, criteria and targets are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ladders.insights.domain.pay_gap.people import Sex

from ..domain.states import CaseState, Criterion, Ground, MeasuredOn
from ..domain.targets import NotRaised, Target, Whom

STATES: dict[str, Promise] = {
    CaseState.OPEN.value: _("To be decided"),
    CaseState.JUSTIFY.value: _("Being justified"),
    CaseState.REMEDY.value: _("Being remedied"),
    CaseState.JOINT.value: _("Joint assessment"),
    CaseState.CLOSED.value: _("Closed"),
}
PATHS: dict[str, Promise] = {
    CaseState.JUSTIFY.value: _("Justify the gap by objective criteria"),
    CaseState.REMEDY.value: _("Remedy it"),
    CaseState.JOINT.value: _("Assess it together with the employees’ representatives"),
}
GROUNDS: dict[str, Promise] = {
    Ground.BELOW.value: _("The gap is under the threshold now"),
    Ground.JUSTIFIED.value: _("A justification is accepted"),
}
CRITERIA: dict[str, Promise] = {
    Criterion.SKILLS.value: _("Skills"),
    Criterion.EFFORT.value: _("Effort"),
    Criterion.RESPONSIBILITY.value: _("Responsibility"),
    Criterion.CONDITIONS.value: _("Working conditions"),
    Criterion.SENIORITY.value: _("Years of service or experience"),
    Criterion.PERFORMANCE.value: _("Performance, by criteria written down before"),
    Criterion.MARKET.value: _("Few people can do the work, shown by the market"),
    Criterion.PLACE.value: _("Place of work"),
    Criterion.TRANSFER.value: _("Pay kept from a transfer, a merger or a protection"),
    Criterion.OTHER.value: _("Another objective criterion"),
}
MEASURED_ON: dict[str, Promise] = {
    MeasuredOn.PAID.value: _("what was paid in the newest year"),
    MeasuredOn.TODAY.value: _("what was paid, with salaries as they are today"),
}
TARGETS: dict[str, Promise] = {
    Target.POINTS.value: _("What explains pay: impact points, zone, years here and hours"),
    Target.GRADE.value: _("What explains pay: grade, zone, years here and hours"),
    Target.BAND.value: _("A point of their band"),
}
WHOM: dict[str, Promise] = {
    Whom.LESS_PAID.value: _("Those of the sex that is paid less in this category"),
    Whom.EVERYBODY.value: _("Everybody who is paid less than that"),
}
NOT_RAISED: dict[str, Promise] = {
    NotRaised.LEFT.value: _("work here no more"),
    NotRaised.NO_SALARY.value: _("have no salary here"),
    NotRaised.OTHER_CURRENCY.value: _("have a salary in another currency"),
    NotRaised.NO_BAND.value: _("have no band in the currency of their salary"),
    NotRaised.UNEXPLAINED.value: _("cannot be compared: no points, or alone in their zone or grade"),
}
LESS_PAID: dict[Sex, Promise] = {Sex.WOMAN: _("women"), Sex.MAN: _("men")}
