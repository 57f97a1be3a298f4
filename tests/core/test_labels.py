"""A choice carries its words: in the reader's language where there is one, in English where nothing translates."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from django.utils import translation
from django.utils.functional import Promise

from ladders.careers.domain.move_kinds import MoveKind
from ladders.core.choices import choices_of
from ladders.core.labels import Labelled, translated
from ladders.core.sentences import gettext as _
from ladders.moves.domain.states import RequestState
from ladders.moves.models import MoveRequest


class Colour(Labelled):
    """Two of them."""

    RED = "red", _("Yes")
    BLUE = "blue", _("A colour that no translation knows")


def test_the_value_is_what_is_stored_and_compared() -> None:
    assert (Colour.RED, str(Colour.RED), f"{Colour.RED}", Colour("red").value) == ("red", "red", "red", "red")
    assert {"red": 1}[Colour.RED] == 1
    assert pickle.loads(pickle.dumps(Colour.BLUE)) is Colour.BLUE
    assert type(Colour.RED.text) is str
    with pytest.raises(ValueError, match="green"):
        Colour("green")


def test_its_words_are_said_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> None:
    lazy = dict(choices_of(Colour))
    with translation.override("de"):
        assert [each.label for each in Colour] == ["Ja", "A colour that no translation knows"]
        assert str(lazy["red"]) == "Ja"
    assert (Colour.RED.label, str(lazy["red"])) == ("Yes", "Yes")
    monkeypatch.setattr(translated, "answer", lambda text: text)  # where nothing translates
    assert Colour.BLUE.label == "A colour that no translation knows"


def test_a_field_offers_them_and_a_row_says_its_own() -> None:
    choices: Any = MoveRequest._meta.get_field("state").choices
    assert [(value, str(name)) for value, name in choices] == [(each.value, each.label) for each in RequestState]
    assert all(isinstance(name, Promise) for _value, name in choices_of([MoveKind.RETURN]))
    assert MoveRequest(kind="step_back", state="submitted").get_state_display() == "Asked"


def test_every_choice_has_words() -> None:
    found = Labelled.__subclasses__()
    assert len(found) > 20
    assert [str(each) for enum in found for each in enum if not each.text.strip()] == []
