"""An address is whose HR says it is: by password, by mail, through the company's provider, in open browsers."""

from __future__ import annotations

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Employee, User
from ladders.exchange.people.write import import_people
from tests.accounts.conftest import PASSWORD, with_password
from tests.accounts.provider import Provider
from tests.accounts.test_company_account import provider, through
from tests.conftest import signed_in

__all__ = ["provider"]
pytestmark = pytest.mark.django_db
OLD, NEW = "ada@example.org", "ada.married@example.org"


def bring(*rows: str, columns: str = "number,name,email") -> None:
    """An import of people as HR does it; all of it was taken in."""
    file = "\n".join([columns, *rows]).encode()
    made = import_people(files=[("people.csv", file)], by=None)
    assert not made.problems.refused, [each.message for each in made.problems.listed]


def who(client: Client) -> str:
    """The number of whoever is signed in in that browser; empty for nobody."""
    if client.get("/account/").status_code != 200:
        return ""
    return Employee.objects.get(user_id=client.session["_auth_user_id"]).number


def account_of(number: str) -> User:
    """The account of the employee with that number."""
    return User.objects.get(employee__number=number)


def by_password(email: str, password: str = PASSWORD) -> str:
    """Who is signed in after an attempt in a fresh browser."""
    client = Client()
    client.post("/sign-in/", {"login": email, "password": password})
    return who(client)


def by_mail(email: str) -> str:
    """Who is signed in with the password that a mail to the address lets one choose; empty where no mail went there."""
    mail.outbox.clear()
    client = Client()
    client.post("/password/reset/", {"email": email})
    if not mail.outbox:
        return ""
    [message] = mail.outbox
    assert message.to == [email]
    link = next(line for line in message.body.splitlines() if line.startswith("http"))
    form = client.get(link.partition("testserver")[2] or "/" + link.split("/", 3)[3], follow=True)
    new = "another long sentence"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    return by_password(email, new)


def by_company(provider: Provider, sub: str, email: str) -> str:
    """Who is signed in after coming back from the provider, in a fresh browser."""
    provider.claims = {"sub": sub, "email": email, "email_verified": True}
    client = Client()
    through(provider, client)
    return who(client)


@pytest.fixture
def owner(ada: User) -> Employee:
    """Ada, number 1, who has used every way to sign in."""
    Employee.objects.filter(user=ada).update(number="1", hired_on=None)
    return Employee.objects.get(user=ada)


def test_an_address_that_passes_on_opens_only_the_account_of_whom_hr_says(provider: Provider, owner: Employee) -> None:
    assert by_company(provider, "42", OLD) == "1"
    bring(f"1,Ada Byron,{NEW}")
    bring(f"2,Bob Young,{OLD}")
    assert by_password(OLD) == ""
    assert by_password(NEW) == "1"
    assert by_mail(OLD) == "2"
    assert by_company(provider, "43", OLD) == "2"
    assert by_company(provider, "42", NEW) == "1"
    assert by_mail(NEW) == "1"


def test_a_company_account_whose_address_is_somebody_elses_now_is_theirs(provider: Provider, owner: Employee) -> None:
    """Providers that number people by their address give the number to the next one, too."""
    assert by_company(provider, OLD, OLD) == "1"
    bring(f"1,Ada Byron,{NEW}")
    bring(f"2,Bob Young,{OLD}")
    assert by_company(provider, OLD, OLD) == "2"
    assert {(each.uid, each.user.email) for each in SocialAccount.objects.all()} == {(OLD, OLD)}


@pytest.mark.parametrize("claims", [{"email_verified": False}, {"email": None}])
def test_an_address_that_nobody_vouches_for_opens_no_former_account_either(
    provider: Provider, owner: Employee, claims: dict[str, object]
) -> None:
    assert by_company(provider, OLD, OLD) == "1"
    bring(f"1,Ada Byron,{NEW}")
    bring(f"2,Bob Young,{OLD}")
    provider.claims |= claims
    client = Client()
    through(provider, client)
    assert who(client) == ""


def test_whoever_marries_keeps_password_and_company_account(provider: Provider, owner: Employee) -> None:
    assert by_company(provider, "42", OLD) == "1"
    bring(f"1,Ada Byron,{NEW}")
    assert by_password(NEW) == by_company(provider, "42", OLD) == by_company(provider, "42", NEW) == "1"


def test_the_address_of_a_former_account_does_not_connect_to_another(provider: Provider, owner: Employee) -> None:
    """Somebody signed in cannot bring a company account of another's address to their own."""
    bob = signed_in(with_password("Bob Young", "bob@example.org"))
    bob.post("/sign-in/confirm/", {"password": PASSWORD})
    provider.claims = {"sub": "42", "email": OLD, "email_verified": True}
    through(provider, bob, process="connect")
    assert not SocialAccount.objects.filter(user__email="bob@example.org").exists()


@pytest.mark.parametrize("way", ["import", "shell", "page"])
def test_a_changed_address_ends_sessions_and_links_in_mails(owner: Employee, way: str) -> None:
    browser, asked = signed_in(account_of("1")), Client()
    asked.post("/password/reset/", {"email": OLD})
    link = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    assert who(browser) == "1"
    if way == "import":
        bring(f"1,Ada Byron,{NEW}")
    elif way == "shell":
        User.objects.filter(email=OLD).update(email=NEW)
    else:
        user = User.objects.get(email=OLD)
        user.email = NEW
        user.save()
    assert who(browser) == ""
    assert "This link does not work any more" in Client().get("/" + link.split("/", 3)[3], follow=True).content.decode()


def test_there_is_no_second_list_of_addresses(provider: Provider, owner: Employee) -> None:
    by_company(provider, "42", OLD)
    by_mail(OLD)
    client = signed_in(account_of("1"))
    client.post("/sign-in/confirm/", {"password": "another long sentence"})
    client.get("/account/connections/")
    assert not EmailAddress.objects.exists()


def test_a_list_of_addresses_that_somebody_filled_counts_for_nothing(provider: Provider, owner: Employee) -> None:
    bring(f"1,Ada Byron,{NEW}")
    bring(f"2,Bob Young,{OLD}")
    EmailAddress.objects.create(user=account_of("1"), email=OLD, verified=True, primary=True)
    assert by_password(OLD) == ""
    assert by_mail(OLD) == "2"
    assert by_company(provider, "43", OLD) == "2"


def test_the_address_of_somebody_who_has_left_goes_to_a_new_hire(provider: Provider, owner: Employee) -> None:
    assert by_company(provider, "42", OLD) == "1"
    left = timezone.localdate() - dt.timedelta(days=1)
    columns = "number,name,email,left on"
    both = [f"1,Ada Byron,{OLD},{left}", f"2,Bob Young,{OLD},"]
    bring(f"1,Ada Byron,{OLD},{left}", columns=columns)
    for _ in range(2):  # files of everybody go on to name the former address of whoever left
        bring(*both, columns=columns)
    assert account_of("2").email == OLD
    assert by_password(OLD) == ""
    assert by_mail(OLD) == by_company(provider, "43", OLD) == "2"
    assert by_company(provider, "42", "") == ""  # who has left stays outside


def test_a_leaver_and_the_next_owner_of_the_address_come_in_one_file(owner: Employee) -> None:
    left = timezone.localdate() - dt.timedelta(days=1)
    bring(f"2,Bob Young,{OLD},", f"1,Ada Byron,{OLD},{left}", columns="number,name,email,left on")
    assert account_of("2").email == OLD
    assert by_mail(OLD) == "2"


def test_somebody_who_comes_back_gets_a_new_address(owner: Employee) -> None:
    left = timezone.localdate() - dt.timedelta(days=1)
    columns = "number,name,email,left on"
    bring(f"1,Ada Byron,{OLD},{left}", columns=columns)
    bring(f"2,Bob Young,{OLD},", columns=columns)
    bring(f"1,Ada Byron,{NEW},", columns=columns)
    assert by_password(NEW) == "1"
