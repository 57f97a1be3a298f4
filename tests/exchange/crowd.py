"""A large organisation as a people file, the same on every run."""

from __future__ import annotations

import csv
import io

HEADINGS = [
    "employee number",
    "name",
    "email",
    "manager",
    "legal entity",
    "department",
    "location",
    "country",
    "contract",
    "weekly hours",
    "hire date",
    "leave date",
    "framework",
    "level",
    "placement since",
]
FIRST = [
    "Ada",
    "Bela",
    "Chen",
    "Dara",
    "Emil",
    "Fatou",
    "Goran",
    "Hana",
    "Ivo",
    "Jun",
    "Kofi",
    "Lena",
    "Mara",
    "Nils",
    "Oda",
    "Priya",
    "Quim",
    "Rosa",
    "Sami",
    "Tara",
]
LAST = [
    "Abara",
    "Berg",
    "Costa",
    "Diaz",
    "Eriksen",
    "Farkas",
    "Greco",
    "Haas",
    "Ito",
    "Jensen",
    "Kaya",
    "Lund",
    "Moreau",
    "Novak",
    "Okafor",
    "Park",
    "Quist",
    "Rossi",
]
PLACES = [("Lübeck", "DE", "Example GmbH"), ("Cork", "IE", "Example Ireland Ltd"), ("Porto", "PT", "Example Lda")]


def crowd(count: int, levels: list[tuple[str, str]]) -> bytes:
    """A csv of `count` people: teams of eight, a manager often below the people who report to them."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADINGS)
    for number in range(count, 0, -1):
        first, last = FIRST[number % len(FIRST)], LAST[number * 7 % len(LAST)]
        place, country, entity = PLACES[number % 3]
        framework, level = levels[number % len(levels)] if levels else ("", "")
        manager = f"N{number // 8:06}" if number // 8 else ""
        if manager and number % 2:
            manager = f"n{number // 8:06}@example.org"
        hired = f"{2000 + number % 25}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        rows.writerow(
            [
                f"N{number:06}",
                f"{first} {last} {number}",
                f"n{number:06}@example.org",
                manager,
                entity,
                f"Department {number % 40}",
                place,
                country,
                "permanent",
                "38.5",
                hired,
                "",
                framework,
                level,
                hired,
            ]
        )
    return out.getvalue().encode()
