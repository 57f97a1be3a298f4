"""What forms answer to input that they cannot take: Django's own sentences give way to ours, in every form of the product.

`install` puts them in the place of Django's before any form or model is made (`apps.py`), so that no form has to say them.
A form that knows more says so in `error_messages` or `clean`, as ever. Each sentence stands at its field, and says the cure.
"""

from __future__ import annotations

from typing import Any, Final

from django.core import validators
from django.db.models import constraints
from django.db.models.fields import Field as Column
from django.forms import fields, formsets, models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy as plural

Sentence = str | Promise

EMPTY: Final = _("Please fill this in.")
NO_NUMBER: Final = _("Please write a number, such as 12.5.")
NO_CHOICE: Final = _("This is not one of the choices, or not any more. Please choose one that is offered here.")
NO_ADDRESS: Final = _("Please write a whole web address, such as https://example.com/page.")
NO_FILE: Final = _("No file has arrived. Please choose it again.")
TAKEN: Final = _("There is one like this already. Please choose something else.")

OF_FIELDS: Final[dict[type, dict[str, Sentence]]] = {
    fields.Field: {"required": EMPTY},
    fields.IntegerField: {"invalid": _("Please write a whole number, such as 12.")},
    fields.FloatField: {"invalid": NO_NUMBER},
    fields.DecimalField: {"invalid": NO_NUMBER},
    fields.DateField: {"invalid": _("There is no such date. Please write day, month and year, such as 24/12/2026.")},
    fields.TimeField: {"invalid": _("There is no such time. Please write hours and minutes, such as 14:30.")},
    fields.DateTimeField: {
        "invalid": _("There is no such moment. Please write day and time, such as 24/12/2026 14:30.")
    },
    fields.DurationField: {
        "invalid": _("Please write how long: days and time, such as 3 04:30."),
        "overflow": _("Please write a number of days between {min_days} and {max_days}."),
    },
    fields.FileField: {
        "required": _("Please choose a file."),
        "invalid": NO_FILE,
        "missing": NO_FILE,
        "empty": _("This file is empty. Please choose one with something in it."),
        "max_length": plural(
            "The file’s name is too long. Please shorten it to %(max)d character; it has %(length)d.",
            "The file’s name is too long. Please shorten it to %(max)d characters; it has %(length)d.",
            "max",
        ),
        "contradiction": _("Please either choose a file or remove the one there is, not both."),
    },
    fields.ImageField: {"invalid_image": _("We cannot read this as a picture. Please choose another file.")},
    fields.URLField: {"invalid": NO_ADDRESS},
    fields.BooleanField: {"required": _("Please tick this to go on.")},
    fields.ChoiceField: {"required": _("Please choose one."), "invalid_choice": NO_CHOICE},
    fields.MultipleChoiceField: {
        "required": _("Please choose at least one."),
        "invalid_choice": NO_CHOICE,
        "invalid_list": _("Please choose from what is offered here."),
    },
    fields.MultiValueField: {
        "invalid": _("Please fill in each part of this."),
        "incomplete": _("A part of this is empty. Please fill in each part."),
    },
    fields.SplitDateTimeField: {
        "invalid_date": _("There is no such date. Please write day, month and year, such as 24/12/2026."),
        "invalid_time": _("There is no such time. Please write hours and minutes, such as 14:30."),
    },
    fields.UUIDField: {"invalid": _("This is not a whole identifier. Please copy it again.")},
    fields.JSONField: {"invalid": _("We cannot read this as JSON. Please check brackets, commas and quotation marks.")},
    models.InlineForeignKeyField: {"invalid_choice": NO_CHOICE},
    models.ModelChoiceField: {"required": _("Please choose one."), "invalid_choice": NO_CHOICE},
    models.ModelMultipleChoiceField: {
        "required": _("Please choose at least one."),
        "invalid_list": _("Please choose from what is offered here."),
        "invalid_choice": NO_CHOICE,
        "invalid_pk_value": NO_CHOICE,
    },
    formsets.BaseFormSet: {
        "missing_management_form": _("This page reached us incomplete. Please load it again and fill it in once more."),
        "too_many_forms": plural("Please keep to %(num)d entry.", "Please keep to %(num)d entries.", "num"),
        "too_few_forms": plural("Please give at least %(num)d entry.", "Please give at least %(num)d entries.", "num"),
    },
    Column: {"invalid_choice": NO_CHOICE, "null": EMPTY, "blank": EMPTY, "unique": TAKEN, "unique_for_date": TAKEN},
}

OF_VALIDATORS: Final[tuple[tuple[Any, Sentence], ...]] = (  # pairs: some of them have no hash
    (
        validators.RegexValidator,
        _("This is not written as it is asked for. Please look at the hint, and write it again."),
    ),
    (validators.EmailValidator, _("Please write a whole email address, such as name@example.com.")),
    (validators.URLValidator, NO_ADDRESS),
    (validators.DomainNameValidator, _("Please write a whole domain name, such as example.com.")),
    (validators.integer_validator, _("Please write a whole number, such as 12.")),
    (validators.validate_slug, _("Please use only letters, digits, “_” and “-”.")),
    (validators.validate_unicode_slug, _("Please use only letters, digits, “_” and “-”.")),
    (validators.validate_comma_separated_integer_list, _("Please write whole numbers with commas between them.")),
    (validators.BaseValidator, _("This has to be %(limit_value)s; it is %(show_value)s.")),
    (validators.MaxValueValidator, _("Please write at most %(limit_value)s.")),
    (validators.MinValueValidator, _("Please write at least %(limit_value)s.")),
    (validators.StepValueValidator, _("Please write a multiple of %(limit_value)s.")),
    (
        validators.MinLengthValidator,
        plural(
            "Please write at least %(limit_value)d character; there is %(show_value)d.",
            "Please write at least %(limit_value)d characters; there are %(show_value)d.",
            "limit_value",
        ),
    ),
    (
        validators.MaxLengthValidator,
        plural(
            "Please shorten this to %(limit_value)d character; it has %(show_value)d.",
            "Please shorten this to %(limit_value)d characters; it has %(show_value)d.",
            "limit_value",
        ),
    ),
    (
        validators.FileExtensionValidator,
        _(
            "A file that ends in “%(extension)s” is not taken here. Please choose one of these kinds: %(allowed_extensions)s."
        ),
    ),
    (
        validators.ProhibitNullCharactersValidator,
        _("There is a character in this that cannot be kept. Please type it again."),
    ),
)

OF_DECIMALS: Final[dict[str, Sentence]] = {
    "invalid": NO_NUMBER,
    "max_digits": plural(
        "Please write at most %(max)s digit in all.", "Please write at most %(max)s digits in all.", "max"
    ),
    "max_decimal_places": plural(
        "Please write at most %(max)s digit after the point.",
        "Please write at most %(max)s digits after the point.",
        "max",
    ),
    "max_whole_digits": plural(
        "Please write at most %(max)s digit before the point.",
        "Please write at most %(max)s digits before the point.",
        "max",
    ),
}


def install() -> None:
    """Put the sentences in place. Fields copy theirs when they are made, so this comes before any form."""
    for field, sentences in OF_FIELDS.items():
        field.default_error_messages = vars(field).get("default_error_messages", {}) | sentences  # type: ignore[attr-defined]
    for validator, sentence in OF_VALIDATORS:
        validator.message = sentence
    vars(validators.DecimalValidator)["messages"].update(OF_DECIMALS)
    constraints.BaseConstraint.default_violation_error_message = _(
        "This does not go together with what is there already. Please change it."
    )
