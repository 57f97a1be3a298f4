"""Notices that lead to pages of every room: read in as many queries for thirty of each kind of page as for one."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from ladders.moves.domain.states import NoticeKind
from ladders.moves.models import Notice
from ladders.moves.notifications import pages
from ladders.moves.web.notice_list import NOTICES, sheet

pytestmark = pytest.mark.django_db
UUIDS = {"pay-information-request", "pay-information-answer"}
PARTS = {"growth-ways": "#question-", "remedy-assessments": "#case-"}  # what stands for its key, of a page without one


def _told(user: User, count: int) -> None:
    """So many of each kind, in turn, so that the first page has some of each."""
    for n in range(1, count + 1):
        for page in pages.known():
            key = uuid.UUID(int=n) if page in UUIDS else n
            lead = f"{page}{PARTS.get(page, ' ')}{key}"
            Notice.objects.create(recipient=user, kind=NoticeKind.INFORMED, page=lead, key=f"{page}:{n}")


def _asked(user: User, client: Client) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as page:
        assert client.get(reverse("notices")).status_code == 200
    with CaptureQueriesContext(connection) as file:
        list(sheet(User.objects.get(pk=user.pk), QueryDict(), NOTICES.order("", user)).rows)
    return len(page), len(file)


def test_notices_of_all_kinds_of_pages_cost_a_query_for_each_kind_whatever_their_number(
    hr: User, hr_client: Client
) -> None:
    kinds = len(pages.known())
    assert set(PARTS) <= set(pages.known())
    _told(hr, 1)
    hr_client.get(reverse("notices"))
    first = _asked(hr, hr_client)
    Notice.objects.all().delete()
    _told(hr, 30)
    assert _asked(hr, hr_client) == first
    page, file = first
    assert page <= 6 + kinds
    assert file <= 4 + kinds
