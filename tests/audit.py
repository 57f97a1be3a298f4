"""`make audit`: known vulnerabilities in what is locked. Ends with 1 where there are some; says loudly what nobody looked at."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

FILES = ("requirements.txt", "requirements-dev.txt")


def verdict(report: dict[str, Any]) -> tuple[int, str]:
    """How it ends, and what is said: of a report of pip-audit as JSON."""
    known = {
        f"{each['name']} {each['version']}: {found['id']}, mended in {', '.join(found['fix_versions']) or 'no version yet'}"
        for each in report["dependencies"]
        for found in each.get("vulns", [])
    }
    unseen = [each["name"] for each in report["dependencies"] if "skip_reason" in each]
    looked = len(report["dependencies"]) - len(unseen)
    said = [f"{looked} libraries were looked up, {len(known)} vulnerabilities are known.", *sorted(known)]
    if unseen:
        named = ", ".join(unseen[:5]) + (" and others" if len(unseen) > 5 else "")
        said.append(
            f"!!! NOT AUDITED: {len(unseen)} libraries ({named}). The database of vulnerabilities did not answer."
        )
        said.append("!!! Run `make audit` where it can be reached before you put this into production.")
    return (1 if known else 0), "\n".join(said)


def main() -> int:
    """Ask, and say what came of it."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--no-deps",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    asked = [part for name in FILES for part in ("--requirement", name)]
    try:
        ran = subprocess.run([*command, *asked], capture_output=True, text=True, check=False, timeout=600)
        report = json.loads(ran.stdout)
    except (ValueError, subprocess.TimeoutExpired):
        sys.stdout.write(
            "!!! NOT AUDITED: the database of vulnerabilities did not answer. Run `make audit` where it can be reached.\n"
        )
        return 0
    status, said = verdict(report)
    sys.stdout.write(f"{said}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
