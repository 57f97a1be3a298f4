"""What is read from a replica, and what is not: `python -m tests.core.replica_mix`, run by test_replica.py.

Asks for the replica's end by a line, and ends with “all is well”, or with an error.
"""

from __future__ import annotations

import datetime as dt
import math
import socket
import sys
import time
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from accounts.models import Employee, RoleGrant, User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from ladders.compensation.models import PayPolicy  # noqa: E402
from ladders.core import replica  # noqa: E402
from ladders.core.jobs import run  # noqa: E402
from ladders.core.lists.files import ask_for_file  # noqa: E402
from ladders.core.lists.kinds import list_kind  # noqa: E402
from ladders.core.replica import REPLICA, WROTE, _caught_up, behind, reading_replica  # noqa: E402
from ladders.reporting.models import ReportingLine  # noqa: E402


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.SignInBackend")
    return client


def asks(client: Client, name: str) -> int:
    """How often reading a page asks the replica, beside how far it is."""
    with CaptureQueriesContext(connections[REPLICA]) as asked:
        answer = client.get(reverse(name))
    assert answer.status_code == 200, answer
    return sum("pg_last_wal" not in each["sql"] for each in asked)


def pause(yes: bool) -> None:
    """Have the replica stand still, or go on."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(f"SELECT pg_wal_replay_{'pause' if yes else 'resume'}()")


def page(client: Client, name: str) -> str:
    return str(client.get(reverse(name)).content.decode())


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


def leads_somebody() -> User:
    """A manager, where managers see their teams' pay."""
    user = User.objects.create_user("lea@example.org", name="Lea")
    lea, led = (
        Employee.objects.create(number=name, name=name, user=who) for name, who in (("L-1", user), ("L-2", None))
    )
    ReportingLine.objects.create(employee=led, manager=lea, starts_on=dt.date(2020, 1, 1))
    PayPolicy.objects.update_or_create(pk=1, defaults={"managers_see_pay": True})
    return user


def follow(whom: str) -> str:
    """Have the replica follow whoever is named so, nobody where it is empty, as after a changed password; returns the former."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT current_setting('primary_conninfo')")
        former = str(cursor.fetchone()[0])
        setting = whom.replace("'", "''")
        cursor.execute(f"ALTER SYSTEM SET primary_conninfo = '{setting}'")
        cursor.execute("SELECT pg_reload_conf()")
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_wal_receiver")
            if bool(cursor.fetchone()[0]) is bool(whom):
                return former
        time.sleep(0.1)
    raise AssertionError("the replica goes on as before")


def broken_off(hr: User) -> None:
    """A replica that ends a long reading, as one does that has to go on replaying: the file is made all the same."""
    turns = 0

    def end_the_third(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal turns
        turns += 1
        if turns == 3:
            execute("SELECT pg_terminate_backend(pg_backend_pid())", None, False, context)
        return execute(sql, params, many, context)

    with connections[REPLICA].execute_wrapper(end_the_third):
        assert exported_rows(hr) == 4, "a file that the replica broke off"
    assert turns >= 3
    connections[REPLICA].close()


def cut_off(client: Client, hr: User) -> None:
    """A replica that follows no more is noticed, and read no more than a moment."""
    settings.REPLICA_SECONDS = 1
    time.sleep(1.5)
    assert behind() == 0, "whoever has all that there is is not behind, however long nothing happens"
    assert asks(client, "people") > 0
    former = follow("")
    Employee.objects.create(number="N-3", name="Cy Last")
    time.sleep(1.5)
    seconds = behind()
    assert seconds is not None
    assert seconds > 1, "a replica that follows no more is called up to date"
    assert "Cy Last" in page(client, "people"), "a replica that follows no more is read"
    assert "seconds behind: lists and exports read the primary" in str(client.get("/readyz").json())
    assert exported_rows(hr) == 5
    follow(former)
    assert follows()
    time.sleep(1)
    assert asks(client, "people") > 0, "a replica that follows again is not read"
    assert "read replica" not in str(client.get("/readyz").json())


def follows() -> bool:
    """The replica has what there is, within half a minute."""
    return any(_caught_up() for _turn in range(6))


def says_nothing(client: Client) -> None:
    """A host that takes what it is sent and says nothing, as behind a firewall, holds nobody up for long, and is left alone."""
    settings.REPLICA_SECONDS = 120
    replica._look = replica._Look(-math.inf, -math.inf)
    connections[REPLICA].close()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)
        connections[REPLICA].settings_dict |= {"HOST": "127.0.0.1", "PORT": silent.getsockname()[1]}
        for _turn in range(3):
            assert "Bea Later" in page(client, "people")
        silent.accept()
        try:
            silent.accept()
        except BlockingIOError:
            pass
        else:
            raise AssertionError("every page asks anew a replica that says nothing")
        assert "the read replica does not answer" in str(client.get("/readyz").json())


def main() -> None:
    """All of it, one after the other."""
    hr, other = (User.objects.create_user(f"{name}@example.org", name=name) for name in ("Hana", "Otto"))
    for user in (hr, other):
        RoleGrant.objects.create(user=user, role=Role.HR_ADMIN)
    Employee.objects.create(number="N-1", name="Ann Early")
    assert follows()
    mine, theirs = client_of(hr), client_of(other)
    manager = client_of(leads_somebody())
    assert follows()
    assert asks(manager, "pay-list") == 0, "lines and a setting say whose pay a manager sees: they are not read late"
    for name in ("people", "audit", "moves-all", "pay-list", "fairness"):
        assert asks(theirs, name) > 0, f"{name} reads the primary"
    assert asks(theirs, "my-moves") == 0, "what is not marked reads the replica"

    pause(True)
    Employee.objects.create(number="N-2", name="Bea Later")
    assert "Bea Later" not in page(theirs, "people"), "this list is not the replica's"
    mine.post(reverse("absence"), {})
    assert mine.cookies[WROTE]["httponly"]
    assert "Bea Later" in page(mine, "people"), "somebody misses what they wrote"
    assert exported_rows(hr) == 4, "a file misses what there was"
    with reading_replica():
        person = Employee.objects.get(number="N-1")
        assert person._state.db == REPLICA
        person.department = "Lab"
        person.save()  # goes to the primary: the replica would refuse it
        with transaction.atomic():
            assert Employee.objects.filter(department="Lab").exists(), "a transaction misses what it wrote"
        assert not Employee.objects.filter(department="Lab").exists()
    RoleGrant.objects.filter(user=other).update(legal_entities=["Elsewhere"])
    for name in ("people", "pay-list", "moves-all"):
        assert "Ann Early" not in page(theirs, name), f"{name}: a narrowed reach goes on where the replica lags"
    RoleGrant.objects.filter(user=other).update(legal_entities=[])
    pause(False)

    assert follows()
    assert behind() == 0
    mine.cookies.pop(WROTE)  # as the browser does after some seconds
    assert "Bea Later" in page(mine, "people")
    assert asks(mine, "people") > 0
    rows, asked = exported(hr)
    assert (rows, asked > 0) == (4, True), (rows, asked)

    broken_off(hr)
    cut_off(theirs, hr)

    sys.stdout.write("stop the replica\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for _turn in range(3):
        assert "Bea Later" in page(theirs, "people"), "without its replica a list does not answer"
        time.sleep(0.1)
    assert exported_rows(hr) == 5
    assert "the read replica does not answer" in str(theirs.get("/readyz").json())
    says_nothing(theirs)
    sys.stdout.write("all is well\n")


if __name__ == "__main__":
    main()
