"""What Ladders asks of the database, by many at once, on few connections: `python -m tests.core.pooled_mix`, behind a pooler.

Run by test_pooler.py in a process with settings of its own. Ends with a line of what went wrong, or “all is well”.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

import django

django.setup()

import pghistory  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from accounts.models import Employee, User  # noqa: E402
from ladders.core.audit import record  # noqa: E402
from ladders.core.jobs import enqueue, run  # noqa: E402
from ladders.core.models import AuditEntry, Organisation  # noqa: E402
from ladders.exchange.people.write import import_people  # noqa: E402
from ladders.impact.actions.base import GRADING_LOCK  # noqa: E402

ROUNDS, MANY = 15, 6
wrong: list[str] = []


def histories(number: int) -> None:
    """Each change is kept with who made it, and with nobody else's name."""
    with pghistory.context(user=number, url=f"/{number}/"):
        for turn in range(ROUNDS):
            Employee.objects.filter(number=f"P{number}").update(department=f"D{turn}")
    events: Any = Employee._meta.get_field("events").related_model
    person = Employee.objects.get(number=f"P{number}")
    kept = events.objects.filter(pgh_obj_id=person.pk, pgh_label="update")
    users = {
        event.pgh_context.metadata.get("user") for event in kept.select_related("pgh_context") if event.pgh_context
    }
    if users != {number}:
        wrong.append(f"history of {number} names {users}")


def locks(number: int) -> None:
    """One at a time holds the lock, for as long as its transaction."""
    for _turn in range(ROUNDS):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [GRADING_LOCK])
            _inside.append(number)
            cursor.execute("SELECT pg_sleep(0.002)")
            if _inside[-1] != number or _inside.pop() != number:
                wrong.append("two hold one lock")


_inside: list[int] = []


def iterations(number: int) -> None:
    """Rows that come some at a time, outside any transaction."""
    for _turn in range(ROUNDS):
        found = [person.number for person in Employee.objects.order_by("pk").iterator(chunk_size=2)]
        if len(found) < MANY:
            wrong.append(f"an iteration gave {found}")


def repeats(number: int) -> None:
    """The same statement again and again, as prepared ones are."""
    counts = {Employee.objects.filter(number=f"P{number}").count() for _turn in range(ROUNDS * 4)}
    if counts != {1}:
        wrong.append("a repeated statement found something else")


def jobs(number: int) -> None:
    """Work with a lease, a heartbeat and progress on connections of their own."""
    job = enqueue("tests.count", title="J", by=None, args={"to": 3})
    run(job.pk)
    job.refresh_from_db()
    if job.outcome.get("counted") != 3:
        wrong.append(f"a job ended as {job.state}: {job.error}")


def settings_stay(number: int) -> None:
    """What one sets for a transaction is nobody else's."""
    for _turn in range(ROUNDS):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('ladders.mine', %s, true)", [str(number)])
            cursor.execute("SELECT pg_sleep(0.001), current_setting('ladders.mine', true)")
            if cursor.fetchone()[1] != str(number):
                wrong.append("a setting was lost")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('ladders.mine', true), current_setting('TimeZone')")
            mine, zone = cursor.fetchone()
            if mine or zone != "UTC":
                wrong.append(f"after a transaction there is {mine!r}, {zone!r}")


def _run(work: Callable[[int], None], number: int) -> None:
    try:
        work(number)
    except Exception as error:
        wrong.append(f"{work.__name__}: {type(error).__name__}: {error}")
    finally:
        connection.close()


def main() -> int:
    """All of it at once."""
    from tests.core import jobkinds  # noqa: F401  # the kinds of job

    user = User.objects.create_user("pooled@example.org", name="Pooled")
    rows = b"number,name\n" + b"".join(b"P%d,Person %d\n" % (number, number) for number in range(MANY))
    import_people(files=[("p.csv", rows)], by=None)
    Organisation.objects.update_or_create(defaults={"name": "Pooled"})
    record(by=user, verb="core.tried", subject="x", about=user)
    works = (histories, locks, iterations, repeats, jobs, settings_stay)
    threads = [threading.Thread(target=_run, args=(work, number)) for work in works for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not AuditEntry.objects.filter(verb="tried").exists():
        wrong.append("an entry is gone")
    sys.stdout.write("\n".join(sorted(set(wrong))) or "all is well")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
