"""No text that people read stands outside gettext, in any room, and makemessages knows every name that marks one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from ladders.core.management.commands.makemessages import SHORT
from ladders.core.sentences import gettext as _
from ladders.core.sentences import ngettext, sentence_of, spoken
from ladders.exchange.tables.errors import ExchangeError
from ladders.exchange.tables.sheets import Place
from ladders.exchange.uploads.translation import in_words, said
from tests.sentences import MARKING, unmarked

ROOT = Path(settings.BASE_DIR)
# Text that nobody reads in a page → why it is none. Commands and what starts a server speak to whoever runs them.
OUTSIDE = {
    "ladders/core/checks.py": "said to whoever runs it",
    "accounts/checks.py": "said to whoever runs it",
    "accounts/openid.py": "the library's own errors, for the log",
    "ladders/core/middleware.py": "said to whoever asks after its health",
    "ladders/refusals.py": "said to whoever starts it",
    "ladders/settings.py": "said to whoever starts it",
    "ladders/exchange/command_base.py": "said to whoever runs a command",
    "ladders/exchange/frameworks_in/detect/vocabulary.py": "words that files are looked for",
    "ladders/exchange/frameworks_in/detect/matrices.py": "headings that files have",
    "ladders/exchange/frameworks_in/mapping/fields.py": "headings of our files, which come back as they are",
    "ladders/exchange/frameworks_out/formats/layout.py": "headings of our files, which come back as they are",
    "ladders/exchange/frameworks_out/formats/markdown.py": "a file that is written alike everywhere",
    "ladders/exchange/people/trail.py": "the name of a count in the audit trail",
    "ladders/core/audit_names.py": "the name of a count in the audit trail",
    "ladders/exchange/tables/readers/limited_process.py": "code of the reading process",
    "ladders/exchange/tables/readers/workbook.py": "code of the reading process",
    "ladders/frameworks/domain/svg.py": "words that its callers replace",
    "ladders/moves/domain/default_policy.py": "texts that an installation begins with",
    "ladders/insights/domain/paid_kinds.py": "rules that an installation begins with",
    "ladders/insights/models/pay_sums.py": "comments of tables",
    "ladders/insights/models/recorded_sex.py": "comments of tables",
    "ladders/privacy/tables.py": "reasons for whoever reads the code",
    "ladders/core/guide.py": "names of elements",
    "ladders/core/history_chain.py": "a statement",
    "ladders/core/kept_home.py": "a fault of ours",
    "ladders/core/kept_rows.py": "a fault of ours",
    "ladders/core/statements.py": "a fault of ours",
    "ladders/core/xlsx.py": "a fault of ours",
    "ladders/careers/domain/move_kinds.py": "a fault of ours",
    "ladders/careers/domain/published_index.py": "a fault of ours",
    "ladders/compensation/domain/position.py": "a fault of ours",
    "ladders/impact/domain/headcount.py": "a fault of ours",
    "ladders/impact/domain/patterns.py": "a fault of ours",
    "ladders/insights/domain/answers.py": "a fault of ours",
    "ladders/insights/domain/report_due.py": "a fault of ours",
    "ladders/moves/domain/workdays.py": "a fault of ours",
    "ladders/moves/models/requests.py": "a fault of ours",
    "ladders/compensation/queries/pay_positions.py": "a statement",
    "ladders/insights/queries/pay_sums.py": "a statement",
    "ladders/placements/models.py": "a statement",
    "ladders/reporting/queries/lines.py": "a statement",
}
UNSEEN = {"migrations", "commands", "localserver", "demo"}


def modules() -> list[Path]:
    """Of the product, without what speaks to whoever runs it."""
    return [
        path for room in ("ladders", "accounts") for path in (ROOT / room).rglob("*.py") if not UNSEEN & {*path.parts}
    ]


def test_every_sentence_goes_through_gettext() -> None:
    found = {path.relative_to(ROOT).as_posix(): list(unmarked(path)) for path in modules()}
    assert len(found) > 600  # it did look
    assert {name: texts for name, texts in found.items() if texts and name not in OUTSIDE} == {}
    assert {name for name in OUTSIDE if not found.get(name)} == set()  # nothing is excused that is not there


def test_it_finds_what_stands_outside(tmp_path: Path) -> None:
    module = tmp_path / "some.py"
    module.write_text(
        '"""Not this one, it is a docstring."""\n'
        "from django.utils.translation import gettext as _\n"
        'told = _("Row %(row)s is marked.") % {"row": 1}\n'
        'kind = "form-control short-date"\n'
        'bad = f"Row {kind} names nobody. Add a name."\n'
        'raise ValueError("is no amount that anybody can read")\n'
    )
    assert list(unmarked(module)) == [
        (5, "Row {} names nobody. Add a name."),
        (6, "is no amount that anybody can read"),
    ]


def test_makemessages_knows_every_name_that_marks_a_text() -> None:
    known = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
    known |= {name.partition(":")[0] for name in SHORT}
    imported = re.compile(rf"^ *from (?:{'|'.join(map(re.escape, MARKING))}) import (.+)$", re.MULTILINE)
    used = {
        each.split(" as ")[-1].strip()
        for path in modules()
        for names in imported.findall(path.read_text())
        for each in names.split(",")
        if "gettext" in each
    }
    assert "lazy" in used  # it did look
    assert used <= known


@pytest.fixture
def shouting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every template is written in capitals, its places left alone."""

    def loud(text: str) -> str:
        return "".join(part if part.startswith("%(") else part.upper() for part in _parts(text))

    monkeypatch.setattr("ladders.exchange.uploads.translation.gettext", loud)
    monkeypatch.setattr(
        "ladders.exchange.uploads.translation.ngettext", lambda one, many, count: loud(one if count == 1 else many)
    )


def _parts(text: str) -> list[str]:
    return re.split(r"(%\(\w+\)s)", text)


def test_a_sentence_is_english_and_can_be_said_in_another_language(shouting: None) -> None:
    reason = _("is no amount. Write it like %(example)s.") % {"example": "84,000"}
    sentence = _("Row %(row)s: %(reason)s") % {"row": 4, "reason": reason}
    assert sentence == "Row 4: is no amount. Write it like 84,000."
    assert in_words({"problems": [{"message": sentence, "row": 4}]}) == {
        "problems": [{"message": "ROW 4: IS NO AMOUNT. WRITE IT LIKE 84,000.", "row": 4}]
    }
    assert [in_words(ngettext("%(n)s row", "%(n)s rows", n) % {"n": n}) for n in (1, 2)] == ["1 ROW", "2 ROWS"]
    assert in_words("a text of a file") == "a text of a file"


def test_errors_keep_their_sentence(shouting: None) -> None:
    error = ExchangeError(_("%(file)s is empty.") % {"file": "levels.csv"}, Place("levels.csv"))
    assert (error.sentence, said(error)) == ("levels.csv is empty.", "levels.csv IS EMPTY.")
    assert error.problem.message == "levels.csv is empty."
    assert in_words(sentence_of(ValueError(_("is blank.")))) == "IS BLANK."
    assert sentence_of(ValueError(3)) == "3"


def test_in_english_nothing_changes() -> None:
    told = _("%(share)s %% of %(file)s") % {"share": 5, "file": "a.csv"}
    assert told == "5 % of a.csv"
    assert spoken(told, translation.gettext, translation.ngettext) == "5 % of a.csv"
