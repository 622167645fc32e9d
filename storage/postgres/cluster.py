"""Files of the embedded cluster: makes them, gives them to their owner, removes the traces of a dead server."""

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

from storage.postgres.binaries import Binaries, PostgresUnavailable, RunAs

SUPERUSER = "postgres"
ORPHAN_SECONDS = 60  # time an orphaned server may need for its last checkpoint


def environment() -> dict[str, str]:
    """Returns the server's environment, without the caller's PG* and LC_* settings."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8"}


def make(cluster: Path, binaries: Binaries, run_as: RunAs) -> None:
    """Creates the cluster unless it exists. An interrupted creation leaves nothing behind."""
    if (cluster / "PG_VERSION").exists():
        _check_version(cluster, binaries)
        _own(cluster, run_as)
        return
    unfinished = cluster.with_name(cluster.name + ".new")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    _own(unfinished, run_as)
    command = [str(binaries.initdb), f"--pgdata={unfinished}", f"--username={SUPERUSER}", "--auth=trust"]
    argv = run_as.argv(command + binaries.locale, parent=os.getpid())
    answer = subprocess.run(argv, capture_output=True, text=True, check=False, env=environment(), cwd="/")  # noqa: S603
    if answer.returncode != 0:
        raise PostgresUnavailable(f"initdb failed: {answer.stderr.strip() or answer.stdout.strip()}")
    unfinished.rename(cluster)


def _check_version(cluster: Path, binaries: Binaries) -> None:
    made_by = (cluster / "PG_VERSION").read_text().strip()
    if made_by != str(binaries.major):
        raise PostgresUnavailable(
            f"{cluster} was made by PostgreSQL {made_by}, found is PostgreSQL {binaries.major} in "
            f"{binaries.folder}. Install PostgreSQL {made_by}, or carry the data over with pg_dump."
        )


def _own(folder: Path, run_as: RunAs) -> None:
    if run_as.owner is None:
        return
    uid, gid = run_as.owner
    if uid:
        folder.parent.chmod(folder.parent.stat().st_mode | 0o011)  # others may pass through, but not list it
    if folder.stat().st_uid == uid:
        return
    for parent, folders, files in os.walk(folder):
        for name in folders + files:
            os.chown(os.path.join(parent, name), uid, gid, follow_symlinks=False)
    os.chown(folder, uid, gid)  # last: while this folder is not theirs, the walk is unfinished


def settle(cluster: Path) -> None:
    """Waits until a dead supervisor's server is gone, then removes its pid file.

    The pid in the file proves nothing: it may belong to a zombie that nobody reaps, or to another program by now, and
    PostgreSQL would refuse to start. A live server is recognized by its working directory. Call it only under the lock
    on the data folder.
    """
    if not Path("/proc/self/cwd").exists():
        return
    until = time.monotonic() + ORPHAN_SECONDS
    while pids := _servers_on(cluster):
        if time.monotonic() > until:
            raise PostgresUnavailable(f"A PostgreSQL (process {pids[0]}) still works on {cluster}. Stop it first.")
        time.sleep(0.02)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _servers_on(cluster: Path) -> list[int]:
    place = str(cluster.resolve())
    return [int(entry.name) for entry in os.scandir("/proc") if entry.name.isdigit() and _works_on(entry.path, place)]


def _works_on(process: str, place: str) -> bool:
    try:
        if Path(process, "comm").read_text().strip() != "postgres":
            return False
        return os.readlink(f"{process}/cwd") == place
    except PermissionError:
        # Root without SYS_PTRACE (in a container) may not see another user's folder, but may see its command line.
        with contextlib.suppress(OSError), open(f"{process}/cmdline", "rb") as command:
            return place.encode() in command.read().split(b"\0")
    except OSError:
        pass  # it has gone meanwhile, or is a zombie
    return False
