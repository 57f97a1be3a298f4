"""From bytes to text: UTF-8, UTF-16 with and without byte order mark, Windows-1252."""

from __future__ import annotations

import codecs

from ladders.core.sentences import gettext as _

from ..errors import ExchangeError
from ..sheets import Place, Problem, warning

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CURE = _("Save the file again as “CSV UTF-8” or as UTF-8 text.")


def decode(name: str, data: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, without byte order mark, and what was odd about it. Raises ExchangeError for noise."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(name, data, encoding)
    guess = _wide(data)
    if guess:
        return _strictly(name, data, guess)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(name, data, error)
    return _checked(name, text), []


def _strictly(name: str, data: bytes, encoding: str) -> tuple[str, list[Problem]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        place = Place(name, row=before.count("\n") + 1)
        raise ExchangeError(
            _("%(name)s is not valid %(encoding)s text: line %(row)s is damaged. %(cure)s")
            % {"name": name, "encoding": encoding.upper(), "row": place.row, "cure": CURE},
            place,
        ) from None
    return _checked(name, text.removeprefix("\ufeff")), []


def _wide(data: bytes) -> str:
    """UTF-16 without a mark shows in every second byte being zero, as far as the text is Latin."""
    sample = data[:2000]
    if len(data) < 4 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.6 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _not_utf8(name: str, data: bytes, error: UnicodeDecodeError) -> tuple[str, list[Problem]]:
    """Either damaged UTF-8 (many good multi-byte characters beside the bad byte) or Windows' own encoding."""
    lenient = data.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    good = sum(sign > "\x7f" and sign != "\ufffd" for sign in lenient)
    if good > bad:
        line = data.count(b"\n", 0, error.start) + 1
        note = warning(
            Place(name, row=line),
            _("%(name)s has a damaged character in line %(line)s; it is shown as “�”. %(cure)s")
            % {"name": name, "line": line, "cure": CURE},
        )
        return _checked(name, lenient), [note]
    text = data.decode("cp1252", "replace")
    if text.count("\ufffd") > 0.02 * len(text) + 3:
        raise _noise(name)
    return _checked(name, text), []


def _checked(name: str, text: str) -> str:
    """The text, if it is one: control characters are rare in text and common in noise."""
    controls = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32)) if code != 27)
    if controls > 0.002 * len(text) + 2:
        raise _noise(name)
    return text


def _noise(name: str) -> ExchangeError:
    return ExchangeError(
        _(
            "%(name)s holds no readable text. Choose the file that was exported, or save it again as UTF-8 "
            "text or .xlsx."
        )
        % {"name": name},
        Place(name),
    )
