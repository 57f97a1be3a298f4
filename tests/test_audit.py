"""What the audit of libraries says of what it found, and of what nobody could look at."""

from __future__ import annotations

from tests.audit import verdict

GOOD = {"name": "good", "version": "1", "vulns": []}
BAD = {"name": "bad", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
UNSEEN = {"name": "unseen", "skip_reason": "not found"}


def test_a_known_vulnerability_fails_the_build_and_is_named() -> None:
    status, said = verdict({"dependencies": [GOOD, BAD]})
    assert status == 1
    assert "bad 2: CVE-1, mended in 3" in said


def test_what_nobody_looked_at_is_said_loudly() -> None:
    status, said = verdict({"dependencies": [GOOD, UNSEEN]})
    assert status == 0
    assert "!!! NOT AUDITED: 1 libraries (unseen)" in said
    assert "NOT AUDITED" not in verdict({"dependencies": [GOOD]})[1]
