"""The link of a forgotten password: what ends it before its days are over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def other_password(user: User) -> None:
    user.set_password("another long sentence")
    user.save()


def another_address(user: User) -> None:
    user.email = "ada@example.net"
    user.save()


def sign_in(user: User) -> None:
    Client().post("/sign-in/", {"login": user.email, "password": PASSWORD})


def new_factor(user: User) -> None:
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


def factor_taken(user: User) -> None:
    """As when HR resets a lost one."""
    Authenticator.objects.filter(user=user).delete()


def opens(link: str) -> bool:
    """Whether it leads to a form for a new password."""
    return b'name="password1"' in Client().get(link, follow=True).content


@pytest.mark.parametrize(
    ("end", "held"),
    [(other_password, False), (another_address, False), (sign_in, False), (new_factor, False), (factor_taken, True)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_link_ends_when_how_one_signs_in_changes(
    ada: User, mailoutbox: list[Any], end: Callable[[User], None], held: bool
) -> None:
    if held:
        new_factor(ada)
    Client().post("/password/reset/", {"email": ada.email})
    link = next(line for line in mailoutbox[-1].body.splitlines() if line.startswith("http"))
    assert opens(link)
    end(User.objects.get(pk=ada.pk))
    assert not opens(link)
