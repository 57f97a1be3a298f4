"""YAML that comes with Ladders: templates, rules, the demo. Files of other people are read in `exchange`, within limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as quick where PyYAML has it


def read_yaml(path: Path) -> dict[str, Any]:
    """What is written in the file, whose top is a mapping."""
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    return content
