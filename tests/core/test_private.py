"""Private texts are sealed at rest."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from cryptography.fernet import InvalidToken

from ladders.core.private import SealedTextField, box


def read(field: SealedTextField, value: bytes | None) -> str | None:
    return field.from_db_value(value, None, None)


def test_a_text_comes_back_and_its_sealed_form_shows_nothing_of_it() -> None:
    field = SealedTextField("reason")
    sealed = field.get_prep_value("My father is ill: Zoë")
    assert b"father" not in sealed
    assert read(field, sealed) == "My father is ill: Zoë"
    assert sealed != field.get_prep_value("My father is ill: Zoë")  # equal texts do not look equal


def test_nothing_stays_nothing() -> None:
    field = SealedTextField("reason")
    assert [read(field, field.get_prep_value(value)) for value in ("", None)] == ["", None]


def test_what_was_sealed_for_one_purpose_cannot_be_read_for_another() -> None:
    with pytest.raises(InvalidToken):
        box("reflection").decrypt(SealedTextField("reason").get_prep_value("private"))


def test_a_former_key_goes_on_reading(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    field = SealedTextField("reason")
    sealed = field.get_prep_value("private")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert read(field, sealed) == "private"
    settings.SECRET_KEY_FALLBACKS = []
    with caplog.at_level(logging.ERROR):
        assert read(field, sealed) is None
    assert "private text cannot be read" in caplog.text


def test_the_purpose_is_part_of_the_field() -> None:
    _name, path, args, kwargs = SealedTextField("reason", blank=True).deconstruct()
    assert (path, args, kwargs["blank"]) == ("ladders.core.private.SealedTextField", ["reason"], True)
