"""Imports in the browser: bring, look, make the draft; nobody sees what others brought."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from ladders.core import jobs
from ladders.core.models import Job
from ladders.exchange.models import Upload
from ladders.exchange.work import take_in
from ladders.frameworks.models import Framework, Level
from ladders.impact.models import FactorPlan
from tests.conftest import signed_in

from .test_applying import LONG, matrix

pytestmark = pytest.mark.django_db


def work() -> None:
    """Do the background work that waits, as a worker would."""
    for job in Job.objects.unfinished():
        jobs.run(job.pk)


def bring(client: Client, name: str, content: bytes, framework: str = "Research") -> Any:
    return client.post("/import/", {"name": framework, "sources": SimpleUploadedFile(name, content)})


def test_a_file_is_read_looked_at_and_made_a_draft(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())["Location"]
    assert 'hx-trigger="every 1s"' in hr_client.get(address).content.decode()
    work()
    page = hr_client.get(address).content.decode()
    assert "hx-trigger" not in page
    assert "Nothing is written yet." in page
    assert not Framework.objects.exists()
    assert hr_client.post(f"{address}apply/", {"name": "Research"})["Location"] == address
    work()
    page = hr_client.get(address).content.decode()
    assert '<a href="/frameworks/research/draft/">Research</a>' in page
    assert Level.objects.filter(version__framework__slug="research").count() == 4
    assert Upload.objects.get().files.count() == 0


def test_a_broken_file_is_refused_with_a_sentence(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "matrix.xlsx", matrix()[:700])["Location"]
    work()
    page = hr_client.get(address).content.decode()
    assert "Nothing was written." in page
    assert "matrix.xlsx" in page
    hr_client.post(f"{address}apply/", {"name": "Research"})
    work()
    assert not Framework.objects.exists()


def test_a_taken_name_can_be_mended_without_bringing_the_file_again(hr_client: Client, plan: FactorPlan) -> None:
    for _ in range(2):
        address = bring(hr_client, "long.csv", LONG.encode())["Location"]
        work()
        hr_client.post(f"{address}apply/", {"name": "Research"})
        work()
    page = hr_client.get(address).content.decode()
    assert "A framework called “Research” exists already." in page
    hr_client.post(f"{address}apply/", {"name": "Research II"})
    work()
    assert set(Framework.objects.values_list("name", flat=True)) == {"Research", "Research II"}


def test_two_clicks_and_a_repeated_job_make_one_draft(hr_client: Client, hr: User, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())["Location"]
    work()
    for _ in range(2):
        hr_client.post(f"{address}apply/", {"name": "Research"})
    work()
    upload = Upload.objects.select_related("job").get()
    assert upload.job is not None
    # A message that arrives twice finds the work done.
    Job.objects.filter(pk=upload.job.pk).update(state="waiting", finished_at=None)
    work()
    assert Framework.objects.count() == 1
    assert Job.objects.get(pk=upload.job.pk).state == "done"


def test_nothing_chosen_is_said_at_the_field(hr_client: Client) -> None:
    answer = hr_client.post("/import/", {"name": ""})
    assert answer.status_code == 422
    assert answer.content.decode().count("This field is required.") == 2
    assert not Upload.objects.exists()


def test_nobody_sees_what_somebody_else_brought(hr: User, editor: User, employee: User, plan: FactorPlan) -> None:
    upload = take_in(name="Research", files=[("long.csv", LONG.encode())], by=hr)
    work()
    for path, method in (("", "get"), ("apply/", "post"), ("discard/", "post")):
        address = f"/import/{upload.pk}/{path}"
        assert getattr(signed_in(editor), method)(address, {"name": "X"}).status_code == 404
        assert getattr(signed_in(employee), method)(address, {"name": "X"}).status_code == 403
        assert getattr(Client(), method)(address, {"name": "X"}).status_code == 302
    assert Upload.objects.get().state == "ready"
    assert not Framework.objects.exists()


def test_an_upload_can_be_thrown_away(hr_client: Client, plan: FactorPlan) -> None:
    address = bring(hr_client, "long.csv", LONG.encode())["Location"]
    hr_client.post(f"{address}discard/")
    work()
    assert not Upload.objects.exists()
    assert hr_client.get(address).status_code == 404
