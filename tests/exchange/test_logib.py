"""The Swiss standard analysis of a filled-in sheet: its columns by their order, whatever they are called."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

HEAD = ",".join(f"Spalte {number}" for number in range(1, 18))


def sheet(path: Path, *, years: bool = False, sex: str = "", letters: str = "FM") -> Path:
    """Sixty people whose pay follows from what counts, but for 10 % less for women; and an apprentice."""
    rows = [HEAD]
    for number in range(60):
        age, service, kind, level, woman = (
            25 + number % 37,
            number % 13,
            1 + number % 8,
            1 + number % 3,
            number // 3 % 3 == 0,
        )
        pay = 5000 * (1 + age / 400) * (1 + service / 300) * (1.2 if level == 1 else 1) * (0.9 if woman else 1)
        rate = 50 if number % 5 == 0 else 100
        row = [
            number,
            2026 - age if years else age,
            sex or letters[not woman],
            2026 - service if years else service,
        ]
        row += [kind, "Clerk", level, level + 1, rate, 0, f"{pay * rate / 100:.2f}", 0, 0, 0, 40, 2088, 1]
        rows.append(",".join(map(str, row)))
    rows.append(f"99,17,{sex or letters[1]},1,8,Apprentice,3,4,100,0,900,0,0,0,40,2088,2")
    path.write_text("\n".join(rows) + "\n")
    return path


def worked_out(path: Path, *options: str) -> dict[str, object]:
    out = StringIO()
    call_command("logib", str(path), "--json", *options, stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_a_planted_gap_is_found_and_apprentices_are_left_out(tmp_path: Path) -> None:
    found = worked_out(sheet(tmp_path / "logib.csv"))
    assert (found["women"], found["men"], found["left_out"]) == (21, 39, 1)
    assert found["effect_percent"] == pytest.approx(-10, abs=0.3)
    out = StringIO()
    call_command("logib", str(tmp_path / "logib.csv"), stdout=out)
    assert out.getvalue().startswith("Women earn 10.")
    assert "21 women and 39 men, 1 left out." in out.getvalue()


def test_years_of_birth_and_entry_need_the_year_of_the_sheet(tmp_path: Path) -> None:
    told = sheet(tmp_path / "years.csv", years=True)
    with pytest.raises(CommandError, match=r"years\.csv, row 2: “2001” is a year\. Say of which year"):
        worked_out(told)
    assert worked_out(told, "--year", "2026") | {"left_out": 0} == worked_out(sheet(tmp_path / "ages.csv")) | {
        "left_out": 0
    }


def test_what_cannot_be_read_or_tells_nothing_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not there"):
        worked_out(tmp_path / "nowhere.xlsx")
    short = tmp_path / "short.csv"
    short.write_text("Age,Sex\n40,F\n")
    with pytest.raises(CommandError, match="no table with the 17 columns"):
        worked_out(short)
    with pytest.raises(CommandError, match="one sex only"):
        worked_out(sheet(tmp_path / "men.csv", sex="M"))
    with pytest.raises(CommandError, match=r"row 2: “Q” is not known as a sex\. Write F or M"):
        worked_out(sheet(tmp_path / "unknown.csv", sex="Q"))
    stray = sheet(tmp_path / "stray.csv", letters="FH")
    stray.write_text(stray.read_text().replace("\n7,32,H,", "\n7,32,?,"))
    with pytest.raises(CommandError, match=r"row 9: “\?” is not known as a sex"):
        worked_out(stray)
    with pytest.raises(CommandError, match="row 2: “2001” lies after 2000, the year of the sheet"):
        worked_out(sheet(tmp_path / "late.csv", years=True), "--year", "2000")
    odd = sheet(tmp_path / "odd.csv")
    odd.write_text(odd.read_text().replace("1,Clerk", "nan,Clerk", 1))
    with pytest.raises(CommandError, match="“nan” is no number"):
        worked_out(odd)


@pytest.mark.parametrize("letters", ["WM", "FH", "DU"])
def test_letters_of_other_languages_mean_what_they_mean_together(tmp_path: Path, letters: str) -> None:
    assert worked_out(sheet(tmp_path / "logib.csv", letters=letters)) == worked_out(sheet(tmp_path / "fm.csv"))


@pytest.mark.real_data
def test_the_public_example_comes_out_exactly(real_data: Path) -> None:
    known = json.loads((real_data / "pay-equity" / "figures.json").read_text())["logib_example"]
    found = worked_out(real_data / "pay-equity" / "logib-example-m1.xlsx")
    assert round(float(str(found["effect_percent"])), 4) == known["effect_percent"]
    assert (found["women"], found["men"], found["left_out"]) == (known["women"], known["men"], 5)
