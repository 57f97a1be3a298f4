"""Every form of the product answers bad input in the product's own sentences, which say the cure."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django import forms
from django.core import validators
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.forms import fields, formsets
from django.forms import models as model_forms

import accounts
import ladders

DJANGOS = re.compile(
    r"^(Enter |Select a valid|Ensure |This field|This value|The (submitted|inline|string|number)|No file was|Upload a valid|"
    r"Please (submit|either submit)|File extension|Null char|Constraint|“%|%\(model|ManagementForm)"
)


def all_modules() -> Iterator[ModuleType]:
    for package in (accounts, ladders):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if re.search(r"\.(web|forms\w*|views\w*)(\.|$)|form", found.name) and ".migrations" not in found.name:
                yield importlib.import_module(found.name)


def below(kind: type) -> Iterator[type]:
    for each in list[type](kind.__subclasses__()):
        yield each
        yield from below(each)


def sentences_of(field: forms.Field) -> Iterator[str]:
    yield from map(str, field.error_messages.values())
    for validator in field.validators:
        if isinstance(validator, validators.DecimalValidator):
            yield from map(str, validator.messages.values())
        elif isinstance(message := getattr(validator, "message", ""), str):
            yield message
        else:
            yield str(message)


def test_no_form_of_the_product_speaks_as_django_does() -> None:
    list(all_modules())
    ours = {each for each in below(forms.BaseForm) if each.__module__.startswith(("ladders", "accounts"))}
    assert len(ours) > 60
    found = {
        f"{form.__module__}.{form.__name__}.{name}: {sentence}"
        for form in ours
        for name, field in form.base_fields.items()  # type: ignore[attr-defined]
        for sentence in sentences_of(field)
        if DJANGOS.search(sentence)
    }
    assert found == set()


def test_nothing_that_django_says_by_default_is_left() -> None:
    kinds = [
        kind
        for module in (fields, model_forms, formsets)
        for _name, kind in inspect.getmembers(module, inspect.isclass)
        if kind.__module__.startswith("django")
    ]
    said = {
        str(text) for kind in [*kinds, models.Field] for text in getattr(kind, "default_error_messages", {}).values()
    }
    said |= {
        str(validator.message) for _name, validator in inspect.getmembers(validators) if hasattr(validator, "message")
    }
    said |= {str(text) for text in validators.DecimalValidator.messages.values()}
    assert "Please fill this in." in said
    assert {text for text in said if DJANGOS.search(text)} == set()


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        (forms.CharField(), "", "Please fill this in."),
        (forms.CharField(max_length=3), "long", "Please shorten this to 3 characters; it has 4."),
        (forms.CharField(min_length=3), "a", "Please write at least 3 characters; there are 1."),
        (forms.IntegerField(), "x", "Please write a whole number, such as 12."),
        (forms.IntegerField(max_value=5), "9", "Please write at most 5."),
        (forms.DecimalField(decimal_places=2), "1.234", "Please write at most 2 digits after the point."),
        (
            forms.DateField(),
            "31.02.2026",
            "There is no such date. Please write day, month and year, such as 24/12/2026.",
        ),
        (forms.EmailField(), "ada", "Please write a whole email address, such as name@example.com."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "This is not one of the choices, or not any more. Please choose one that is offered here.",
        ),
        (forms.ChoiceField(choices=[("a", "A")]), "", "Please choose one."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Please choose at least one."),
        (forms.BooleanField(), "", "Please tick this to go on."),
        (forms.FileField(), None, "Please choose a file."),
        (
            forms.FileField(),
            SimpleUploadedFile("a.csv", b""),
            "This file is empty. Please choose one with something in it.",
        ),
    ],
    ids=lambda case: case if isinstance(case, str) else type(case).__name__,
)
def test_what_is_said(field: forms.Field, given: Any, said: str) -> None:
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(given)
    assert caught.value.messages == [said]
