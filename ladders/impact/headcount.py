"""Wording that measures a role by the size of what it holds. The rules follow."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    start: int
    end: int
    words: str
    rule: str
    suggestion: str


def find(text: str, language: str = "en") -> tuple[Finding, ...]:
    return ()


def find_people_management(text: str, language: str = "en") -> tuple[Finding, ...]:
    return ()
