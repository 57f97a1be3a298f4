"""Erasing what is known of somebody, in one transaction: what a law or a figure needs stays, under a pseudonym."""

from __future__ import annotations

import secrets
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import BrowserSession, Employee, User
from ladders.core.approvals.kinds import APPROVAL_KINDS
from ladders.core.audit import record
from ladders.core.history_chain import vouch_again
from ladders.core.lists.models import ListFile
from ladders.core.models import Approval, AuditEntry
from ladders.core.person_keys import mark_of, throw_away
from ladders.exchange.models import PaidUpload, PeopleUpload, SalaryUpload
from ladders.reason_files.models import ReasonFile

from ..queries.mentions import Words, mentions, replace_everywhere
from ..queries.names import request_marks
from ..tables import TABLES, Fate

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_pseudonym() -> str:
    """What stands for somebody from now on; it says nothing of them."""
    return "".join(secrets.choice(LETTERS) for _each in range(8))


def erase(person: Employee, *, by: Any) -> tuple[str, dict[str, Any]]:
    """Erase; the pseudonym with the proof: `{"deleted": {table: rows}, "emptied": …, "replaced": …, "left": …}`.

    Everything happens in the caller's transaction; files and the cache go when it commits. What could not be reached (a name
    that somebody wrote into a version that was published, say) is counted under `left`.
    """
    with transaction.atomic():
        person = Employee.objects.select_for_update().get(pk=person.pk)
        user = User.objects.select_for_update().filter(employee=person).first()
        words = Words.of(person, user)
        code = new_pseudonym()
        name = _("Former employee %(code)s") % {"code": code}
        throw_away([mark_of(person), *([mark_of(user)] if user else []), *request_marks([person.pk])])
        proof: dict[str, dict[str, int]] = {"deleted": _deleted(person, user), "emptied": _emptied(person)}
        trail = _replace_in_trail(person, words, name)
        _rename(person, user, code, name)
        _forget_uploads(proof["deleted"])
        proof["replaced"] = replace_everywhere(words, name) | trail
        proof["left"] = mentions(words)
        record(by=by, verb="privacy.person.erased", subject=name, detail=_counts(proof))
        transaction.on_commit(lambda: _forget_files(words))
        transaction.on_commit(cache.clear)
        return name, proof


def _deleted(person: Employee, user: User | None) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for each in reversed(TABLES):  # what hangs on others stands behind them
        if each.fate is Fate.DELETED:
            counts[each.model] += _gone(each.rows(person))
    about = Approval.objects.filter(about=person.pk)
    roles = (
        Approval.objects.filter(kind__in=APPROVAL_KINDS, key__startswith=f"{user.pk}:")
        if user
        else Approval.objects.none()
    )
    counts["core.Approval"] += _gone(about) + _gone(roles.filter(kind="role"))
    # About others, and sealed whole: nobody can take one person's pay and recorded sex out of them.
    counts["reason_files.ReasonFile"] += _gone(ReasonFile.objects.filter(people__contains=[person.pk]))
    if user:
        counts["sessions"] += int(BrowserSession.objects.filter(user=user).delete()[0])
    return {name: count for name, count in counts.items() if count}


def _gone(rows: Any) -> int:
    """Delete with what hangs on the rows; how many of the rows themselves."""
    if rows.model._meta.model_name == "message":  # answers hold their questions
        return int(rows._raw_delete(rows.db))
    return int(rows.delete()[1].get(rows.model._meta.label, 0))


def _emptied(person: Employee) -> dict[str, int]:
    """Texts go, rows stay. Where there must be a text, a dash stands for it."""
    counts = {}
    for each in TABLES:
        if each.fate is Fate.EMPTIED:
            nothing_said = {column: "" if instead == "–" else instead for column, instead in each.empty.items()}
            counts[each.model] = each.rows(person).exclude(**nothing_said).update(**each.empty)
    return {name: count for name, count in counts.items() if count}


def _replace_in_trail(person: Employee, words: Words, name: str) -> dict[str, int]:
    """The pseudonym in entries that name them without being about them; those days are vouched for anew: table → days."""
    known = [each for each in (words.name, words.email, words.number) if each]
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_forget_words(%s, %s::text[], %s)", [person.pk, known, name])
        days = [day for (day,) in cursor.fetchall()]
    vouch_again(AuditEntry._meta.db_table, days)
    return {AuditEntry._meta.db_table: len(days)} if days else {}


def _rename(person: Employee, user: User | None, code: str, name: str) -> None:
    person.number, person.name, person.sort_name, person.job_title, person.location = f"X-{code}", name, "", "", ""
    person.save()
    if user is not None:
        user.name, user.sort_name, user.email, user.is_active = name, "", f"{code.lower()}@ladders.invalid", False
        user.set_unusable_password()
        user.last_login = None
        user.save()


def _forget_uploads(counts: dict[str, int]) -> None:
    """Files of people and of pay that still lie here may hold a line about them, in any format: all go."""
    for model in (ListFile, PaidUpload, PeopleUpload, SalaryUpload):
        gone = model.objects.all().delete()[0]
        if gone:
            counts[model._meta.label] = counts.get(model._meta.label, 0) + gone


def _forget_files(words: Words) -> None:
    """Mails that the embedded server has written as files."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", "") or "/nowhere")
    for path in folder.glob("*") if folder.is_dir() else []:
        if path.is_file() and words.in_text(path.read_text(errors="replace")):
            path.unlink(missing_ok=True)


def _counts(proof: dict[str, dict[str, int]]) -> dict[str, Any]:
    return {name: [None, sum(rows.values())] for name, rows in proof.items()}
