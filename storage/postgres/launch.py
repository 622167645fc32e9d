"""Becomes another program, as a child that cannot outlive its parent and never runs as root.

Runs as a script and imports nothing of the project: `python -I -S launch.py WAY PARENT COMMAND…`

WAY is `same` (keep the present user), `namespace:UID:GID` (be that user inside a new user namespace: files of the outer
user stay ours, whatever their modes) or `drop:UID:GID` (really become that user). PARENT is the process id that we must
not outlive, 0 for none. Exits with status 77 if a namespace is refused, 126 if the command may not be executed.
"""

import ctypes
import os
import signal
import sys

REFUSED = 77
NOT_EXECUTABLE = 126
CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1


def enter_namespace(uid: int, gid: int) -> None:
    # os.unshare came with Python 3.12.
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER) != 0:
        sys.exit(REFUSED)
    try:
        for name, text in (
            ("setgroups", "deny"),  # the kernel requires this before an unprivileged gid_map
            ("uid_map", f"{uid} {outer_uid} 1"),
            ("gid_map", f"{gid} {outer_gid} 1"),
        ):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    except OSError:
        sys.exit(REFUSED)


def drop(uid: int, gid: int) -> None:
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def die_with(parent: int) -> None:
    # Linux only; elsewhere a left-over server is found by its pid file. Must come after every change of
    # credentials, as that clears the setting.
    if sys.platform != "linux" or not parent:
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(0)  # the parent died before we had set this


def main(run_as: str, parent: str, *command: str) -> None:
    kind, *ids = run_as.split(":")
    if kind == "namespace":
        enter_namespace(int(ids[0]), int(ids[1]))
    elif kind == "drop":
        drop(int(ids[0]), int(ids[1]))
    die_with(int(parent))
    try:
        os.execv(command[0], command)  # noqa: S606
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        sys.exit(NOT_EXECUTABLE)


if __name__ == "__main__":
    main(*sys.argv[1:])
