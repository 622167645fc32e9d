"""OneRoster sets for tests: a small true one, and ways to write any."""

import csv
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path

from handlers.roster.lines import COLUMNS

Line = dict[str, str]
Files = dict[str, list[Line]]

FILES = (
    "orgs.csv",
    "academicSessions.csv",
    "categories.csv",
    "courses.csv",
    "classes.csv",
    "users.csv",
    "roles.csv",
    "enrollments.csv",
)


def lines(header: str, *rows: str) -> list[Line]:
    """Values separated by |."""
    names = header.split("|")
    return [dict(zip(names, row.split("|"), strict=True)) for row in rows]


USER = "sourcedId|enabledUser|familyName|givenName|middleName|agentSourcedIds|metadata.zvonok.agents"
ROLE = "sourcedId|userSourcedId|role|orgSourcedId|roleType"
ENROLMENT = "sourcedId|classSourcedId|schoolSourcedId|userSourcedId|role|primary|beginDate|endDate"

SMALL: Files = {
    "orgs.csv": lines("sourcedId|name|type", "s7|Гимназия № 7|school"),
    "academicSessions.csv": lines(
        "sourcedId|title|type|startDate|endDate|parentSourcedId|schoolYear",
        "y|2026/27|schoolYear|2026-09-01|2027-09-01||2027",
        "q1|1 четверть|gradingPeriod|2026-09-01|2026-11-01|y|2027",
    ),
    "categories.csv": lines(
        "sourcedId|title|weight|metadata.zvonok.short|metadata.zvonok.en",
        "k1|Контрольная работа|3|кр,t|Test",
        "k2|Ответ|||",
    ),
    "courses.csv": lines("sourcedId|title|orgSourcedId", "math|Математика|s7", "room|Класс|s7"),
    "classes.csv": lines(
        "sourcedId|title|grades|courseSourcedId|classType|schoolSourcedId|termSourcedIds",
        "c5a|5А|05|room|homeroom|s7|y",
        "m5a|Математика 5А|05|math|scheduled|s7|y",
    ),
    "users.csv": lines(
        USER,
        "anna|true|Соколова|Анна|Дмитриевна|irina|irina:mother",
        "petr|true|Дьяконов|Пётр|Андреевич||andrey:father:restricted",
        "irina|true|Соколова|Ирина|Павловна||",
        "andrey|true|Дьяконов|Андрей|Ильич||",
        "granny|true|Белова|Вера|Ильинична|petr|",
        "maria|true|Рябова|Мария|Ивановна||",
        "head|true|Громова|Елена|Викторовна||",
    ),
    "roles.csv": lines(
        ROLE,
        "r1|anna|student|s7|primary",
        "r2|petr|student|s7|primary",
        "r3|irina|parent|s7|primary",
        "r4|andrey|guardian|s7|primary",
        "r5|granny|relative|s7|primary",
        "r6|maria|teacher|s7|primary",
        "r7|head|principal|s7|primary",
        "r8|head|siteAdministrator|s7|secondary",
    ),
    "enrollments.csv": lines(
        ENROLMENT,
        "e1|c5a|s7|anna|student|||",
        "e2|c5a|s7|petr|student|||2027-06-01",
        "e3|c5a|s7|maria|teacher|||",
        "e4|m5a|s7|anna|student|||",
        "e5|m5a|s7|petr|student|||",
        "e6|m5a|s7|maria|teacher|true|2026-09-01|",
    ),
}


def small() -> Files:
    return deepcopy(SMALL)


def write(
    folder: Path,
    files: Files,
    *,
    modes: Mapping[str, str] | None = None,
    version: str = "1.2",
    source: str = "school-7",
) -> Path:
    """Writes a set with a manifest; without `modes` everything there is is bulk."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    properties = [("manifest.version", "1.0"), ("oneroster.version", version), ("source.systemCode", source)]
    for name in COLUMNS["1.2"].keys() - {"manifest.csv"}:
        mode = (modes or {}).get(name, "bulk") if name in files else "absent"
        properties.append((f"file.{name.removesuffix('.csv')}", mode))
    write_csv(folder / "manifest.csv", [{"propertyName": a, "value": b} for a, b in properties], version)
    for name, rows in files.items():
        write_csv(folder / name, rows, version)
    return folder


def write_csv(path: Path, rows: Sequence[Line], version: str = "1.2") -> None:
    columns = list(COLUMNS[version].get(path.name, COLUMNS["1.2"].get(path.name, [])))
    columns += sorted({name for row in rows for name in row} - set(columns))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def line(files: Files, file: str, source_id: str) -> Line:
    return next(row for row in files[file] if row["sourcedId"] == source_id)


def without(files: Files, file: str, *source_ids: str) -> None:
    files[file] = [row for row in files[file] if row["sourcedId"] not in source_ids]
