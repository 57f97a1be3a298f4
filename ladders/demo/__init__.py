"""The demo: an invented organisation as YAML files, how one signs in there, and a clock that can be moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ladders.core.own_files import read_yaml

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody whom a visitor of the demo can be."""

    email: str
    name: str
    role: str
    shows: str


@cache
def organisation() -> dict[str, Any]:
    """The parsed file: name, people, frameworks, signins."""
    return read_yaml(FOLDER / "organisation.yaml")


def signins() -> tuple[SignIn, ...]:
    """Whom a visitor can be, in the order of the file."""
    content = organisation()
    names = {person["email"]: full_name(person) for person in content["people"]}
    return tuple(
        SignIn(item["email"], names[item["email"]], item["role"], item["shows"]) for item in content["signins"]
    )


def full_name(person: dict[str, Any]) -> str:
    """First and last name of an entry of `people`."""
    return f"{person['first_name']} {person['last_name']}"
