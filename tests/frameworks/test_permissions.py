"""Who may edit, publish and evaluate which framework, and how pages find what they are about."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from ladders.core.permissions import Permission
from ladders.frameworks.models import Framework, Version
from ladders.frameworks.permissions import may_edit, may_publish
from ladders.frameworks.web.views.base import draft_or_404, framework_or_404
from ladders.impact.models import FactorPlan
from tests.factories import EmployeeFactory, draft_framework

pytestmark = pytest.mark.django_db


def _published(by: User, name: str = "Research") -> Version:
    version = draft_framework(by=by, name=name)
    version.state, version.published_at, version.published_by = "published", timezone.now(), by
    version.save()
    return version


def _draft(user: User | None, slug: str, permission: Permission = Permission.EDIT_FRAMEWORK) -> Version:
    request = RequestFactory().get("/")
    assert user is not None
    request.user = User.objects.get(pk=user.pk)
    return draft_or_404(request, slug, permission)


def test_the_owner_may_work_on_that_framework_and_no_other(plan: FactorPlan, hr: User, employee: User) -> None:
    own = draft_framework(by=hr, owner=employee.employee)
    other = draft_framework(by=hr, name="Other")
    assert employee.has_perm(Permission.EVALUATE_LEVEL, own.framework)
    for question in (may_edit, may_publish):
        assert question(employee, own.framework)
        assert question(employee, own)
        assert not question(employee, other.framework)
    assert not employee.has_perm(Permission.EDIT_FRAMEWORK)
    assert not employee.has_perm(Permission.CREATE_FRAMEWORK, own.framework)


def test_an_owner_whose_account_was_closed_may_nothing(plan: FactorPlan, hr: User, employee: User) -> None:
    own = draft_framework(by=hr, owner=employee.employee)
    employee.is_active = False
    assert not may_edit(employee, own.framework)


def test_editors_edit_every_framework_and_publish_none(plan: FactorPlan, hr: User, editor: User) -> None:
    framework = draft_framework(by=hr).framework
    assert may_edit(editor, framework)
    assert editor.has_perm(Permission.EVALUATE_LEVEL, framework)
    assert not may_publish(editor, framework)


def test_the_draft_is_found_by_who_may_edit_it(plan: FactorPlan, hr: User, editor: User, employee: User) -> None:
    draft = draft_framework(by=hr, owner=employee.employee)
    for user in (hr, editor, employee):
        assert _draft(user, draft.framework.slug) == draft
    with pytest.raises(Http404):
        _draft(hr, "nothing-here")


def test_a_stranger_does_not_learn_that_a_draft_exists(plan: FactorPlan, hr: User) -> None:
    stranger = EmployeeFactory.create().user
    hidden = draft_framework(by=hr)
    with pytest.raises(Http404):
        _draft(stranger, hidden.framework.slug)
    published = _published(hr, "Open")
    with pytest.raises(PermissionDenied):
        _draft(stranger, published.framework.slug)
    Version.objects.create(framework=published.framework, number=2, based_on=published)
    with pytest.raises(PermissionDenied):
        _draft(stranger, published.framework.slug)


def test_an_analyst_reaches_a_draft_to_evaluate_it_and_not_to_edit_it(plan: FactorPlan, hr: User) -> None:
    analyst = EmployeeFactory.create(user__roles=[Role.COMPENSATION_ANALYST]).user
    draft = draft_framework(by=hr)
    assert _draft(analyst, draft.framework.slug, Permission.EVALUATE_LEVEL) == draft
    with pytest.raises(Http404):
        _draft(analyst, draft.framework.slug)


def test_a_framework_that_is_only_a_draft_is_hidden(plan: FactorPlan, hr: User, employee: User) -> None:
    draft = draft_framework(by=hr)
    request = RequestFactory().get("/")
    request.user = employee
    with pytest.raises(Http404):
        framework_or_404(request, draft.framework.slug)
    request.user = hr
    assert framework_or_404(request, draft.framework.slug) == Framework.objects.get()
