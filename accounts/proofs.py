"""What an open browser has to know of how somebody signs in, and what else lives as long as that: a base of `User`."""

from __future__ import annotations

from django.contrib.auth import hashers
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.dispatch import Signal
from django.utils.crypto import constant_time_compare, salted_hmac

from .sign_in_models import factor_marks

# Sent with `user` and `former`, the proofs that fitted until now, in the transaction that stores the same password under a
# hasher of today: whatever keeps a proof keeps the present one from here on, since nothing has changed for its owner.
password_rehashed = Signal()


class ProvenUser(AbstractBaseUser):
    """An account whose proof ends with the password, the address and the second factors, whichever way they change."""

    class Meta:
        abstract = True

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """The proof, under a key of the server."""
        known = f"{self.password} {getattr(self, self.get_email_field_name())} {self.factor_marks}"
        return salted_hmac("accounts.User.session", known, secret=secret, algorithm="sha256").hexdigest()

    def fits_proof(self, known: str) -> bool:
        """Whether that was this account's `get_session_auth_hash()`, and how one signs in has not changed since."""
        return any(constant_time_compare(known, each) for each in self._proofs())

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password, which is stored anew where the hasher has become stronger: that ends nothing."""
        return hashers.check_password(raw_password, self.password, self._rehash)

    def _rehash(self, raw_password: str) -> None:
        """Nothing where the password has become another one meanwhile, or another sign-in was here first."""
        former, anew = self._proofs(), hashers.make_password(raw_password)
        with transaction.atomic():
            if type(self)._default_manager.filter(pk=self.pk, password=self.password).update(password=anew):
                self.password = anew
                password_rehashed.send(type(self), user=self, former=former)

    def _proofs(self) -> list[str]:
        return [self.get_session_auth_hash(), *self.get_session_auth_fallback_hash()]

    @property
    def factor_marks(self) -> list[str]:
        """One for each app, passkey and set of recovery codes; the sign-in backend brings them with the user's own row."""
        marks: list[str] | None = self.__dict__.get("_factor_marks")
        if marks is None:
            marks = self.__dict__["_factor_marks"] = list(factor_marks(self.pk))
        return marks

    def forget_factors(self) -> None:
        """They have changed: whoever asks next reads them anew."""
        self.__dict__.pop("_factor_marks", None)
