"""`manage.py make_hr_admin ADDRESS`: the first HR admin of a new installation, who then gives all other roles."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions import roles_held, set_roles
from accounts.models import User
from accounts.roles import Role
from ladders.core.command_refusals import command_refusals


class Command(BaseCommand):
    """Needs the shell of the server, which is the proof of being allowed to."""

    help = "Makes somebody HR admin; the account is made where there is none. Harmless when repeated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address, and the name of a new account."""
        parser.add_argument("email", help="the address to sign in with")
        parser.add_argument("--name", default="", help="the name of a new account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find or make the account, and give the role."""
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email!r} is no email address.") from error
        with command_refusals(), transaction.atomic():
            user = User.objects.filter(email=email).first()
            made = user is None
            user = user or User.objects.create_user(email, name=options["name"])
            set_roles(user=user, roles={*roles_held(user), Role.HR_ADMIN}, seen=None, by=None)
        self.stdout.write(f"{email} is HR admin.")
        if made:
            self.stdout.write("To set a password: “Forgotten your password?” on the sign-in page.")
