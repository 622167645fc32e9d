"""While files are read, it is said how many rows that were so far."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from channels.people_files.model import FileStage
from channels.roster.gather import gather
from channels.roster.model import Problems
from handlers.people_files.apart import Progress
from handlers.roster.importing import Stage
from handlers.roster.plain import Answers
from handlers.roster.read import open_set
from storage.people_files import RunningFile
from tests.handlers.roster.test_sds import VERSION_ONE, written
from tests.support.rosters import small, write
from tests.support.tables import workbook

PUPILS = [["ФИО", "Класс"], ["Соколова Анна", "5А"], ["Дьяконов Пётр", "5А"], ["Рябов Миша", "5Б"]]


def one_roster(folder: Path) -> tuple[Path, int]:
    return write(folder / "set", small()), sum(len(lines) for lines in small().values())


def school_data_sync(folder: Path) -> tuple[Path, int]:
    return written(folder / "set", VERSION_ONE), sum(len(text.splitlines()) - 1 for text in VERSION_ONE.values())


def table(folder: Path) -> tuple[Path, int]:
    return workbook(folder / "pupils.xlsx", {"Лист1": PUPILS}), len(PUPILS) - 1


@pytest.mark.parametrize("made", [one_roster, school_data_sync, table])
def test_each_row_of_each_format_is_counted_once(tmp_path: Path, made: Callable[[Path], tuple[Path, int]]) -> None:
    path, rows = made(tmp_path)
    counted: list[None] = []
    problems = Problems()
    with open_set(path, problems, None, Answers(school="Гимназия № 7"), lambda: counted.append(None)) as reading:
        assert reading is not None
        gather(reading, reading.problems)
    assert len(counted) == rows


class Said:
    """Row of a file, which keeps what it is told."""

    def __init__(self) -> None:
        self.states: list[tuple[FileStage, int, int]] = []
        self.told = asyncio.Event()

    async def is_at(self, stage: FileStage, done: int, total: int) -> None:
        self.states.append((stage, done, total))
        self.told.set()


async def test_the_rows_of_each_stage_are_counted_anew() -> None:
    said = Said()
    progress = Progress(cast(RunningFile, said))
    for _ in range(3):
        progress.read_row()
    telling = asyncio.create_task(progress.tell())
    await said.told.wait()
    telling.cancel()
    assert said.states == [(FileStage.READING, 3, 0)]
    progress.begins(Stage.MATCHING)
    assert (progress.stage, progress.done) == (FileStage.MATCHING, 0)
