"""Many requests beside each other, written in a few statements: for tests and measurements of what runs over all of them."""

from __future__ import annotations

import copy
import datetime as dt
import uuid
from typing import Any, Final

from django.db import connection
from django.db.models import Model, OuterRef, Subquery

from accounts.models import Employee, User
from ladders.moves.domain.states import RequestState
from ladders.moves.models import MoveRequest, Step

ALIKE: Final = ("kind", "framework", "from_level", "from_key", "to_level", "to_key", "first_ear")
BORN: Final = ("position", "deed", "who", "days", "weeks", "group")
ANSWERED: Final = (
    "decider", "via", "manager", "opened_on", "due_on", "answered_at", "answered_by", "outcome", "proposed_on",
)  # fmt: skip


def copies_of(row: MoveRequest, number: int, *, due: int, due_on: dt.date, later: dt.date) -> list[MoveRequest]:
    """So many requests like this one, of people like its author: the answers to `due` of them were due on `due_on`."""
    mark = f"{uuid.uuid4().hex[:6]}."
    _colleagues_of(row.person, number, mark)
    draft = MoveRequest(due_on=row.due_on, **{name: getattr(row, name) for name in ALIKE})
    insert_like(
        draft,
        {"id": "gen_random_uuid()", "person_id": "e.id", "owner_id": "e.user_id"},
        "FROM accounts_employee e WHERE starts_with(e.number, %s)",
        mark,
    )
    made = MoveRequest.objects.filter(person__in=Employee.objects.filter(number__startswith=mark))
    fields = ("policy", "terms", "evidence", "submitted_at", "submitted_by", "owner")
    made.update(state=RequestState.SUBMITTED, **{name: getattr(row, name) for name in fields}, due_on=later)
    of_row = list(row.steps.order_by("position"))
    for step in of_row:
        insert_like(
            Step(**{name: getattr(step, name) for name in BORN}),
            {"request_id": "r.id"},
            "FROM moves_moverequest r JOIN accounts_employee e ON e.id = r.person_id WHERE starts_with(e.number, %s)",
            mark,
        )
    if row.state == RequestState.SCHEDULED:
        for step in of_row:
            answered = Step.objects.filter(request__in=made, position=step.position)
            answered.update(**{name: getattr(step, name) for name in ANSWERED})
        author = Subquery(Employee.objects.filter(pk=OuterRef("person")).values("user")[:1])
        agreed = {name: getattr(row, name) for name in ("hr_hears_at", "agreed_on", "agreed_at")}
        made.update(offered_on=row.agreed_on, offered_at=row.agreed_at, offered_by=row.owner)
        offered = dict.fromkeys(("offered_on", "offered_at", "offered_by"))
        made.update(state=RequestState.APPROVED, agreed_by=author, **agreed, **offered)
        made.update(state=RequestState.SCHEDULED, due_on=row.agreed_on)
    else:
        first = next(step for step in of_row if step.is_open)
        asked = ("decider", "via", "manager", "opened_on")
        opened = Step.objects.filter(request__in=made, position=first.position)
        opened.update(**{name: getattr(first, name) for name in asked}, due_on=later)
        late = list(made.order_by("person").values_list("pk", flat=True)[:due])
        MoveRequest.objects.filter(pk__in=late).update(due_on=due_on)
        opened.filter(request__in=late).update(due_on=due_on)
    return list(made.order_by("person").defer("policy", "terms", "evidence"))


def insert_like(row: Model, values: dict[str, str], source: str, *parameters: Any) -> None:
    """Rows like this one, which is not saved: one for each of `source`, with `values` of these columns, in SQL."""
    fields = [field for field in row._meta.concrete_fields if field.column in values or not field.primary_key]
    taken, given = [], []
    for field in fields:
        if field.column in values:
            taken.append(values[field.column])
        else:
            taken.append("%s")
            given.append(field.get_db_prep_save(field.pre_save(row, add=True), connection))
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        table = row._meta.db_table
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {', '.join(taken)} {source}", [*given, *parameters])


def _colleagues_of(person: Employee, number: int, mark: str) -> None:
    """People with an account, on the person's level, who report to the same manager. Their numbers begin with the mark."""
    email = f"'{mark}' || n || '@example.com'"
    numbers = f"FROM generate_series(0, {number - 1}) n"
    insert_like(User(), {"email": email, "name": "'Copy ' || n"}, numbers)
    values = {"number": f"'{mark}' || n", "name": "u.name", "user_id": "u.id"}
    insert_like(person, values, f"{numbers} JOIN accounts_user u ON u.email = {email} ORDER BY n")
    everybody = "FROM accounts_employee e WHERE starts_with(e.number, %s)"
    for held in (person.placements.get(), person.reporting_lines.get()):
        insert_like(copy.copy(held), {"employee_id": "e.id"}, everybody, mark)
