"""The version that is in force, with its framework and owner."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from accounts.models import Employee, User
from ladders.core.statements import rows_of

from ..models import Framework, Version


@dataclass(frozen=True, slots=True)
class FoundVersion:
    """A version with framework and owner joined, and the number of the one in force."""

    version: Version
    current: int | None


_VERSION = ("id", "framework_id", "number", "state", "summary", "statement", "note", "plan_id", "published_at")
_FRAMEWORK = ("id", "slug", "name", "owner_id", "owner_account_id", "owner_title")
_OWNER = ("id", "name")
_ACCOUNT = ("id", "email", "name")  # in the order of the model, as `from_db` reads them
# In SQL, because it stands before every page that people read: putting the statement together anew would take longer
# than everything else that a kept page needs.
_SQL = f"""
SELECT {", ".join(f"v.{name}" for name in _VERSION)},
       {", ".join(f"f.{name}" for name in _FRAMEWORK)},
       {", ".join(f"o.{name}" for name in _OWNER)},
       {", ".join(f"a.{name}" for name in _ACCOUNT)}
FROM frameworks_version AS v
JOIN frameworks_framework AS f ON f.id = v.framework_id
LEFT JOIN accounts_employee AS o ON o.id = f.owner_id
LEFT JOIN accounts_user AS a ON a.id = f.owner_account_id
WHERE f.slug = %s AND v.state = 'published'
"""


def find_published(slug: str) -> FoundVersion | None:
    """The published version of the framework, which everybody may read; None where there is none: 1 query."""
    rows = rows_of(_SQL, [slug])
    if not rows:
        return None
    values = iter(rows[0])
    version = Version.from_db("default", _VERSION, list(islice(values, len(_VERSION))))
    framework = Framework.from_db("default", _FRAMEWORK, list(islice(values, len(_FRAMEWORK))))
    owner = Employee.from_db("default", _OWNER, list(islice(values, len(_OWNER))))
    framework.owner = owner if owner.pk else None
    account = User.from_db("default", _ACCOUNT, list(islice(values, len(_ACCOUNT))))
    framework.owner_account = account if account.pk else None
    version.framework = framework
    return FoundVersion(version, version.number)
