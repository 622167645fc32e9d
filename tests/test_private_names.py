"""Tests and benchmarks use what everybody may use: a name that begins with `_` is its owner's alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
OF_TUPLES = {"_replace", "_asdict", "_fields"}  # public: the underscore only keeps them apart from the fields


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name not in OF_TUPLES


def reached(file: str, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                continue
            case ast.Attribute(attr=name) if is_private(name):
                yield f"{file}:{node.lineno} {ast.unparse(node)}"
            case ast.ImportFrom(names=names):
                yield from (f"{file}:{node.lineno} {each.name}" for each in names if is_private(each.name))
            case ast.Call(func=ast.Attribute(attr="setattr"), args=[_, ast.Constant(value=str(name)), *_]):
                if is_private(name):
                    yield f"{file}:{node.lineno} {name}"


def test_no_test_reaches_into_a_private_name() -> None:
    files = [file for folder in ("tests", "bench") for file in sorted((ROOT / folder).rglob("*.py"))]
    assert len(files) > 200
    found = [
        line for file in files for line in reached(file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_planted_one_is_found() -> None:
    source = "from a import _b, c\nself._d\nrow._replace(e=1)\nhub._feeds.keys()\nmonkeypatch.setattr(a, '_f', 1)\n"
    assert sorted(reached("x.py", source)) == ["x.py:1 _b", "x.py:4 hub._feeds", "x.py:5 _f"]
