"""Keeps one PostgreSQL process running on a cluster, until stopped or until our own process is gone."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from storage.postgres import cluster as files
from storage.postgres.binaries import Binaries, RunAs

SOCKET_PREFIX = "zvonok-pg-"
LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432.lock")  # the kernel's limit on a socket's path
LOG_BYTES = 10 * 1024 * 1024
STOP_SECONDS = 60
LIFE_SECONDS = 1.0  # a server that lived shorter will probably do so again: the next try waits as long

SETTINGS = {
    "listen_addresses": "",  # no TCP: access to the socket's folder is access to the database
    "unix_socket_permissions": "0700",
    "max_connections": "50",
    "shared_buffers": "128MB",
    "jit": "off",  # compiling costs more than these short queries take
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # details of an error would quote people's data
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
}


class Supervisor:
    """PostgreSQL on one cluster. `start` and `stop` block; call them off the loop, each once."""

    def __init__(self, binaries: Binaries, run_as: RunAs, cluster: Path) -> None:
        self._cluster = cluster.resolve()
        self._log = cluster.with_name("postgres.log")
        self.socket_folder = _socket_folder(run_as)
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [str(binaries.postgres), "-D", str(self._cluster), "-k", str(self.socket_folder), *options]
        self._argv = run_as.argv(command, parent=os.getpid())
        self._wake = threading.Condition()
        self._stopping = False
        self._started = False
        self._process: subprocess.Popen[bytes] | None = None
        # The kernel ties the signal of a parent's death to the thread that forked: this thread forks, and
        # lives as long as its child.
        self._thread = threading.Thread(target=self._tend, name="postgres", daemon=True)

    def start(self) -> None:
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES:
            self._log.replace(self._log.with_name("postgres.log.1"))
        self._thread.start()

    def keep(self) -> None:
        """Restarts the server, from now on, if it dies."""
        self._started = True

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def last_words(self) -> str:
        if not self._log.exists():
            return ""
        return "\n".join(self._log.read_text(encoding="utf-8", errors="replace").splitlines()[-5:])

    def stop(self) -> None:
        with self._wake:
            self._stopping = True
            self._wake.notify()
        # Fast shutdown, then an immediate one (the next start recovers), then by force.
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            with self._wake:
                if self._process is not None:
                    self._process.send_signal(number)
            self._thread.join(seconds)
            if not self._thread.is_alive():
                break
        remove_socket_folder(self.socket_folder)

    def _tend(self) -> None:
        while True:
            begun = time.monotonic()
            with contextlib.suppress(Exception):  # the log has PostgreSQL's reason; a failed start ends below
                files.settle(self._cluster)
                with self._wake:
                    if self._stopping:
                        return
                    self._process = self._spawn()
                self._process.wait()
            with self._wake:
                self._process = None
                if self._stopping or not self._started:
                    return
                if time.monotonic() - begun < LIFE_SECONDS:
                    self._wake.wait(LIFE_SECONDS)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        for left_over in self.socket_folder.glob(".s.PGSQL.*"):
            left_over.unlink()
        with self._log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603
                self._argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=files.environment(),
                start_new_session=True,  # Ctrl-C is for us only: we stop the server after our writes
            )


def _socket_folder(run_as: RunAs) -> Path:
    """Makes a private folder, a fresh one for every start, so that no stale socket's lock is in the way."""
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX))
    if len(os.fsencode(folder)) > LONGEST_FOLDER:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir="/tmp"))
    if run_as.owner is not None:
        os.chown(folder, *run_as.owner)
    return folder


def remove_socket_folder(folder: Path) -> None:
    """Removes a socket folder, also one left by a killed supervisor; removes no other folder."""
    if folder.name.startswith(SOCKET_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
