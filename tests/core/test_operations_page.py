"""Every test that a page of the documentation names is there, and the pages on running and on security name one each time."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
ENV = re.compile(r"""\benv(?:\.\w+)?\(\s*['"]([A-Z_]+)['"]""")
DEMO = {"LADDERS_DEMO", "LADDERS_DEMO_CLOCK"}  # `make demo` sets them
OURS = {"demo", "prepare", "makemessages"}  # commands that `make demo` and developers run


PAGES = ("operations", "security", "asvs", "threat-model")


def test_every_test_that_a_page_names_exists() -> None:
    gone = []
    for page in (settings.BASE_DIR / "docs").rglob("*.md"):
        for path, test in NAMED.findall(page.read_text(encoding="utf-8")):
            module = settings.BASE_DIR / path
            if not module.exists() or (test and f"def {test}(" not in module.read_text(encoding="utf-8")):
                gone.append(f"{page.name}: {path}::{test}")
    assert gone == []


def test_every_link_between_pages_leads_to_a_file() -> None:
    pages = [settings.BASE_DIR / "README.md", *(settings.BASE_DIR / "docs").rglob("*.md")]
    led = [(page, link) for page in pages for link in LINK.findall(page.read_text(encoding="utf-8"))]
    assert len(led) > 100  # it did look
    gone = [f"{page.name}: {link}" for page, link in led if not (page.parent / link).exists()]
    assert gone == []


def test_each_decision_has_a_number_of_its_own_and_stands_in_the_index() -> None:
    folder = settings.BASE_DIR / "docs" / "decisions"
    names = sorted(page.name for page in folder.glob("[0-9]*.md"))
    numbers = [int(name.partition("-")[0]) for name in names]
    assert len(numbers) > 70  # it did look
    assert len(numbers) == len(set(numbers))
    index = (folder / "README.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| \[(\d+)\]\((\S+)\) \|", index, re.MULTILINE)
    assert [(int(number), name) for number, name in lines] == list(zip(numbers, names, strict=True))


def test_every_setting_and_command_is_written_down() -> None:
    root = settings.BASE_DIR
    guide = "".join(page.read_text(encoding="utf-8") for page in (root / "docs/guide").glob("*.md"))
    ours = "".join((root / name).read_text(encoding="utf-8") for name in ("README.md", "docs/operations.md"))
    read = {
        name
        for module in ("settings", "settings_sign_in", "schedule")
        for name in ENV.findall((root / "ladders" / f"{module}.py").read_text(encoding="utf-8"))
    }
    assert len(read) > 40  # it did look
    assert {name for name in read - DEMO if f"`{name}`" not in ours and f"`{name}=" not in ours} == set()
    commands = {
        path.stem for room in ("ladders", "accounts") for path in (root / room).rglob("management/commands/*.py")
    }
    assert len(commands) > 12
    assert {name for name in commands - OURS - {"__init__"} if name not in ours + guide} == set()


@pytest.mark.parametrize("name", PAGES)
def test_every_statement_names_a_test(name: str) -> None:
    page = (settings.BASE_DIR / "docs" / f"{name}.md").read_text(encoding="utf-8")
    named = NAMED.findall(page)
    assert len(named) > 10
    assert [path for path, test in named if not test] == [], "a whole module proves no sentence"
    # Each statement names one.
    statements = re.findall(r"^- (.*?)(?=^- |^#|^\s*$|\Z)", page, re.DOTALL | re.MULTILINE)
    assert [each for each in statements if "tests/" not in each and "the same test" not in each] == []


def test_each_line_of_the_standard_has_a_test_or_a_reason() -> None:
    page = (settings.BASE_DIR / "docs" / "asvs.md").read_text(encoding="utf-8")
    lines = [
        [cell.strip() for cell in line.strip("| ").split(" | ")] for line in page.splitlines() if line.startswith("| V")
    ]
    assert {line[0].split()[0] for line in lines} == {f"V{number}" for number in range(1, 18)}
    for topic, holds, evidence in lines:
        assert holds in {"yes", "partly", "no", "n.a."}, topic
        assert len(evidence) > 10, topic


def test_each_threat_names_what_stops_it_and_what_does_not() -> None:
    page = (settings.BASE_DIR / "docs" / "threat-model.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 15
    unproven = [who for who, _wants, stops, _not in rows if not NAMED.search(stops)]
    assert unproven == ["Whoever runs the machine", "Whoever publishes a library that we use"]
    assert [who for who, _wants, _stops, left in rows if len(left) < 10] == []
