"""Try-outs: asked for lightly, agreed by two, ended by the calendar, by the person or with the level; counted nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from ladders.careers.domain.move_kinds import MoveKind
from ladders.careers.queries import census
from ladders.careers.queries.my_position import mine
from ladders.careers.queries.timelines import seasons_of
from ladders.compensation.queries.pay_positions import standing_of
from ladders.core.errors import DomainError
from ladders.dates.domain.own_dates import DateKind
from ladders.dates.queries.own_dates import dates_of
from ladders.frameworks.labels import level_label
from ladders.insights.queries.outcomes import answered, retention
from ladders.moves.actions import answers, consequences, drafts, effects, try_outs, withdrawals
from ladders.moves.domain.states import FirstEar
from ladders.moves.domain.terms import MoveTerms
from ladders.moves.models import FollowUp, MoveRequest, Notice, ReturnRight, Step
from ladders.moves.notifications.text import told
from ladders.moves.queries.coming_holders import coming_holders
from ladders.placements.actions import placements as placing
from ladders.placements.models import Placement
from ladders.placements.queries import holders_today, levels_on, people_on, people_to_come
from ladders.privacy.queries.personal_data import everything_about
from ladders.reason_files.queries.dossier import _moves
from tests.compensation.payroll import place
from tests.factories import EmployeeFactory

from .company import TODAY, Company, answer, fresh, now_open, open_step, reports
from .test_effects import retire

pytestmark = pytest.mark.django_db
APRIL, JUNE = dt.date(2026, 4, 1), dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _somebody_on_p6(firm: Company) -> None:
    """Otto leads somebody on the level that is tried."""
    other = EmployeeFactory.create(name="Olaf Other", department="Lab", legal_entity="GmbH", country="DE")
    reports(other, firm.otto)
    place(other, firm.level("P6"))


def tried(firm: Company, code: str = "P6", today: dt.date = TODAY, **wishes: Any) -> MoveRequest:
    """Pia's try-out, sent."""
    level, by = firm.level(code), firm.user("pia")
    row = drafts.beginning(person=firm.pia, level=level, today=today, trying=True)
    wished: Any = {"wished_on": APRIL, "months": 3, "share": 20} | wishes
    row = drafts.keep(request=row, by=by, today=today, first_ear=FirstEar.MANAGER, evidence=(), reason=None, **wished)
    return drafts.submit(request=row, by=by, today=today)


def agreed(row: MoveRequest, today: dt.date = TODAY) -> MoveRequest:
    """With a yes from both."""
    while (step := open_step(row)) is not None:
        answer(step, APRIL, today)
    return fresh(row)


def running(firm: Company, **wishes: Any) -> MoveRequest:
    """Pia's try-out, begun."""
    row = agreed(tried(firm, **wishes))
    assert effects.run_effects(APRIL) == 1
    return fresh(row)


def held(firm: Company) -> list[tuple[str, bool, int, dt.date, dt.date | None, str]]:
    rows = Placement.objects.filter(employee=firm.pia).order_by("starts_on", "pk")
    return list(rows.values_list("level__code", "primary", "share", "starts_on", "ends_on", "source"))


OWN = ("S6", True, 100, dt.date(2024, 1, 1), None, "hr")


def test_two_say_yes_and_it_begins_and_ends_by_itself_once(firm: Company) -> None:
    row = tried(firm)
    assert (row.kind, row.state, now_open(row).decider) == ("try_out", "submitted", firm.user("mia"))
    row = answer(now_open(row), APRIL)
    assert now_open(row).decider == firm.user("otto")
    row = agreed(row)
    # Nobody in HR has a step; and what is agreed is scheduled for the day that the terms named.
    assert [step.who for step in Step.objects.filter(request=row)] == ["current_manager", "receiving_manager"]
    assert (row.state, row.agreed_on, row.owner) == ("scheduled", APRIL, firm.user("pia"))
    assert held(firm) == [OWN]
    assert effects.run_effects(APRIL - dt.timedelta(days=1)) == 0
    assert [effects.run_effects(APRIL), effects.run_effects(APRIL)] == [1, 0]
    row = fresh(row)
    assert held(firm) == [OWN, ("P6", False, 20, APRIL, JUNE, "try_out")]
    assert (row.state, row.trial_until) == ("in_effect", None)
    assert FollowUp.objects.count() == ReturnRight.objects.count() == 0
    today = Placement.objects.on(JUNE).filter(employee=firm.pia).count()
    after = Placement.objects.on(JUNE + dt.timedelta(days=1)).filter(employee=firm.pia).count()
    assert (today, after) == (2, 1)


def test_it_counts_nowhere(firm: Company) -> None:
    keys = [firm.level(code).key for code in ("S6", "P6")]

    def figures() -> dict[str, Any]:
        census.forget()
        at = standing_of(APRIL, firm.pia.pk)
        assert at is not None
        return {
            "grade": levels_on(APRIL, [firm.pia.pk])[firm.pia.pk].code,
            "pay": (at.grade_code, at.minimum, at.maximum, at.annual, at.compa_ratio),
            "everybody": census.everybody(APRIL),
            "headcount": holders_today(keys),
            "to come": people_to_come(keys),
            "on": people_on(keys),
            "coming": coming_holders(keys),
            "answered": answered(),
            "retention": retention(APRIL),
            "dossier": _moves(firm.pia, APRIL),
        }

    before = figures()
    row = agreed(tried(firm))
    assert figures() == before
    effects.run_effects(APRIL)
    assert fresh(row).state == "in_effect"
    Placement.objects.filter(source="try_out").update(starts_on=TODAY)  # on every day that the figures look at
    assert figures() == before
    assert before["headcount"] == {keys[0]: 1, keys[1]: 1}


def test_its_terms_hold_no_pay_and_say_how_it_ends(firm: Company) -> None:
    row = tried(firm)
    terms = MoveTerms.from_json(row.terms or {})
    assert (terms.on, terms.until, terms.months, terms.share) == (APRIL, JUNE, 3, 20)
    assert (terms.salary, terms.pay.stages, terms.here.band, terms.there.band, terms.right) == (
        None,
        (),
        None,
        None,
        None,
    )
    assert "110" not in str(row.terms)
    assert terms.manager is not None
    assert terms.manager.names == ("Otto Ther",)
    assert MoveTerms.from_json(terms.to_json()) == terms


def test_a_late_yes_begins_it_on_the_day_after_for_as_long(firm: Company) -> None:
    row = tried(firm, wished_on=None)
    named = MoveTerms.from_json(row.terms or {}).on
    late = named + dt.timedelta(days=3)
    row = agreed(row, late)
    first = late + dt.timedelta(days=1)
    assert (row.state, row.agreed_on) == ("scheduled", first)
    effects.run_effects(first)
    placement = Placement.objects.get(source="try_out")
    assert (placement.starts_on, placement.ends_on) == (dt.date(2026, 3, 28), dt.date(2026, 6, 27))


def test_a_no_has_a_reason_and_leaves_everything_as_it_was(firm: Company) -> None:
    row = tried(firm)
    with pytest.raises(DomainError, match="written reason"):
        answers.decline(step=now_open(row), reason=" ", would_change="Later", by=firm.user("mia"), today=TODAY)
    answers.decline(step=now_open(row), reason="Audit", would_change="July", by=firm.user("mia"), today=TODAY)
    assert (fresh(row).state, held(firm)) == ("declined", [OWN])


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [({"months": 7}, "6 months"), ({"share": 41}, "40 %"), ({"months": 0, "share": 50}, "40 %")],
)
def test_hr_sets_the_bounds(firm: Company, wishes: Any, sentence: str) -> None:
    with pytest.raises(DomainError, match=sentence):
        tried(firm, **wishes)
    assert not MoveRequest.objects.exclude(state="draft").exists()


def test_the_database_keeps_kind_months_and_share_together(firm: Company) -> None:
    row = tried(firm)
    for values in ({"months": 4}, {"share": 30}):
        with pytest.raises(DatabaseError), transaction.atomic():
            MoveRequest.objects.filter(pk=row.pk).update(**values)
    for fields in ({"source": "try_out", "primary": True, "ends_on": JUNE}, {"source": "try_out", "ends_on": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Placement.objects.filter(employee=firm.peer).update(**fields)


def test_the_person_goes_back_with_notice_and_nobody_else_ends_it(firm: Company) -> None:
    row = running(firm)
    with pytest.raises(PermissionDenied):
        try_outs.go_back(request=row, by=firm.user("mia"), today=APRIL)
    may = dt.date(2026, 5, 4)
    last = dt.date(2026, 5, 18)
    assert try_outs.go_back(request=row, by=firm.user("pia"), today=may) == last
    assert (
        try_outs.go_back(request=row, by=firm.user("pia"), today=may + dt.timedelta(days=1)) == last
    )  # no longer by it
    assert held(firm)[-1] == ("P6", False, 20, APRIL, last, "try_out")
    told = Notice.objects.filter(kind="trial_ending", request=row).values_list("recipient", flat=True)
    assert set(told) == {firm.user("mia").pk, firm.user("otto").pk}
    with pytest.raises(DomainError, match="ended already"):
        try_outs.go_back(request=row, by=firm.user("pia"), today=last + dt.timedelta(days=1))


def test_it_is_withdrawn_before_it_begins(firm: Company) -> None:
    row = agreed(tried(firm))
    withdrawals.withdraw(request=row, by=firm.user("pia"), today=TODAY)
    assert (effects.run_effects(APRIL), held(firm)) == (0, [OWN])


@pytest.mark.parametrize("scheduled", [False, True])
def test_where_another_level_took_its_place_it_goes_on_as_a_try_out(firm: Company, scheduled: bool) -> None:
    row = tried(firm, months=4, share=30)
    row = agreed(row) if scheduled else row
    retire(firm, "P6", "S5")
    new = withdrawals.go_on_with_successor(request=row, by=firm.user("pia"), today=TODAY)
    assert (new.kind, new.state, new.to_level.code) == ("try_out", "draft", "S5")
    assert (new.months, new.share, new.wished_on, new.follows) == (4, 30, APRIL, None)
    drafts.keep(
        request=new,
        by=firm.user("pia"),
        today=TODAY,
        wished_on=None,
        first_ear=FirstEar.MANAGER,
        evidence=(),
        reason=None,
        months=2,
        share=10,
    )
    again = withdrawals.go_on_with_successor(request=row, by=firm.user("pia"), today=TODAY)  # changes nothing
    assert (again, again.months, again.share) == (new, 2, 10)
    assert drafts.submit(request=again, by=firm.user("pia"), today=TODAY).kind == "try_out"


def test_it_is_made_longer_once_and_goes_on_without_a_gap(firm: Company) -> None:
    row = running(firm)
    may = dt.date(2026, 5, 4)
    with pytest.raises(DomainError, match="3 months"):
        tried(firm, today=may, months=4)
    longer = agreed(tried(firm, today=may, months=2, share=40, wished_on=None), may)
    assert (longer.follows, longer.share, longer.agreed_on) == (row, 20, dt.date(2026, 7, 1))
    with pytest.raises(DomainError, match="Withdraw that first"):
        try_outs.go_back(request=row, by=firm.user("pia"), today=may)
    assert effects.run_effects(dt.date(2026, 7, 1)) == 1
    assert held(firm)[-1] == ("P6", False, 20, dt.date(2026, 7, 1), dt.date(2026, 8, 31), "try_out")
    with pytest.raises(DomainError, match="cannot be made longer"):
        tried(firm, today=dt.date(2026, 7, 2))


def test_one_second_level_at_a_time(firm: Company) -> None:
    placing.add_second(
        employee=firm.pia,
        level=firm.level("M5"),
        share=30,
        starts_on=dt.date(2026, 5, 1),
        ends_on=dt.date(2026, 5, 31),
        by=firm.user("hana"),
    )
    with pytest.raises(DomainError, match="until 31 May 2026"):
        tried(firm)
    assert tried(firm, wished_on=dt.date(2026, 6, 1)).state == "submitted"


def test_a_move_during_a_try_out_ends_it(firm: Company) -> None:
    running(firm)
    row = firm.scheduled("S5", dt.date(2026, 4, 20), APRIL)
    assert (row.state, effects.run_effects(dt.date(2026, 4, 20))) == ("scheduled", 1)
    april = dt.date(2026, 4, 19)
    assert held(firm) == [
        ("S6", True, 100, dt.date(2024, 1, 1), april, "hr"),
        ("P6", False, 20, APRIL, april, "try_out"),
        ("S5", True, 100, dt.date(2026, 4, 20), None, "move"),
    ]


def test_the_move_itself_to_what_was_tried_makes_it_whole(firm: Company) -> None:
    running(firm)
    firm.scheduled("P6", dt.date(2026, 5, 1), APRIL)
    assert effects.run_effects(dt.date(2026, 5, 1)) == 1
    assert [each[:2] + each[4:] for each in held(firm)[1:]] == [
        ("P6", False, dt.date(2026, 4, 30), "try_out"),
        ("P6", True, None, "move"),
    ]


def test_another_level_by_the_employer_or_leaving_ends_it(firm: Company) -> None:
    running(firm)
    placing.change(
        employee=firm.pia, level=firm.level("S5"), starts_on=dt.date(2026, 5, 4), reason="Merger", by=firm.user("hana")
    )
    assert consequences.end_consequences_of_ended(dt.date(2026, 5, 3)) == 0
    assert consequences.end_consequences_of_ended(dt.date(2026, 5, 4)) == 1
    assert consequences.end_consequences_of_ended(dt.date(2026, 5, 6)) == 0
    assert Placement.objects.get(source="try_out").ends_on == dt.date(2026, 5, 3)


def test_who_leaves_tries_nothing_any_more(firm: Company) -> None:
    running(firm)
    firm.pia.left_on = dt.date(2026, 5, 15)
    firm.pia.save()
    assert consequences.end_consequences_of_ended(dt.date(2026, 5, 15)) == 0
    assert consequences.end_consequences_of_ended(dt.date(2026, 5, 16)) == 1
    assert Placement.objects.get(source="try_out").ends_on == dt.date(2026, 5, 15)


def test_notices_say_that_it_ends_soon_and_that_it_is_over_once(firm: Company) -> None:
    row = running(firm)
    Notice.objects.all().delete()
    everybody = {firm.user(name).pk for name in ("pia", "mia", "otto")}
    for day, kind in ((dt.date(2026, 5, 30), None), (dt.date(2026, 6, 1), "trial_ending"), (JUNE, "trial_ending")):
        try_outs.remind(day)
        try_outs.remind(day)
        sent = Notice.objects.filter(request=row).values_list("recipient", "kind")
        assert set(sent) == ({(pk, kind) for pk in everybody} if kind else set())
        assert len(sent) == len(set(sent))
    for day in (dt.date(2026, 7, 1), dt.date(2026, 7, 9)):
        try_outs.remind(day)
        over = Notice.objects.filter(request=row, kind="try_out_over").values_list("recipient", flat=True)
        assert sorted(over) == sorted(everybody)


def test_notices_of_it_are_read_with_its_last_day(firm: Company, django_assert_num_queries: Any) -> None:
    running(firm)
    mia = firm.user("mia")
    mia.note_grants([])
    notices = list(Notice.objects.filter(recipient=mia).select_related("step"))
    with django_assert_num_queries(1):
        states = {each.state for each in told(notices, mia, APRIL)}
    assert states == {"Runs until 30 June 2026"}


def test_seasons_show_it_with_its_share_and_the_path_stays_ones_own(firm: Company) -> None:
    running(firm)
    bar = seasons_of(firm.pia, APRIL).bars[0]
    assert bar.title.startswith("S6")
    assert [" ".join(each.split()) for each in bar.beside] == [
        f"Building, to try: 20 % {level_label(firm.level('P6'))}, Apr 2026 – Jun 2026"
    ]
    at = mine(firm.user("pia"), APRIL)
    assert (at.second, at.person.second) == (None, ())
    assert at.tried is not None
    assert (at.tried.code, at.tried.share, at.tried.tried_until) == ("P6", 20, JUNE)


def test_hr_reads_it_and_the_kind_is_never_a_move(firm: Company) -> None:
    row = running(firm)
    assert row.get_kind_display() == "Try-out"
    assert MoveKind.TRY_OUT.value not in {each.kind.value for each in answered()}


def test_broken_off_in_the_middle_it_has_not_begun_and_begins_once_later(
    firm: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = agreed(tried(firm))

    def broken(*_args: Any, **_fields: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as broken_off:
        broken_off.setattr(try_outs, "notify", broken)
        assert effects.run_effects(APRIL) == 0
    assert (fresh(row).state, held(firm)) == ("scheduled", [OWN])
    assert [effects.run_effects(APRIL + dt.timedelta(days=n)) for n in (2, 3)] == [1, 0]
    assert held(firm) == [OWN, ("P6", False, 20, APRIL, JUNE, "try_out")]


def test_my_data_holds_it_with_months_share_and_level(firm: Company) -> None:
    running(firm)
    tables = {each["table"]: each["rows"] for each in everything_about(firm.pia)["tables"]}
    asked = [(row["kind"], row["months"], row["share"]) for row in tables["moves.MoveRequest"]]
    assert asked == [("try_out", 3, 20)]
    assert sorted(row["source"] for row in tables["placements.Placement"]) == ["hr", "try_out"]


def test_nobody_removes_or_corrects_by_hand_what_two_agreed(firm: Company) -> None:
    running(firm)
    placement, hana = Placement.objects.get(source="try_out"), firm.user("hana")
    with pytest.raises(DomainError, match="A request decided this"):
        placing.remove(placement=placement, reason="Wrong", by=hana)
    with pytest.raises(DomainError, match="A request decided this"):
        placing.correct(placement=placement, level=firm.level("S5"), starts_on=APRIL, reason="Wrong", by=hana)
    own = Placement.objects.get(employee=firm.pia, primary=True)
    placing.end(placement=own, last_day=dt.date(2026, 3, 31), by=hana)  # before its first day
    assert Placement.objects.get(source="try_out").ends_on == APRIL


def test_its_last_day_stands_in_ones_dates_and_moves_with_what_makes_it_longer(firm: Company) -> None:
    pia = firm.user("pia")

    def last_days(today: dt.date) -> list[tuple[str, dt.date]]:
        return [(each.path, each.day) for each in dates_of(pia, today) if each.kind == DateKind.TRIED]

    agreed(tried(firm))
    assert last_days(TODAY) == []  # not begun: its first day is the date
    assert effects.run_effects(APRIL) == 1
    first = MoveRequest.objects.get()
    assert last_days(APRIL) == [(f"/moves/requests/{first.pk}/", JUNE)]
    assert [each for user in ("mia", "otto") for each in dates_of(firm.user(user), APRIL)] == []
    second = tried(firm, today=dt.date(2026, 5, 4), months=2, wished_on=None)
    assert last_days(APRIL) == [(f"/moves/requests/{first.pk}/", JUNE)]  # asked, and not agreed yet
    while (step := open_step(second)) is not None:
        answer(step, JUNE + dt.timedelta(days=1), dt.date(2026, 5, 5))
    assert last_days(APRIL) == []
    assert effects.run_effects(JUNE + dt.timedelta(days=1)) == 1
    assert last_days(APRIL) == [(f"/moves/requests/{second.pk}/", dt.date(2026, 8, 31))]
