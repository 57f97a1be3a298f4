"""A word that nobody reads here: not in pages, not in mails, not in the product's own code or its books."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

WORD = re.compile("demo" + "t(e|ed|es|ing|ion|ions)?\\b", re.IGNORECASE)
PLACES = ("templates", "static", "ladders", "accounts", "docs")
FILES = ("README.md", "CHANGELOG.md", "pyproject.toml", "Makefile")
KINDS = {".py", ".html", ".txt", ".md", ".css", ".js", ".svg", ".yaml", ".toml", ".json"}


def test_stepping_back_is_called_by_its_neutral_name() -> None:
    root = Path(settings.BASE_DIR)
    paths = [path for place in PLACES for path in (root / place).rglob("*") if path.suffix in KINDS]
    paths += [root / name for name in FILES]
    assert len(paths) > 400  # it did look
    found = [
        f"{path.relative_to(root)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if WORD.search(line)
    ]
    assert found == []
