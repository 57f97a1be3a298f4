"""What an open browser has to know of how somebody signs in, and what else lives as long as that: a base of `User`."""

from __future__ import annotations

import hashlib

from django.contrib.auth import hashers
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from .sign_in_models import factor_marks


class ProvenUser(AbstractBaseUser):
    """An account whose proof ends with the password, the address and the second factors, whichever way they change."""

    # Digests of `password`, and of what was stored when this password was chosen: the same password may be stored anew under a
    # hasher of today. It counts only beside the `password` that it names, so that whatever writes another one ends everything.
    stored_anew = models.CharField(max_length=129, default="", editable=False)

    class Meta:
        abstract = True

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """The proof, under a key of the server."""
        known = f"{self._chosen} {getattr(self, self.get_email_field_name())} {self.factor_marks}"
        return salted_hmac("accounts.User.session", known, secret=secret, algorithm="sha256").hexdigest()

    def fits_proof(self, known: str) -> bool:
        """Whether that was this account's `get_session_auth_hash()`, and how one signs in has not changed since."""
        return any(constant_time_compare(known, each) for each in self._proofs())

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password, which is stored anew where the hasher has become stronger: that ends nothing."""
        return hashers.check_password(raw_password, self.password, self._rehash)

    def _rehash(self, raw_password: str) -> None:
        """Nothing where the password has become another one meanwhile, or another sign-in was here first."""
        anew = hashers.make_password(raw_password)
        same = {"password": anew, "stored_anew": f"{_digest(anew)} {self._chosen}"}
        if type(self)._default_manager.filter(pk=self.pk, password=self.password).update(**same):
            self.password, self.stored_anew = same["password"], same["stored_anew"]

    @property
    def _chosen(self) -> str:
        """What stands for this password as long as nobody chooses another one."""
        present, _space, chosen = self.stored_anew.partition(" ")
        return chosen if present == _digest(self.password) else _digest(self.password)

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


def _digest(stored: str) -> str:
    """Tells nothing of a password: what is stored of one has a random salt."""
    return hashlib.sha256(stored.encode()).hexdigest()
