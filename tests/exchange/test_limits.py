"""What is too much for us is said in a sentence, on the page, and nothing of it is kept."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from ladders.exchange.models import Upload, UploadedFile
from ladders.exchange.tables import limits
from ladders.exchange.uploads import middleware
from ladders.frameworks.models import Framework
from ladders.impact.models import FactorPlan

from .test_apply import LONG
from .test_views import bring, page

pytestmark = pytest.mark.django_db


class Body(io.RawIOBase):
    """A body of so many bytes that needs no memory, and tells how many were read."""

    def __init__(self, size: int) -> None:
        self.left, self.taken = size, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        count = self.left if size < 0 else min(size, self.left)
        self.left -= count
        self.taken += count
        return b"x" * count


def send(client: Client, size: int, path: str = "/import/") -> tuple[int, str, int]:
    """Status, page, and bytes read of a request with a body of that size."""
    body = Body(size)
    answer = client.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(size),
        **{"wsgi.input": body},  # type: ignore[arg-type]
    )
    return answer.status_code, answer.content.decode(), body.taken


def test_300_megabytes_are_refused_with_a_sentence(hr_client: Client) -> None:
    status, shown, taken = send(hr_client, 300 * 1024 * 1024)
    assert (status, taken) == (413, 300 * 1024 * 1024)
    assert "The files have 300 MB; at most 100 MB are taken at once." in " ".join(shown.split())
    assert not Upload.objects.exists()


def test_what_is_far_too_large_is_not_even_read(hr_client: Client, client: Client) -> None:
    assert send(hr_client, middleware.DRAINED + 1)[::2] == (413, 0)
    assert send(client, middleware.DRAINED + 1)[::2] == (413, 0)  # whoever sends it


def test_a_file_between_the_limits_is_named_at_the_field(hr_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladders.exchange.frameworks_in.web.forms.MAX_BYTES", 2**20)
    answer = hr_client.post("/import/", {"sources": SimpleUploadedFile("big.csv", b"x" * (2**20 + 1))})
    assert answer.status_code == 422
    assert "big.csv is larger than 1 MB." in answer.content.decode()
    assert not UploadedFile.objects.exists()


def workbook(rows: int) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Levels")
    for number in range(rows):
        sheet.append(["Level", number])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook whose sheet is 300 MB of blanks, zipped."""
    out = io.BytesIO(workbook(3))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (limits.MAX_UNZIPPED_BYTES + 1))
    return out.getvalue()


def aliases() -> bytes:
    """A few lines of YAML that stand for billions of values."""
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{chr(n)}: &{chr(n)} [{','.join([f'*{chr(n - 1)}'] * 9)}]" for n in range(98, 110)]
    return "\n".join(lines).encode()


ALIASES = aliases()
PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("truncated.xlsx", workbook(50)[:2_000]),
        ("password.xlsx", PASSWORD),
        ("bomb.xlsx", bomb()),
        ("million.csv", b"Level,Skill,Text\n" + b"a,b,c\n" * 1_000_000),
        ("aliases.yaml", ALIASES),
        ("noise.xlsx", bytes(range(256)) * 40),
        ("noise.csv", bytes(range(256)) * 40),
        ("wrong.pdf", b"%PDF-1.7 something"),
        ("blank.csv", b"\n\n"),
        ("list.csv", b"Name,Email,Salary\nAda,ada@example.org,1\nBob,bob@example.org,2\n"),
    ],
)  # fmt: skip
def test_bad_input_reaches_the_page_as_a_sentence(
    name: str, content: bytes, hr_client: Client, plan: FactorPlan
) -> None:
    address = bring(hr_client, name, content)
    shown = page(hr_client, address)
    upload = Upload.objects.get()
    assert upload.state == "refused"
    assert name in shown
    assert "Nothing was written." in shown
    assert upload.report["problems"][0]["message"].endswith((".", "?"))
    assert len(shown) < 60_000
    hr_client.post(f"{address}apply/")
    assert not Framework.objects.exists()


def test_text_of_any_usual_encoding_is_read(hr_client: Client, plan: FactorPlan) -> None:
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        address = bring(hr_client, "a.csv", LONG.replace("Senior", "Señor").encode(encoding))
        assert "Señor" in page(hr_client, address)
