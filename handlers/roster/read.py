"""Opens a set of a school: recognises its format; of OneRoster finds version, source, and the purpose of its files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from channels.roster.headings import Column
from channels.roster.model import Mode, Problems, Record
from channels.roster.translated import Translated
from channels.roster.values import Place, read_word
from channels.roster.vocabulary import MODES, NEEDED
from handlers.roster.archive import Files, open_files
from handlers.roster.formats import Format, recognise
from handlers.roster.lines import COLUMNS, columns_of, header_of, read_lines
from handlers.roster.plain import SOURCE as TABLE_SOURCE
from handlers.roster.plain import Answers, open_people
from handlers.roster.sds import translate

DEFAULT_SOURCE, SDS_SOURCE = "oneroster", "sds"
LONGEST_SOURCE = 100
VERSIONS = {"1.1": "1.1", "1.2": "1.2", "v1p1": "1.1", "v1p2": "1.2", "1.1.1": "1.1", "1.2.1": "1.2"}
KNOWN = {name.lower(): name for name in COLUMNS["1.2"]}


@dataclass(frozen=True)
class OneRosterSet:
    """Implements `channels.roster.model.Reading` over real files. `records` may be called once for each file."""

    files: Files
    problems: Problems
    version: str
    source: str
    modes: Mapping[str, Mode]
    row_read: Callable[[], None]
    scope: frozenset[str] = frozenset()
    speaking: frozenset[str] = frozenset()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def read(self) -> Mapping[str, int]:
        return {}

    @property
    def mapped(self) -> Mapping[str, list[Column]]:
        return {}

    @property
    def examples(self) -> Mapping[str, list[list[str]]]:
        return {}

    @property
    def format(self) -> str:
        return f"OneRoster {self.version}"

    def columns(self, file: str) -> frozenset[str]:
        return columns_of(self.files, file)

    def records(self, file: str) -> Iterator[Record]:
        for record in read_lines(self.files, file, self.version, self.problems):
            self.row_read()
            yield record


RosterSet = OneRosterSet | Translated
"""A reading, with `format` for people and with `problems` that tell places as the school's own files have them."""


def _nothing() -> None: ...


@contextmanager
def open_set(
    path: Path,
    problems: Problems,
    source: str | None,
    answers: Answers | None = None,
    row_read: Callable[[], None] = _nothing,
) -> Iterator[RosterSet | None]:
    """Yields the set at `path`: a folder, a zip, or a table of people as XLSX or CSV. None with the reasons in the
    problems if it cannot be read at all.

    Its format is told from the content. The manifest's `source.systemCode` names the source, else `source`, else the
    format's own: `oneroster`, `sds` or `file`. `answers` say what the columns of a table mean. `row_read` is called
    after each row, of some formats here and of others while the records are read.
    """
    table = _table_at(path)
    if table is not None:
        of = (source or TABLE_SOURCE)[:LONGEST_SOURCE]
        with open_people(table, problems, of, answers or Answers(), row_read) as people:
            yield people
        return
    with open_files(path, problems) as files:
        yield None if files is None else _recognised(files, path, problems, source, row_read)


def _table_at(path: Path) -> Path | None:
    """Returns the only table at a path, if there is one and no set."""
    if path.is_dir():
        found = [each for each in path.iterdir() if each.suffix.lower() in (".csv", ".xlsx", ".xlsm")]
        csvs = {each.name.lower(): frozenset[str]() for each in found if each.suffix.lower() == ".csv"}
        return found[0] if len(found) == 1 and recognise(csvs) is Format.UNKNOWN else None
    if not path.is_file():
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            return path if any(name.startswith(("xl/", "mimetype")) for name in archive.namelist()) else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None if path.suffix.lower() == ".zip" else path


def _recognised(
    files: Files, path: Path, problems: Problems, source: str | None, row_read: Callable[[], None]
) -> RosterSet | None:
    headings = {
        lower: frozenset(heading.strip().lower() for heading in header_of(files, spelled))
        for lower, spelled in files.names.items()
    }
    match format_ := recognise(headings):
        case Format.ONEROSTER:
            return _open(files, path, problems, source, row_read)
        case Format.SDS_1 | Format.SDS_2 | Format.SDS_21:
            return translate(files, format_, problems, (source or SDS_SOURCE)[:LONGEST_SOURCE], row_read)
        case Format.CLEVER:
            problems.refuse("format_not_read", path.name, 0, "", format_.value)
        case _ if files.names:
            problems.refuse("format_unknown", path.name, 0, "", ", ".join(sorted(files.names.values())))
        case _:
            problems.refuse("nothing_found", path.name)
    return None


def _open(
    files: Files, path: Path, problems: Problems, source: str | None, row_read: Callable[[], None]
) -> OneRosterSet:
    for lower, spelled in files.names.items():
        name = KNOWN.get(lower)
        if name is None:
            problems.warn("file_unknown", spelled)
        elif name != spelled:
            problems.warn("file_case", spelled, 0, "", name)
    manifest = _manifest(files, problems)
    if manifest is None:
        problems.warn("manifest_missing", path.name)
        modes = {name: Mode.BULK for lower, name in KNOWN.items() if lower in files.names and name in NEEDED}
    else:
        modes = _modes(files, manifest, problems)
    version = _version(files, manifest or {}, modes, problems)
    code = (manifest or {}).get("source.systemCode", "") or source or DEFAULT_SOURCE
    return OneRosterSet(files, problems, version, code[:LONGEST_SOURCE], modes, row_read)


def _manifest(files: Files, problems: Problems) -> dict[str, str] | None:
    if "manifest.csv" not in files.names:
        return None
    lines = read_lines(files, "manifest.csv", "1.2", problems)
    return {line.values.get("propertyName", ""): line.values.get("value", "") for line in lines}


def _modes(files: Files, manifest: dict[str, str], problems: Problems) -> dict[str, Mode]:
    modes = {}
    for name in NEEDED:
        told = f"file.{name.removesuffix('.csv')}"
        said = manifest.get(told, "")
        present = name.lower() in files.names
        word = read_word(said, MODES, Place(problems, "manifest.csv", 0, told)) if said else None
        if word is None and said:
            # If a set of changes were taken for the whole, it would end everybody it does not name.
            problems.refuse("unknown_word", "manifest.csv", 0, told, said)
        elif word is None and present:
            problems.warn("manifest_unclear", "manifest.csv", 0, "", name)
        mode = Mode(word or (Mode.BULK if present else Mode.ABSENT))
        if mode is Mode.ABSENT and present:
            problems.warn("file_said_absent", name)
        elif mode is not Mode.ABSENT and not present:
            # If it were taken for empty, it would end everybody in it.
            problems.refuse("file_missing", name, 0, "", mode)
            mode = Mode.ABSENT
        modes[name] = mode
    return modes


def _version(files: Files, manifest: dict[str, str], modes: Mapping[str, Mode], problems: Problems) -> str:
    """Returns the manifest's version, unless the users' header shows that it is wrong."""
    said = manifest.get("oneroster.version", "")
    version = VERSIONS.get(said.lower())
    users = {name.strip().lower() for name in header_of(files, "users.csv")}
    roles_apart = modes.get("roles.csv", Mode.ABSENT) is not Mode.ABSENT
    shown = None
    if users:
        shown = "1.1" if "role" in users and not roles_apart else "1.2" if "role" not in users else None
    if said and version is None:
        problems.warn("version_unknown", "manifest.csv", 0, "", said)
    if version is not None and shown is not None and version != shown:
        problems.warn("version_wrong", "manifest.csv", 0, "", version, shown)
    return shown or version or "1.2"
