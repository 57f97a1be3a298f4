"""Texts of the code are found once per language: Django asks the catalogues of every room for each, which takes fifty calls."""

from __future__ import annotations

import threading
from functools import lru_cache

from django.conf import settings
from django.urls import base
from django.utils.translation import trans_real

KEPT = 8192  # texts of a language


def keep_texts() -> None:
    """From now on, in this process. Called when all rooms are known."""
    for language, _name in settings.LANGUAGES:
        found = trans_real.translation(language)
        found.gettext = lru_cache(KEPT)(found.gettext)  # type: ignore[method-assign]
        found.ngettext = lru_cache(KEPT)(found.ngettext)  # type: ignore[method-assign]


def know_threads_alone() -> None:
    """A thread's language, and where its addresses begin, are read a hundred times for a page. Django keeps them for asynchronous
    code, too, which takes nine calls each time; nothing here is asynchronous."""
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    base._prefixes = threading.local()  # type: ignore[attr-defined]
    base._urlconfs = threading.local()  # type: ignore[attr-defined]
