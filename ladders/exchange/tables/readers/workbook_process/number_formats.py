"""Numbers that a workbook shows with leading zeros: the cell holds 17 with the format 00000, and the person sees 00017.

The library that reads workbooks hands out values, not what is shown. Only formats of zeros are looked for, so workbooks
without one (nearly all) cost a look at the list of their formats.
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(0)|([#?])|(.)', re.DOTALL)
_LITERAL: Final = frozenset("-+ /():")

Shape = tuple[str, ...]  # "0" for a digit, anything else as it is shown


def shape_of(code: str) -> Shape | None:
    """What a number format shows, where it is one of at least two zeros and nothing but literals beside; else None."""
    shape: list[str] = []
    for quoted, escaped, zero, optional, other in _TOKEN.findall(code.partition(";")[0]):
        if zero:
            shape.append("0")
        elif optional:
            if "0" in shape:
                return None
        elif quoted or escaped:
            # A letter or two belong to a number (P0452). Words, currencies and signs make it an amount or a share, and
            # those are read as the numbers they are.
            beside = [sign for sign in quoted or escaped if sign not in _LITERAL]
            if len(beside) > 2 or not all(map(str.isalpha, beside)):
                return None
            shape.extend("\0" + sign for sign in quoted or escaped)
        elif other:
            if other not in _LITERAL:
                return None
            shape.append("\0" + other)
    return tuple(shape) if shape.count("0") >= 2 else None


def shown(whole: int, shape: Shape) -> str:
    """A whole number as the format shows it: digits fill its zeros from the right; those that are more stand in front."""
    digits, out = list(str(whole)), []
    left = shape.count("0")
    for sign in reversed(shape):
        if sign == "0":
            left -= 1
            out.append(digits.pop() if digits else "0")
            if not left and digits:
                out.extend(reversed(digits))
                digits = []
        else:
            out.append(sign[1:])
    return "".join(reversed(out))
