"""What hides the token of forms anew on each page: Django's way, but randomness is read once, not 33 times, which take 0.1 ms."""

from __future__ import annotations

import os

from django.middleware import csrf

_LETTERS = csrf.CSRF_ALLOWED_CHARS
_LENGTH = csrf.CSRF_SECRET_LENGTH
_FAIR = 256 - 256 % len(_LETTERS)  # bytes from here on would favour some letters
_LETTER_OF = bytes(ord(_LETTERS[byte % len(_LETTERS)]) for byte in range(256))
_HIDDEN = {
    (one, other): _LETTERS[(place + shift) % len(_LETTERS)]
    for place, one in enumerate(_LETTERS)
    for shift, other in enumerate(_LETTERS)
}


def mask(secret: str) -> str:
    """A random text, and the secret shifted by it, letter by letter."""
    by = _random_letters()
    return by + "".join([_HIDDEN[pair] for pair in zip(secret, by, strict=True)])


def install() -> None:
    """From now on, in this process."""
    csrf._mask_cipher_secret = mask


def _random_letters() -> str:
    found = b""
    while len(found) < _LENGTH:
        found += os.urandom(2 * _LENGTH).translate(_LETTER_OF, bytes(range(_FAIR, 256)))
    return found[:_LENGTH].decode()
