"""Documents point at what there is: `python -m tests.documents` names each link, file and name that is not there."""

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
HERE = ("*.md", "docs/*.md", "docs/*/*.md", "web/*.md", "bench/*.md")

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
DIFF = re.compile(r"^```diff\n(.*?)^```", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# `channels/store.py` and `channels/store.py: Desk.write`, as the documents say where something is
PLACE = re.compile(r"`((?:channels|storage|realtime|handlers|tests|bench|web|docs|deploy)/[\w./*-]+)(?:: ([\w.]+))?`")


def documents() -> Iterator[Path]:
    for pattern in HERE:
        yield from sorted(ROOT.glob(pattern))


def wrong(document: Path) -> list[str]:
    """`file: what it points at`, for each thing that is not there."""
    whole = document.read_text(encoding="utf-8")
    text = FENCE.sub("", whole)
    named = document.relative_to(ROOT)
    links = [f"{named}: {target}" for target in LINK.findall(text) if not _is_there(document, target)]
    places = [f"{named}: {path}: {name}" for path, name in PLACE.findall(text) if not _is_said(path, name)]
    return [*links, *places, *(f"{named}: {line}" for line in _stale(whole))]


def _is_there(document: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):  # another host's
        return True
    path, _, anchor = target.partition("#")
    found = document.parent / path if path else document
    return found.exists() and (not anchor or anchor in _anchors(found))


def _stale(text: str) -> Iterator[str]:
    """Lines that a diff leaves or takes away, and that its file has no longer."""
    for shown in DIFF.findall(text):
        held: frozenset[str] = frozenset()
        lines = shown.splitlines()
        for n, line in enumerate(lines):
            if line.startswith("+++ "):
                file = ROOT / line[4:]
                held = frozenset(file.read_text(encoding="utf-8").splitlines()) if file.exists() else frozenset()
            elif line[:1] in (" ", "-") and line[1:].strip() and line[1:] not in held and not _is_made(lines, n, held):
                yield line


def _is_made(lines: Sequence[str], n: int, held: frozenset[str]) -> bool:
    """True if somebody follows the document and has made the change that takes this line away."""
    after = next((line for line in lines[n:] if not line.startswith("-")), "")
    return lines[n].startswith("-") and after.startswith("+") and after[1:] in held


@cache
def _anchors(document: Path) -> frozenset[str]:
    """The headings of a document, as GitHub makes anchors of them."""
    heads = re.findall(r"^#+ (.+)$", FENCE.sub("", document.read_text(encoding="utf-8")), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads)


def _is_said(path: str, name: str) -> bool:
    files = [file for file in ROOT.glob(path.rstrip("/")) if "node_modules" not in file.parts]
    if not name:
        return bool(files) or "NNNN" in path or "node_modules" in path
    return any(name in _names(file) for file in files)


@cache
def _names(file: Path) -> frozenset[str]:
    """What a file defines: functions, classes, their methods with and without the class, names of the module."""
    if file.suffix != ".py":
        return frozenset(re.findall(r"\w+", file.read_text(encoding="utf-8")))
    found = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            methods = [one.name for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            found |= {*methods, *(f"{node.name}.{one}" for one in methods)}
    return frozenset(found)


def main() -> int:
    found = [line for document in documents() for line in wrong(document)]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
