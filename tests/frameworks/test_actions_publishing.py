"""Publishing: what stands in the way, what happens once, what readers get."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone

from accounts.models import User
from accounts.sign_in_actions import reset_second_factor
from ladders.core.errors import DomainError, StaleError
from ladders.core.models import AuditEntry, Organisation
from ladders.frameworks.actions.frameworks import start_draft
from ladders.frameworks.actions.publication import (
    ask_for_publication,
    give_reason,
    publish,
    record_consultation,
    set_successor,
    withdraw_reason,
)
from ladders.frameworks.models import Expectation, JobEvaluation, Level, ParityReason, SearchEntry, Successor, Version
from ladders.frameworks.queries.readiness import readiness
from ladders.impact.library import install_default_plan
from ladders.impact.models import FactorPlan
from tests.factories import draft_framework, hr_admin
from tests.shared_rows import shared_rows
from tests.together import together

pytestmark = pytest.mark.django_db


def _now(version: Version) -> Version:
    return Version.objects.select_related("framework__owner").get(pk=version.pk)


def _publish(version: Version, by: User) -> Version:
    return publish(version=version, seen=_now(version).revision, by=by)


def _thin(version: Version) -> str:
    """Take the top specialist level away; returns the key of the finding that the specialist track is lower."""
    Level.objects.filter(version=version, code="S6").delete()
    state = readiness(_now(version), today=timezone.localdate())
    return next(answer.finding.key for answer in state.answers if answer.finding.code == "lower_ceiling")


@shared_rows
def version(plan: FactorPlan, hr: User) -> Version:
    """A draft that can be published."""
    return draft_framework(by=hr)


def test_a_complete_draft_is_published_with_plan_and_index(plan: FactorPlan, hr: User) -> None:
    version = _publish(draft_framework(by=hr), hr)
    assert (version.state, version.plan, version.published_by) == ("published", plan, hr)
    assert SearchEntry.objects.filter(version=version, kind="level").count() == 9
    assert AuditEntry.objects.filter(verb="version.published", subject_key="research").count() == 1


def test_the_next_version_retires_the_one_before(plan: FactorPlan, hr: User) -> None:
    first = _publish(draft_framework(by=hr), hr)
    second = start_draft(framework=first.framework, by=hr)
    assert (second.number, start_draft(framework=first.framework, by=hr).pk) == (2, second.pk)
    _publish(second, hr)
    states = dict(first.framework.versions.values_list("number", "state"))
    assert states == {1: "retired", 2: "published"}
    assert set(SearchEntry.objects.values_list("version__number", flat=True)) == {2}


def test_a_second_click_changes_nothing(hr: User, version: Version) -> None:
    seen = _now(version).revision
    first = publish(version=version, seen=seen, by=hr)
    second = publish(version=version, seen=seen, by=hr)
    assert first.published_at == second.published_at
    assert AuditEntry.objects.filter(verb="version.published").count() == 1


def test_what_was_edited_since_it_was_looked_at_is_not_published(hr: User, version: Version) -> None:
    seen = _now(version).revision
    record_consultation(version=version, body="Union", held_on=timezone.localdate(), outcome="Agreed", by=hr)
    with pytest.raises(StaleError, match="edited since you looked"):
        publish(version=version, seen=seen, by=hr)
    assert _now(version).is_draft


def test_blocking_findings_stand_in_the_way(hr: User, version: Version) -> None:
    Level.objects.filter(version=version, code="S6").update(grade=None, points=None, method="")
    with pytest.raises(DomainError, match="1 finding has to be fixed first"):
        _publish(version, hr)
    assert _now(version).is_draft


def test_a_proposed_grade_is_not_published_before_somebody_confirms_it(hr: User, version: Version) -> None:
    JobEvaluation.objects.filter(level__version=version, level__code="S6").update(proposed=True)
    with pytest.raises(DomainError, match="1 grade comes from a proposal that nobody here has confirmed"):
        _publish(version, hr)
    JobEvaluation.objects.update(proposed=False)
    assert _publish(version, hr).state == "published"


def test_a_framework_without_an_owner_is_not_published(hr: User, version: Version) -> None:
    framework = version.framework
    framework.owner = None
    framework.save()
    with pytest.raises(DomainError, match="Name an owner"):
        _publish(version, hr)


def test_a_track_lower_than_management_needs_a_reason_that_readers_see(hr: User, version: Version) -> None:
    _thin(version)
    with pytest.raises(DomainError, match="owner’s written reason"):
        _publish(version, hr)
    day = timezone.localdate() + dt.timedelta(days=90)
    for answer in readiness(_now(version), today=timezone.localdate()).answers:
        give_reason(version=version, findings=[answer.finding.key], reason="We start small.", review_on=day, by=hr)
    published = _publish(version, hr)
    assert {(row.reason, row.review_on) for row in published.parity_reasons.all()} == {("We start small.", day)}


def test_a_reason_answers_the_finding_it_was_written_to(hr: User, version: Version) -> None:
    finding = _thin(version)
    day = timezone.localdate() + dt.timedelta(days=90)
    give_reason(version=version, findings=[finding], reason="For now.", review_on=day, by=hr)
    Level.objects.filter(version=version, code="S5").delete()
    answers = readiness(_now(version), today=timezone.localdate()).answers
    changed = [answer for answer in answers if answer.reason is not None]
    assert all(answer.outdated and not answer.given for answer in changed)


def test_a_reason_that_is_no_longer_needed_is_not_shown_to_readers(hr: User, version: Version) -> None:
    day = timezone.localdate() + dt.timedelta(days=90)
    ParityReason.objects.create(version=version, finding="gone", sentence="x", reason="y", review_on=day, by=hr)
    assert list(_publish(version, hr).parity_reasons.all()) == []


@pytest.mark.parametrize(("days", "text"), [(0, "We start small."), (-1, "We start small."), (90, "   ")])
def test_a_reason_needs_words_and_a_day_to_come(days: int, text: str, hr: User, version: Version) -> None:
    finding = _thin(version)
    day = timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(DomainError):
        give_reason(version=version, findings=[finding], reason=text, review_on=day, by=hr)
    assert not ParityReason.objects.exists()


def test_one_reason_may_answer_several_findings_or_none(hr: User, version: Version) -> None:
    _thin(version)
    keys = [answer.finding.key for answer in readiness(_now(version), today=timezone.localdate()).answers]
    day = timezone.localdate() + dt.timedelta(days=90)
    with pytest.raises(DomainError, match="no longer there"):
        give_reason(version=version, findings=[*keys, "gone"], reason="For now.", review_on=day, by=hr)
    assert not ParityReason.objects.exists()
    give_reason(version=version, findings=keys, reason="For now.", review_on=day, by=hr)
    assert len(keys) > 1
    assert readiness(_now(version), today=timezone.localdate()).ready


def test_a_reason_can_be_taken_back(hr: User, version: Version) -> None:
    finding = _thin(version)
    day = timezone.localdate() + dt.timedelta(days=90)
    give_reason(version=version, findings=[finding], reason="For now.", review_on=day, by=hr)
    withdraw_reason(version=version, finding=finding, by=hr)
    withdraw_reason(version=version, finding=finding, by=hr)
    assert not ParityReason.objects.exists()


def test_a_removed_level_needs_a_successor_kept_with_the_new_version(plan: FactorPlan, hr: User) -> None:
    first = _publish(draft_framework(by=hr), hr)
    draft = start_draft(framework=first.framework, by=hr)
    gone = Level.objects.get(version=draft, code="E3")
    key = gone.key
    gone.delete()
    with pytest.raises(DomainError, match="E3 was removed"):
        _publish(draft, hr)
    target = Level.objects.get(version=draft, code="S5")
    set_successor(version=draft, removed=key, level=target.key, by=hr)
    _publish(draft, hr)
    row = Successor.objects.get()
    assert (row.version_id, row.removed_code, row.level_id) == (draft.pk, "E3", target.pk)


def test_a_second_person_confirms_where_the_organisation_wants_it(plan: FactorPlan, hr: User) -> None:
    Organisation.objects.create(pk=1, second_publisher=True)
    version, other = draft_framework(by=hr), hr_admin()
    with pytest.raises(DomainError, match="ask for the publication first"):
        _publish(version, hr)
    ask_for_publication(version=version, seen=_now(version).revision, by=hr)
    with pytest.raises(DomainError, match="somebody else has to confirm"):
        _publish(version, hr)
    record_consultation(version=version, body="Union", held_on=timezone.localdate(), outcome="Agreed", by=hr)
    with pytest.raises(DomainError, match="ask for the publication first"):
        _publish(version, other)
    ask_for_publication(version=version, seen=_now(version).revision, by=hr)
    taken = hr_admin()
    TOTP.activate(taken, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    reset_second_factor(user=taken, by=hr)
    with pytest.raises(DomainError, match="One of you changed how the other signs in"):
        _publish(version, taken)
    assert _publish(version, other).published_by == other


@pytest.mark.django_db(transaction=True)
def test_two_simultaneous_clicks_make_one_version() -> None:
    install_default_plan()
    hr, other = hr_admin(), hr_admin()
    version = draft_framework(by=hr)
    seen = _now(version).revision
    results = together(*(lambda by=by: publish(version=version, seen=seen, by=by) for by in (hr, other)))
    assert [getattr(item, "state", item) for item in results] == ["published", "published"]
    assert AuditEntry.objects.filter(verb="version.published").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_publication_at_once_leave_no_half() -> None:
    install_default_plan()
    hr = hr_admin()
    version = draft_framework(by=hr)
    seen = _now(version).revision
    today = timezone.localdate()
    results = together(
        lambda: publish(version=version, seen=seen, by=hr),
        lambda: record_consultation(version=version, body="Union", held_on=today, outcome="Agreed", by=hr),
    )
    published = _now(version)
    consulted = published.consultations.count()
    # Either the edit came first and the publication was refused, or the other way round: never both, never neither.
    assert (published.state, consulted) in {("published", 0), ("draft", 1)}
    assert sum(isinstance(item, DomainError) for item in results) == 1


def test_points_and_grade_stay_as_published(plan: FactorPlan, hr: User) -> None:
    version = _publish(draft_framework(by=hr), hr)
    assert set(Level.objects.filter(version=version).values_list("code", "points", "grade__code")) == {
        ("E3", 310, "3"),
        *((f"{letter}{grade}", points, str(grade)) for letter in "SPIM" for grade, points in ((5, 430), (6, 560))),
    }
    assert Expectation.objects.filter(version=version).count() == 20


def test_a_consultation_is_recorded_once(hr: User, version: Version) -> None:
    said = {"version": version, "body": "Union", "held_on": timezone.localdate(), "outcome": "Agreed", "by": hr}
    assert record_consultation(**said) == record_consultation(**said)  # type: ignore[arg-type]
    assert version.consultations.count() == 1
