"""The browser client's rooms: imports go round in no circle, of files or of rooms, types included."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from tests.support.circles import circles

SOURCE = Path(__file__).parent.parent / "web" / "src"
_IMPORT = re.compile(r"(?:from|import\(|import)\s*'(\.[^']*)'")

Sources = Mapping[str, str]  # path -> text


def client() -> dict[str, str]:
    return {
        file.relative_to(SOURCE).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(SOURCE.rglob("*"))
        if file.suffix in (".ts", ".tsx")
    }


def imported(sources: Sources) -> dict[str, set[str]]:
    """File -> the files it imports, those that are loaded later included."""
    return {file: set(_targets(file, text, sources)) for file, text in sources.items()}


def _targets(file: str, text: str, sources: Sources) -> Iterable[str]:
    for name in _IMPORT.findall(text):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(file), name))
        found = [whole for whole in (f"{path}.ts", f"{path}.tsx", f"{path}/index.ts") if whole in sources]
        assert found or path.endswith(".css"), f"{file} imports {name}, which is not there"
        yield from found


def rooms(files: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Room -> the rooms it imports from. The shell, at the top, is one room."""
    found: dict[str, set[str]] = {}
    for file, targets in files.items():
        room = posixpath.dirname(file)
        found.setdefault(room, set()).update(posixpath.dirname(target) for target in targets)
    return {room: targets - {room} for room, targets in found.items()}


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles(imported(client())) == []


def test_no_rooms_import_each_other_in_a_circle() -> None:
    assert circles(rooms(imported(client()))) == []


def test_no_room_has_more_than_fifteen_files() -> None:
    sizes: dict[str, int] = {}
    for file in client():
        sizes[posixpath.dirname(file)] = sizes.get(posixpath.dirname(file), 0) + 1
    assert {room: size for room, size in sizes.items() if size > 15} == {}


@pytest.mark.parametrize("how", ["import { a } from", "import type { A } from", "const a = () => import("])
def test_a_planted_circle_is_named(how: str) -> None:
    planted = dict(client())
    planted["core/store.ts"] += f"\n{how} '../talk/data'" + (");" if how.endswith("(") else ";")
    [circle] = circles(imported(planted))
    assert {"core/store.ts", "talk/data.ts"} <= set(circle)
    assert any({"core", "talk"} <= set(ring) for ring in circles(rooms(imported(planted))))
