"""Lists as workbooks, as people get them: asked for, made, fetched."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from ladders.core import jobs
from ladders.core.lists.models import ListFile
from ladders.core.models import Job


def asked(client: Client, name: str, query: str = "", *, every: bool = True) -> Any:
    """The answer to asking for the list."""
    sent = {"query": query, "columns": "every" if every else "seen"}
    return client.post(reverse("list-file-new", args=[name]), sent)


def fetched(client: Client, name: str, query: str = "", *, every: bool = True) -> Any:
    """The answer that brings the file; that to asking for it where it is refused."""
    answer = asked(client, name, query, every=every)
    if answer.status_code != 302 or "/jobs/" not in answer["Location"]:
        return answer
    work = Job.objects.get(pk=urlsplit(answer["Location"]).path.strip("/").split("/")[-1])
    jobs.run(work.pk)
    return client.get(reverse("list-file", args=[ListFile.objects.get(job=work).pk]))


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    """The rows of the file, the headings first."""
    return list(load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True))
