"""Two who invite the same people at the same moment: one mail each."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction

from accounts.models import Invitation, InvitationRound, User
from accounts.roles import Role
from ladders.core.errors import DomainError
from ladders.core.jobs import run
from ladders.core.models import Job, JobState
from ladders.moves.models import Mail
from ladders.setup.actions.invitations import invite
from ladders.setup.domain.selection import Selection, Whom
from tests.factories import account
from tests.together import together, waiting_for_locks

from .test_invitations import asked_for, people, seen

pytestmark = pytest.mark.django_db(transaction=True)
LAB = Selection(departments=("Lab",))


@pytest.fixture
def hr() -> User:
    """HR of the whole organisation."""
    return account(name="Hana Ruiz", user__roles=[Role.HR_ADMIN])


def test_two_jobs_that_chose_the_same_people_write_one_invitation_each(hr: User) -> None:
    lab = people("Lab", 3)
    jobs = [asked_for(hr, LAB), asked_for(hr, LAB)]

    def work(job: Job) -> None:
        run(job.pk)
        connection.close()

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    with transaction.atomic():
        # Both have looked at whom to invite when they come to these rows, and nobody was invited yet.
        list(User.objects.select_for_update().filter(employee__in=lab).order_by("pk"))
        for thread in threads:
            thread.start()
        for _turn in range(500):
            if waiting_for_locks() == len(jobs):
                break
            time.sleep(0.02)
        assert waiting_for_locks() == len(jobs)
    for thread in threads:
        thread.join(60)
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert (Invitation.objects.count(), Mail.objects.count()) == (3, 3)
    assert not Invitation.objects.exclude(superseded_at=None).exists()


def test_the_button_pressed_twice_at_once_asks_for_one_round(hr: User) -> None:
    people("Lab", 3)
    mark = seen(hr, LAB)

    def press() -> Job:
        return invite(selection=LAB, line="", seen=mark, by=User.objects.get(pk=hr.pk))

    found = together(press, press)
    assert sorted(type(each).__name__ for each in found) == ["DomainError", "Job"]
    assert (InvitationRound.objects.count(), Job.objects.count()) == (1, 1)
    refused = next(each for each in found if isinstance(each, DomainError))
    assert refused.sentence.startswith("Invitations are on their way")


def test_what_a_long_job_writes_late_counts_for_a_round_that_was_asked_for_meanwhile(
    hr: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ladders.setup.actions import invitations

    chosen = Selection(Whom.CHOSEN, (), tuple(person.pk for person in people("Lab", 3)))
    monkeypatch.setattr(invitations, "BATCH", 1)
    first = asked_for(hr, LAB)
    later: list[Job] = []
    write = invitations._write

    def then(*args: object) -> None:
        write(*args)  # type: ignore[arg-type]
        if not later:
            later.append(asked_for(hr, chosen))

    monkeypatch.setattr(invitations, "_write", then)
    run(first.pk)
    run(later[0].pk)
    # One was invited before the second round was asked for, by name, and two after that.
    assert (Invitation.objects.count(), Mail.objects.count()) == (4, 4)
