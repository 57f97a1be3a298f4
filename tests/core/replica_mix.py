"""What is read from a replica, and what is not: `python -m tests.core.replica_mix`, run by test_replica.py.

Asks for the replica's end by a line, and ends with “all is well”, or with an error.
"""

from __future__ import annotations

import sys
import time

import django

django.setup()

from django.db import connections, transaction  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Employee, RoleGrant, User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from ladders.core.jobs import run  # noqa: E402
from ladders.core.lists.files import ask_for_file  # noqa: E402
from ladders.core.lists.kinds import list_kind  # noqa: E402
from ladders.core.replica import REPLICA, WROTE, _caught_up, behind, reading_replica  # noqa: E402


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    return client


def asks(client: Client, name: str) -> int:
    """How often reading a page asks the replica."""
    with CaptureQueriesContext(connections[REPLICA]) as asked:
        answer = client.get(reverse(name))
    assert answer.status_code == 200, answer
    return len(asked)


def pause(yes: bool) -> None:
    """Have the replica stand still, or go on."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(f"SELECT pg_wal_replay_{'pause' if yes else 'resume'}()")


def numbers(client: Client) -> str:
    return str(client.get(reverse("people")).content.decode())


def exported_rows(user: User) -> int:
    """How many rows a file of everybody has."""
    kind = list_kind("people")
    assert kind is not None
    file = ask_for_file(kind=kind, query=QueryDict(""), every_column=True, by=user)
    run(file.job_id)
    file.refresh_from_db()
    assert file.rows is not None, file.job.error
    return int(file.rows)


def exported(user: User) -> tuple[int, int]:
    """The same, and how often making it asked the replica."""
    with CaptureQueriesContext(connections[REPLICA]) as asked:
        return exported_rows(user), len(asked)


def main() -> None:
    """All of it, one after the other."""
    hr, other = (User.objects.create_user(f"{name}@example.org", name=name) for name in ("Hana", "Otto"))
    for user in (hr, other):
        RoleGrant.objects.create(user=user, role=Role.HR_ADMIN)
    Employee.objects.create(number="N-1", name="Ann Early")
    assert _caught_up(30)
    mine, theirs = client_of(hr), client_of(other)
    for name in ("people", "audit", "moves-all", "pay-list", "fairness"):
        assert asks(theirs, name) > 0, f"{name} reads the primary"
    assert asks(theirs, "my-moves") == 0, "what is not marked reads the replica"

    pause(True)
    Employee.objects.create(number="N-2", name="Bea Later")
    assert "Bea Later" not in numbers(theirs), "this list is not the replica's"
    mine.post(reverse("absence"), {})
    assert mine.cookies[WROTE]["httponly"]
    assert "Bea Later" in numbers(mine), "somebody misses what they wrote"
    assert exported_rows(hr) == 2, "a file misses what there was"
    with reading_replica():
        person = Employee.objects.get(number="N-1")
        assert person._state.db == REPLICA
        person.department = "Lab"
        person.save()  # goes to the primary: the replica would refuse it
        with transaction.atomic():
            assert Employee.objects.filter(department="Lab").exists(), "a transaction misses what it wrote"
        assert not Employee.objects.filter(department="Lab").exists()
    pause(False)

    assert _caught_up(30)
    assert behind() is not None
    mine.cookies.pop(WROTE)  # as the browser does after some seconds
    assert "Bea Later" in numbers(mine)
    assert asks(mine, "people") > 0
    rows, asked = exported(hr)
    assert (rows, asked > 0) == (2, True), (rows, asked)

    sys.stdout.write("stop the replica\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for _turn in range(3):
        assert "Bea Later" in numbers(theirs), "without its replica a list does not answer"
        time.sleep(0.1)
    assert exported_rows(hr) == 2
    assert "the read replica does not answer" in str(theirs.get("/readyz").json())
    sys.stdout.write("all is well\n")


if __name__ == "__main__":
    main()
