"""The link of an invitation: what it opens, for whom, how often, and what ends it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from accounts.invitation_actions import accept_invitation
from accounts.invitation_links import make_key
from accounts.models import BrowserSession, Employee, Invitation, User
from ladders.core.errors import DomainError
from ladders.core.logs import without_telling_addresses
from ladders.core.models import AuditEntry
from ladders.moves.notifications import mail_outbox
from ladders.setup.domain.selection import Selection, Whom
from tests.factories import EmployeeFactory
from tests.pages import assert_clean

from .test_invitations import accept, link_to, people, sent

pytestmark = pytest.mark.django_db
PASSWORD = "a long first password"
ENDED = "This link does not work any more"


@pytest.fixture
def ada(hr: User) -> User:
    """Somebody who was invited a moment ago."""
    cache.clear()
    person = EmployeeFactory.create(name="Ada Novak", department="Lab")
    sent(hr, Selection(Whom.CHOSEN, (), (person.pk,)))
    assert person.user is not None
    return person.user


def opens(path: str) -> bool:
    """Whether the link still leads to choosing a password, in a fresh browser."""
    return ENDED not in Client().get(path, follow=True).content.decode()


def is_in(client: Client) -> bool:
    """Whether this browser is signed in."""
    return client.get("/account/").status_code == 200


def test_the_link_lets_somebody_choose_a_password_and_in(ada: User) -> None:
    client, path = Client(), link_to(ada)
    first = client.get(path)
    assert (first.status_code, first["Location"]) == (302, "/sign-in/first/")
    page = client.get("/sign-in/first/")
    assert_clean(page)
    text = page.content.decode()
    assert "Welcome, Ada Novak" in text
    assert ada.email in text
    assert path.split("/")[-2] not in text
    answer = client.post("/sign-in/first/", {"password1": PASSWORD, "password2": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)
    assert ada.last_login is not None
    row = Invitation.objects.get(user=ada)
    assert row.used_at is not None
    other = Client()
    other.post("/sign-in/", {"login": ada.email, "password": PASSWORD})
    assert is_in(other)


def test_its_owner_hears_of_the_password_and_the_trail_tells(ada: User) -> None:
    accept(Client(), link_to(ada))
    assert "A password was set for your account" in str(mail.outbox[-1].body)
    assert mail.outbox[-1].to == [ada.email]
    verbs = AuditEntry.objects.filter(area="accounts").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["invitation.accepted", "sign_in.password_set", "sign_in.done"]


def test_looking_uses_nothing_up_and_using_it_does(ada: User) -> None:
    path = link_to(ada)
    for _ in range(3):
        assert opens(path)
    late = Client()
    late.get(path)  # opened beside the one that uses it
    accept(Client(), path)
    assert not opens(path)
    answer = late.post("/sign-in/first/", {"password1": "another long password", "password2": "another long password"})
    assert ENDED in answer.content.decode()
    assert not is_in(late)
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_weak_or_mistyped_password_uses_nothing_up(ada: User) -> None:
    client, path = Client(), link_to(ada)
    for one, two in (("short", "short"), ("password1234", "password1234"), (PASSWORD, PASSWORD + "x")):
        client.get(path)
        answer = client.post("/sign-in/first/", {"password1": one, "password2": two})
        assert answer.status_code == 422
    ada.refresh_from_db()
    assert not any(map(ada.check_password, ("short", "password1234", PASSWORD)))
    assert opens(path)


def test_it_runs_out(ada: User) -> None:
    path, client = link_to(ada), Client()
    client.get(path)
    Invitation.objects.update(expires_at=timezone.now())
    assert not opens(path)
    assert ENDED in client.post("/sign-in/first/", {"password1": PASSWORD, "password2": PASSWORD}).content.decode()


def changes_address(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="ada.new@example.org")


def leaves(user: User) -> None:
    Employee.objects.filter(user=user).update(left_on=timezone.localdate() - dt.timedelta(days=1))


def account_is_closed(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def starts_later(user: User) -> None:
    Employee.objects.filter(user=user).update(hired_on=timezone.localdate() + dt.timedelta(days=9))


def signs_in_otherwise(user: User) -> None:
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())


def sets_a_password_otherwise(user: User) -> None:
    user.set_password("chosen by a forgotten password")
    user.save()


def is_taken_back(user: User) -> None:
    Invitation.objects.filter(user=user).update(superseded_at=timezone.now())


@pytest.mark.parametrize(
    "happens",
    [
        changes_address,
        leaves,
        account_is_closed,
        starts_later,
        signs_in_otherwise,
        sets_a_password_otherwise,
        is_taken_back,
    ],
)
def test_it_ends_when(ada: User, happens: Any) -> None:
    path, client = link_to(ada), Client()
    client.get(path)
    before = User.objects.get(pk=ada.pk).password
    happens(ada)
    after = User.objects.get(pk=ada.pk).password
    assert not opens(path)
    assert ENDED in client.post("/sign-in/first/", {"password1": PASSWORD, "password2": PASSWORD}).content.decode()
    assert User.objects.get(pk=ada.pk).password == after
    assert (before == after) == (happens is not sets_a_password_otherwise)


def test_a_newer_one_ends_the_older(hr: User, ada: User) -> None:
    old = link_to(ada)
    sent(hr, Selection(Whom.CHOSEN, (), (Employee.objects.get(user=ada).pk,)))
    new = link_to(ada)
    assert new != old
    assert opens(new)
    assert not opens(old)
    assert Invitation.objects.filter(user=ada, superseded_at=None).count() == 1


def test_guesses_open_nothing_and_are_limited(ada: User) -> None:
    row = Invitation.objects.get(user=ada)
    for key in ("0" * 64, row.digest, str(row.pk), "x", "é" * 64, make_key(row, ada, "another secret")):
        assert not opens(f"/sign-in/first/{key}/")
    answers = {Client().get(f"/sign-in/first/{n:064x}/").status_code for n in range(70)}
    assert answers == {200, 429}


def test_the_link_leads_to_our_own_host_whoever_asks(hr: User) -> None:
    cache.clear()
    person = people("Lab", 1)[0]
    client = Client(headers={"host": "localhost"})
    client.force_login(hr, backend="accounts.backends.SignInBackend")
    found = client.get(
        "/people/invitations/new/", {"people": str(person.pk), "whom": "chosen"}, HTTP_X_FORWARDED_HOST="evil.test"
    )
    assert "evil.test" not in found.content.decode()
    assert Client().get("/sign-in/first/", HTTP_HOST="evil.test").status_code == 400
    sent(hr, Selection(Whom.CHOSEN, (), (person.pk,)))
    assert re.findall(r"https?://[^/\s]+", str(mail.outbox[-1].body)) == [settings.SITE_URL] * 2


def test_whoever_has_a_second_step_is_asked_for_it(ada: User) -> None:
    TOTP.activate(ada, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    answer = accept(client, link_to(ada))
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/second-factor/")
    assert not is_in(client)


def test_somebody_else_who_is_signed_in_here_is_out_first(hr: User, ada: User) -> None:
    client = Client()
    client.force_login(hr, backend="accounts.backends.SignInBackend")
    answer = accept(client, link_to(ada))
    assert answer.status_code == 302
    assert ada.email in client.get("/account/").content.decode()


def test_a_former_secret_still_opens_and_sends_what_was_written_under_it(hr: User, settings: Any) -> None:
    from ladders.core.jobs import run
    from ladders.setup.actions.invitations import invite

    from .test_invitations import seen

    cache.clear()
    person = people("Lab", 1)[0]
    chosen = Selection(Whom.CHOSEN, (), (person.pk,))
    run(invite(selection=chosen, line="", seen=seen(hr, chosen), by=hr).pk)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret that is long enough for everything 0123456789"
    assert mail_outbox.run() == 1
    assert person.user is not None
    assert opens(link_to(person.user))
    settings.SECRET_KEY_FALLBACKS = []
    assert not opens(link_to(person.user))


def test_the_key_stands_in_no_log() -> None:
    told = without_telling_addresses(f"GET /sign-in/first/{'a' * 64}/ 302, /sign-in/first/, /password/reset/done/")
    assert told == "GET /sign-in/first/[key]/ 302, /sign-in/first/, /password/reset/done/"


def test_no_session_holds_the_key(ada: User) -> None:
    client, path = Client(), link_to(ada)
    client.get(path)
    key = path.split("/")[-2]
    (row,) = BrowserSession.objects.all()
    held = row.get_decoded()
    assert held["invitation"] == str(Invitation.objects.get(user=ada).pk)
    assert key not in repr(held) + row.session_data
    for found in {str(value) for value in held.values()}:
        assert not opens(f"/sign-in/first/{found}/")
    assert client.get("/sign-in/first/").context["person"] == ada


def test_what_a_session_holds_besides_opens_nothing(ada: User) -> None:
    client = Client()
    for held in ("", "x", link_to(ada).split("/")[-2], str(uuid.uuid4())):
        session = client.session
        session["invitation"] = held
        session.save()
        assert ENDED in client.get("/sign-in/first/").content.decode()


def test_two_at_once_find_one_open_link(ada: User) -> None:
    row = Invitation.objects.get(user=ada)
    accept_invitation(invitation=row.pk, password=PASSWORD)
    with pytest.raises(DomainError), transaction.atomic():
        accept_invitation(invitation=row.pk, password="another long password")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


@override_settings(
    SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [{"provider_id": "company", "name": "One", "client_id": "x"}]}}
)
def test_with_a_company_account_the_mail_leads_there_and_carries_no_key(hr: User) -> None:
    person = people("Lab", 1)[0]
    sent(hr, Selection(Whom.CHOSEN, (), (person.pk,)))
    body = str(mail.outbox[-1].body)
    assert f"{settings.SITE_URL}/sign-in/\n" in body
    assert "/sign-in/first/" not in body
    assert "company account" in body
    assert "works once" not in body
    assert Invitation.objects.get().digest == ""
