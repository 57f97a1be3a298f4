"""Findings of drafts, as Home counts them: checked in the background, each edit once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.core.kept_numbers import KeptNumber
from ladders.frameworks.actions.draft_checks import AGAIN_AFTER, check_drafts
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.queries.readiness import checked, open_findings
from ladders.frameworks.queries.shelves import with_findings
from tests.factories import account

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Version:
    """A framework's draft without a level: there is something to find."""
    framework = Framework.objects.create(slug="bare", name="Bare")
    return Version.objects.create(framework=framework, number=1)


@pytest.fixture
def hr() -> User:
    return account(user__roles=[Role.HR_ADMIN])


def test_a_draft_is_checked_once_until_it_is_edited(draft: Version) -> None:
    now = timezone.now()
    assert check_drafts(now) == 1
    assert check_drafts(now) == 0
    _shape, findings = checked(draft, timezone.localdate(now))
    kept = KeptNumber.objects.get(of=draft.pk)
    assert (kept.revision, kept.number) == (draft.revision, len(open_findings(draft, findings)))
    Version.objects.filter(pk=draft.pk).update(revision=draft.revision + 1)
    assert check_drafts(now + dt.timedelta(minutes=1)) == 1
    assert KeptNumber.objects.get(of=draft.pk).revision == draft.revision + 1


def test_what_changes_without_an_edit_is_found_within_the_hour(draft: Version) -> None:
    now = timezone.now()
    check_drafts(now)
    assert check_drafts(now + AGAIN_AFTER - dt.timedelta(seconds=1)) == 0
    assert check_drafts(now + AGAIN_AFTER) == 1


def test_the_list_ends_at_zero_and_shows_only_what_one_may_edit(draft: Version, hr: User) -> None:
    check_drafts()
    KeptNumber.objects.update(number=2)
    assert [row.slug for row in with_findings(hr)] == ["bare"]
    assert list(with_findings(account())) == []
    KeptNumber.objects.update(number=0)
    assert list(with_findings(hr)) == []


def test_the_number_of_a_discarded_draft_goes_with_it(draft: Version) -> None:
    check_drafts()
    draft.delete()
    assert check_drafts() == 0
    assert KeptNumber.objects.count() == 0
