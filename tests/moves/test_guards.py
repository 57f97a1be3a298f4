"""What the database refuses, whatever the code says: raw SQL, past all of it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from ladders.moves.domain.states import TRANSITIONS, RequestState, can_go
from ladders.moves.models import MoveRequest, PassedOn, Step

from .company import TODAY, Company, now_open

pytestmark = pytest.mark.django_db


def refused(sql: str, *args: Any) -> str:
    """The name of the rule that refused it."""
    with pytest.raises(DatabaseError) as failed, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, args)
    cause = failed.value.__cause__
    return str(getattr(getattr(cause, "diag", None), "constraint_name", "") or cause)


def test_states_follow_the_table_only(firm: Company) -> None:
    row = firm.asked("S5")
    for there in RequestState:
        if there != row.state and not can_go(row.state, there):
            sql = "UPDATE moves_moverequest SET state = %s, closed_at = now() WHERE id = %s"
            assert refused(sql, there, row.pk) == "moves_moverequest_transition", there
    assert [state for state in RequestState if not TRANSITIONS.get(state)] == ["in_effect", "withdrawn", "lapsed"]
    # Those that the table has want what belongs to them.
    update = "UPDATE moves_moverequest SET state = %s, due_on = NULL, closed_at = now() WHERE id = %s"
    assert refused(update, "lapsed", row.pk) == "moves_request_lapses_with_its_author"
    assert refused(update, "declined", row.pk) == "moves_request_declined_step"
    approve = "UPDATE moves_moverequest SET state = 'approved' WHERE id = %s"
    assert refused(approve, row.pk) == "moves_request_all_answered"


def test_what_was_sent_stays_as_it_was_sent(firm: Company) -> None:
    row = firm.asked("S5")
    columns = {
        "terms": "'{}'",
        "policy": "'{}'",
        "kind": "'promotion'",
        "to_level_id": str(firm.level("P5").pk),
        "wished_on": "'2027-01-01'",
        "evidence": "'[]'",
        "submitted_at": "now() + interval '1 day'",
        "first_ear": "'hr'",
    }
    changed = {name: value for name, value in columns.items() if name != "evidence"}
    for column, value in changed.items():
        rule = refused(f"UPDATE moves_moverequest SET {column} = {value} WHERE id = %s", row.pk)
        assert rule == "moves_moverequest_frozen", column
    assert refused("DELETE FROM moves_moverequest WHERE id = %s", row.pk) == "moves_moverequest_frozen"
    for column in ("owner_id", "due_on"):
        assert refused(f"UPDATE moves_moverequest SET {column} = NULL WHERE id = %s", row.pk)
    assert refused("UPDATE moves_moverequest SET agreed_on = '2026-05-01' WHERE id = %s", row.pk)  # by whom, when?


def test_an_answer_is_given_once_and_with_its_reason(firm: Company) -> None:
    row = firm.asked("S5")
    step = now_open(row)
    no = "UPDATE moves_step SET outcome = %s, answered_at = now(), answered_by_id = decider_id, reason = %s WHERE id = %s"
    assert refused(no, "declined", "No", step.pk) in ("moves_step_decline_reasoned", "moves_step_no_veto")
    assert refused(no, "objected", "", step.pk) == "moves_step_objection_reasoned"
    assert refused(no, "released", "", step.pk) == "moves_step_release_dated"
    assert refused("UPDATE moves_step SET days = 50 WHERE id = %s", step.pk) == "moves_step_kept"
    assert refused("DELETE FROM moves_step WHERE id = %s", step.pk) == "moves_step_kept"
    with connection.cursor() as cursor:
        cursor.execute(no, ["objected", "Too soon", step.pk])
    assert refused("UPDATE moves_step SET reason = 'Other' WHERE id = %s", step.pk) == "moves_step_kept"
    last = Step.objects.get(request=row, position=30)
    with connection.cursor() as cursor:
        withdraw = "UPDATE moves_moverequest SET state = 'withdrawn', due_on = NULL, closed_at = now() WHERE id = %s"
        cursor.execute(withdraw, [row.pk])
    opened = "UPDATE moves_step SET opened_on = %s, due_on = %s, decider_id = %s WHERE id = %s"
    assert refused(opened, TODAY, TODAY, step.decider_id, last.pk) == "moves_step_of_submitted"
    assert refused("UPDATE moves_moverequest SET stopped_why = 'x' WHERE id = %s", row.pk) == "moves_request_over"


def test_one_open_request_and_only_drafts_are_born(firm: Company) -> None:
    row = firm.asked("S5")
    columns = [field.column for field in MoveRequest._meta.concrete_fields if field.column not in ("id", "state")]
    names = ", ".join(f'"{name}"' for name in columns)
    copy = f"INSERT INTO moves_moverequest (id, state, {names}) SELECT gen_random_uuid(), %s, {names} FROM moves_moverequest"
    assert refused(copy, "submitted") == "moves_moverequest_born_draft"
    other = firm.draft("P6")
    sql = (
        "UPDATE moves_moverequest SET state = 'submitted', submitted_at = now(), submitted_by_id = owner_id, "
        "policy = '{}', terms = '{}' WHERE id = %s"
    )
    assert refused(sql, other.pk) == "moves_request_one_open"
    proposed = "UPDATE moves_moverequest SET proposer_id = owner_id, kind = %s WHERE id = %s"
    for kind in ("step_back", "return", "diagonal"):
        assert refused(proposed, kind, other.pk) == "moves_request_proposed"
    passing = PassedOn.objects.create(step=now_open(row), why="away", on=TODAY)
    for sql in ("UPDATE moves_passedon SET why = 'left' WHERE id = %s", "DELETE FROM moves_passedon WHERE id = %s"):
        assert refused(sql, passing.pk) == "moves_kept"


def test_the_table_has_an_end_for_everything() -> None:
    """From every state a finished one is reached, and nothing leads back to a draft."""
    ends = {"in_effect", "withdrawn", "lapsed", "declined"}
    for start in RequestState:
        reached, wave = {start}, {start}
        while wave := {there for here in wave for there in TRANSITIONS.get(here, ())} - reached:
            reached |= wave
        assert reached & ends
    assert not any(can_go(here, "draft") for here in RequestState)
    assert sum(can_go(a, b) for a, b in itertools.product(RequestState, repeat=2)) == sum(
        map(len, TRANSITIONS.values())
    )
