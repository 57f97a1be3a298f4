"""The demo's import of people: taken in just now, so that whoever tries the product can take it back."""

from __future__ import annotations

from accounts.models import Employee, User
from accounts.roles import Role
from ladders.core import jobs
from ladders.exchange.people.jobs import JOBS

FILE = "job-titles-people-and-culture.csv"
DEPARTMENT = "People and culture"
TITLES = ("HR generalist", "Compensation partner", "HR systems specialist", "HR analyst")


def load_import() -> None:
    """Job titles of a department, by a file with two columns, read and written as any other."""
    hr = User.objects.filter(grants__role=Role.HR_ADMIN).earliest("pk")
    people = Employee.objects.filter(department=DEPARTMENT, left_on=None).exclude(user=hr).order_by("number")
    numbers = people.values_list("number", flat=True)[: len(TITLES)]
    lines = [f"{number},{title}" for number, title in zip(numbers, TITLES, strict=False)]
    content = "\n".join(["Employee number,Job title", *lines, ""]).encode()
    upload = JOBS.take_in(name=FILE, content=content, by=hr)
    for write in (False, True):
        if write:
            JOBS.have_written(upload=upload, by=hr)
            upload.refresh_from_db(fields=["job"])
        assert upload.job_id is not None
        jobs.run(upload.job_id)
