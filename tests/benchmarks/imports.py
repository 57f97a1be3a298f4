"""Imports: the whole file of a government against the same rows read by `csv` and written with `COPY`; a large dry run.

Each measurement has a process of its own, so that its peak of memory is its own: `python -m tests.benchmarks.imports
import|bare|dry PATH` prints it as JSON.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from .table import Line

TIMES = 3
MOST_RATIO, MOST_MEMORY = 25, 300
ROWS, MOST_DRY = 20_000, 400


def measure(folder: Path, database: str) -> list[Line]:
    """All lines about imports. The real file is read where REAL_DATA_DIR names the folder with real inputs."""
    dry = _measured("dry", _large(folder), database)
    lines = [
        Line(
            f"dry run of {ROWS:,} rows, as the page does it: peak of memory",
            f"{dry['peak']:.0f} MiB",
            f"< {MOST_DRY} MiB",
            "",
            dry["peak"] < MOST_DRY,
        ),
        Line(f"  {dry['seconds']:.1f} s; {dry['told']} signs of progress", ""),
    ]
    real = os.environ.get("REAL_DATA_DIR")
    if not real:
        return [*lines, Line("import of a real file: REAL_DATA_DIR is not set", "")]
    path = Path(real) / "uk-gdad" / "roles.csv"
    taken, bare = _measured("import", path, database), _measured("bare", path, database)
    ratio = taken["seconds"] / bare["seconds"]
    phases = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in taken["phases"].items())
    return [
        *lines,
        Line("import of uk-gdad against csv and COPY", f"{ratio:.1f} ×", f"≤ {MOST_RATIO} ×", "", ratio <= MOST_RATIO),
        Line(f"  {taken['seconds']:.2f} s against {bare['seconds']:.3f} s; {phases}", ""),
        Line(
            "its peak of memory",
            f"{taken['peak']:.0f} MiB",
            f"≤ {MOST_MEMORY} MiB",
            "",
            taken["peak"] <= MOST_MEMORY,
        ),
        Line(f"  {bare['peak']:.0f} MiB for csv and COPY; most of both is Django itself", ""),
        Line("the same file again, with nothing to change", f"{taken['again']:.2f} s"),
    ]


def _measured(what: str, path: Path, database: str) -> Any:
    environment = {**os.environ, "BENCH_DATABASE": database, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings"}
    command = [sys.executable, "-m", "tests.benchmarks.imports", what, str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=600)
    return json.loads(done.stdout.splitlines()[-1])


def _large(folder: Path) -> Path:
    """A table of 20,000 expectations: 5 tracks of 10 levels, 400 competencies."""
    path = folder / "large.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Track", "Code", "Level", "Group", "Competency", "Proficiency", "Descriptor"])
        for number in range(ROWS):
            track, rest = divmod(number, ROWS // 5)
            level, item = divmod(rest, 400)
            text = f"Expectation {number}: " + "does what is needed, and a little more. " * 5
            code = f"{'ABCDE'[track]}{level + 1}"
            row = [
                f"Track {track}",
                code,
                f"Level {level + 1}",
                f"Group {item // 20}",
                f"Ability {item}",
                level // 2 + 1,
                text,
            ]
            writer.writerow(row)
    return path


# --- Inside a process of its own --------------------------------------------------------------------------------------


def _run(what: str, path: Path) -> dict[str, Any]:
    import django

    django.setup()
    return {"import": _import, "bare": _bare, "dry": _dry}[what](path)


def _peak() -> float:
    """The peak of memory in MiB. What `getrusage` tells begins with that of the process that started this one."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _import(path: Path) -> dict[str, Any]:
    from ladders.exchange.frameworks_in.apply import apply
    from ladders.exchange.frameworks_in.pipeline import read
    from ladders.frameworks.models import Framework

    runs = []
    for _ in range(TIMES):
        Framework.objects.exclude(slug="engineering").delete()
        start = time.perf_counter()
        result = read([(path.name, path.read_bytes())])
        between = time.perf_counter()
        apply(result=result, name="Imported", by=None)
        runs.append((between - start, time.perf_counter() - between))
    start = time.perf_counter()
    apply(result=read([(path.name, path.read_bytes())]), name="Imported", by=None)
    again = time.perf_counter() - start
    reading, writing = (median(values) for values in zip(*runs, strict=True))
    Framework.objects.exclude(slug="engineering").delete()
    return {
        "seconds": reading + writing,
        "phases": {"reading and understanding": reading, "comparing and writing": writing},
        "again": again,
        "peak": _peak(),
    }


def _bare(path: Path) -> dict[str, Any]:
    from ladders.core.owner import as_owner

    with as_owner():
        return {"seconds": median(_bare_runs(path)), "peak": _peak()}


def _bare_runs(path: Path) -> list[float]:
    from django.db import connection, transaction

    runs = []
    for _ in range(TIMES * 2):
        start = time.perf_counter()
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        columns = ", ".join(f"c{number} text" for number in range(len(rows[0])))
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_rows")
            cursor.execute(f"CREATE TABLE bench_rows ({columns})")
            with cursor.copy("COPY bench_rows FROM STDIN WITH (FORMAT csv)") as copy:
                copy.write(out.getvalue())
        runs.append(time.perf_counter() - start)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_rows")
    return runs


def _dry(path: Path) -> dict[str, Any]:
    from accounts.models import User
    from ladders.core import jobs
    from ladders.exchange.frameworks_in.jobs import take_in
    from ladders.exchange.models import Upload

    told: set[str] = set()
    before = jobs.Progress.tell

    def tell(self: jobs.Progress, done: int, total: int | None = None, note: str = "", **more: Any) -> None:
        told.add(note)
        before(self, done, total, note, **more)

    jobs.Progress.tell = tell  # type: ignore[method-assign]
    user = User.objects.earliest("pk")
    start = time.perf_counter()
    upload = take_in(files=[(path.name, path.read_bytes())], by=user)
    assert upload.job is not None
    jobs.run(upload.job.pk)
    seconds = time.perf_counter() - start
    upload = Upload.objects.get(pk=upload.pk)
    assert upload.state == "ready", upload.report
    upload.delete()
    return {"seconds": seconds, "peak": _peak(), "told": len(told - {""})}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_run(sys.argv[1], Path(sys.argv[2]))) + "\n")
