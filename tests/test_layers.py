"""Imports point one way: towards the meaning. A wrong one is named with its file and line."""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.support.circles import circles

ROOT = Path(__file__).parent.parent
LAYERS = ("channels", "storage", "realtime", "handlers")

# who may import which of the other layers
MAY_IMPORT = {
    "channels": set[str](),
    "storage": {"channels"},
    "realtime": {"channels"},
    "handlers": {"channels", "storage", "realtime"},
}
# realtime knows nothing about schools: it runs open, generic channels as well
REALTIME_TAKES = {"channels.publication", "channels.ports", "channels.errors", "channels.notices.delivery"}

# library -> the only places that may import it
ONLY_IN = {
    "asyncpg": ("storage/", "handlers/app.py", "handlers/commands/", "handlers/roster/", "handlers/demo/"),
    "aiohttp": ("handlers/", "realtime/transports/", "realtime/carriers/", "realtime/engine.py"),
    "websockets": ("realtime/",),
    "redis": ("realtime/redis/",),
    "PIL": ("storage/files/images.py",),
    "filetype": ("storage/files/inspection.py",),
    "aiosmtplib": ("realtime/carriers/",),
    "pywebpush": ("realtime/carriers/",),
    "openpyxl": ("handlers/tables/",),
    "fpdf": ("handlers/slips/",),
    "segno": ("handlers/slips/",),
}


@cache
def parsed(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def imports(source: str) -> Sequence[tuple[int, str]]:
    """Line and name of every import; of files that several tests read once."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Import):
            found += ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole way"
            found.append((node.lineno, node.module or ""))
            found += ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
    return found


def wrong_imports(file: str, source: str) -> list[str]:
    """`file:line: what` for every import that points the wrong way."""
    layer = file.partition("/")[0]
    found = []
    for line, module in imports(source):
        top = module.partition(".")[0]
        if top in LAYERS and top != layer and top not in MAY_IMPORT[layer]:
            found.append(f"{file}:{line}: {layer} imports {module}")
        if layer == "realtime" and top == "channels" and not _is_taken(module):
            found.append(f"{file}:{line}: realtime imports {module}, which is about schools")
        if layer == "channels" and not _is_plain(top):
            found.append(f"{file}:{line}: channels imports {module}, which is neither standard nor pydantic")
        if top in ONLY_IN and not file.startswith(ONLY_IN[top]):
            found.append(f"{file}:{line}: {top} belongs into {' or '.join(ONLY_IN[top])}")
    return found


def _is_taken(module: str) -> bool:
    return any(module == taken or module.startswith(f"{taken}.") for taken in REALTIME_TAKES)


def _is_plain(top: str) -> bool:
    return top in sys.stdlib_module_names or top in ("pydantic", "channels")


def sources() -> Iterator[Path]:
    for layer in LAYERS:
        yield from sorted((ROOT / layer).rglob("*.py"))


def test_every_import_points_the_right_way() -> None:
    wrong = [
        line
        for file in sources()
        for line in wrong_imports(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("file", "source", "told"),
    [
        ("channels/policy.py", "\nimport storage.people", "channels/policy.py:2: channels imports storage.people"),
        (
            "storage/people.py",
            "from realtime.delivery.hub import Hub",
            "storage/people.py:1: storage imports realtime.delivery.hub",
        ),
        (
            "realtime/delivery/hub.py",
            "def f():\n    from channels.policy import may_read",
            "realtime/delivery/hub.py:2: realtime imports channels.policy, which is about schools",
        ),
        (
            "channels/marks.py",
            "import asyncpg",
            "channels/marks.py:1: channels imports asyncpg, which is neither standard nor pydantic",
        ),
        ("storage/people.py", "import aiohttp.web", "storage/people.py:1: aiohttp belongs into handlers/"),
    ],
)
def test_a_planted_wrong_import_is_named_with_file_and_line(file: str, source: str, told: str) -> None:
    assert any(line.startswith(told) for line in wrong_imports(file, source))


def module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(files: Mapping[str, str]) -> dict[str, set[str]]:
    """Module -> modules of ours that it imports, for types as well. `files`: path -> source."""
    known = {module(file) for file in files}
    return {
        module(file): {name for _, name in imports(source) if name in known} - {module(file)}
        for file, source in files.items()
    }


def ours() -> dict[str, str]:
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in sources()}


def rooms(modules: Mapping[str, set[str]], layer: str) -> dict[str, set[str]]:
    """The rooms of a layer and which import from which. What puts them together, and what all of them stand on, lies
    beside the rooms and is none."""
    found: dict[str, set[str]] = {}
    for name, targets in modules.items():
        if name.startswith(f"{layer}.") and name.count(".") > 1:
            own = name.split(".")[1]
            others = {target.split(".")[1] for target in targets if target.startswith(f"{layer}.")}
            others &= {other.split(".")[1] for other in modules if other.count(".") > 1}
            found.setdefault(own, set()).update(others - {own})
    return found


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(imported(ours())) == []


def test_no_rooms_of_realtime_import_each_other_in_a_circle() -> None:
    assert circles(rooms(imported(ours()), "realtime")) == []


@pytest.mark.parametrize("source", ["from realtime.engine import Engine", "import realtime.engine"])
def test_a_planted_circle_is_named_though_it_is_only_for_types(source: str) -> None:
    files = ours()
    files["realtime/delivery/hub.py"] += f"\nif TYPE_CHECKING:\n    {source}\n"
    [circle] = circles(imported(files))
    assert {"realtime.engine", "realtime.delivery.hub"} <= set(circle)
    files["realtime/delivery/hub.py"] = "from realtime.subscribing.rights import Rights"
    [ring] = circles(rooms(imported(files), "realtime"))
    assert {"delivery", "subscribing"} <= set(ring)


def test_nothing_grows_out_of_sight() -> None:
    """Past these sizes a file or a function has become two."""
    long = []
    for file in sources():
        source = file.read_text(encoding="utf-8")
        if (lines := source.count("\n")) > 450:
            long.append(f"{file.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(parsed(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno
                if size > 70:
                    long.append(f"{file.relative_to(ROOT)}:{node.lineno}: {node.name} has {size} lines")
    assert long == []
