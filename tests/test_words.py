"""Docstrings begin with a verb or a noun, and what has a better word keeps it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("channels", "storage", "realtime", "handlers")

# Of what is said next only a second reading tells who does it, or what it is.
NO_BEGINNING = frozenset(
    re.findall(
        r"\w+",
        """
    About After All Also Among And Any Anybody As At Because Before Beside Between Both But By Down During Each
    Either Else Every Everybody Everything For From He How If In Into It Its Neither No Nobody None Not Nothing
    Of Off On Once Only Or Out Over She Since So Some Somebody Such Than That Then There These They This Those
    Through To Under Until Up What Whatever When Where Whether Which While Who Whoever Whom Whose With Without
""",
    )
)
# name -> the word that is used (docs/GLOSSARY.md)
RETIRED = {
    "told": "facts",
    "asked": "inputs",
    "telling": "publishing",
    "sorting": "dispatching",
    "news": "content",
    "ears": "recipients",
    "Ear": "DeliveryProfile",
    "carrying": "delivery",
    "Parcel": "Delivery",
    "holding": "delivery_preview",
    "acting": "acknowledgements",
    "bouncing": "bounces",
    "forgetting": "retention",
    "standing": "backlog",
    "looking": "db_inspection",
    "trying": "probe",
    "ties": "relations_of",
    "Tie": "RelatedContact",
    "Bond": "Relationship",
    "Keeper": "CourseRights",
    "bonds": "relations_between",
    "together": "coalescing",
    "Together": "Coalescer",
    "combining": "group_commit",
    "Combiner": "Batcher",
    "outlet": "write_coalescer",
    "Outlet": "WriteCoalescer",
    "asking": "survey",
    "Asking": "Survey",
    "bystander": "observer",
    "Bystander": "Observer",
    "announcer": "updates",
    "Announcer": "PresenceUpdates",
    "between": "redis_config",
    "chores": "periodic",
    "Chore": "Job",
    "Doorway": "ProtocolSwitch",
    "Surroundings": "Connections",
    "Receiver": "ReorderBuffer",
    "Ears": "LinkListener",
    "Later": "ScheduledMessage",
    "Asked": "ListeningQuery",
    "Way": "AllowedChat, DeliveryState, RunAs",
}

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> Iterator[tuple[str, str]]:
    for layer in LAYERS:
        for file in sorted((ROOT / layer).rglob("*.py")):
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def wrong_beginnings(file: str, source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Documented) and (text := ast.get_docstring(node)):
            first = re.split(r"\W", text, maxsplit=1)[0]
            if first in NO_BEGINNING:
                found.append(f"{file}: {text.splitlines()[0]}")
    return found


def retired_names(file: str, source: str) -> list[str]:
    """A module or a class with a name for which there is a better one."""
    named = [Path(file).stem]
    named += [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    return [f"{file}: {name} is {RETIRED[name]}" for name in named if name in RETIRED]


def test_every_docstring_begins_with_a_verb_or_a_noun() -> None:
    assert [line for file, source in sources() for line in wrong_beginnings(file, source)] == []


def test_no_module_and_no_class_has_a_name_that_was_given_up() -> None:
    assert [line for file, source in sources() for line in retired_names(file, source)] == []


@pytest.mark.parametrize(
    "source",
    ['"""Of the children."""', 'def f():\n    """Whether it is so."""', 'class A:\n    """What is kept."""'],
)
def test_a_planted_beginning_is_named(source: str) -> None:
    assert len(wrong_beginnings("channels/planted.py", source)) == 1
    assert wrong_beginnings("channels/planted.py", 'def f():\n    """Returns what is kept."""') == []


def test_a_planted_name_is_named_with_the_better_one() -> None:
    assert retired_names("channels/talk/told.py", "class Ear:\n    pass") == [
        "channels/talk/told.py: told is facts",
        "channels/talk/told.py: Ear is DeliveryProfile",
    ]
