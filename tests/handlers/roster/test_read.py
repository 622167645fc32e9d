"""Sets as they are found in the world: every oddity is read or refused, and told with its place."""

import zipfile
from pathlib import Path

import pytest

import channels.roster
import handlers.roster
from channels.roster.model import Level, Mode, Problems, SchoolClass, State
from channels.roster.plan import Plan, plan_import
from handlers.commands import import_roster
from handlers.roster import archive
from handlers.roster.read import open_set
from handlers.roster.wording import WORDING, place, reason
from handlers.tables.wording import WORDING as TABLES
from tests.support.rosters import Files, line, lines, small, write, write_csv

DIRTY: dict[str, str] = {
    "orgs.csv": "\ufeffsourcedId,name,type,identifier\ns7,Гимназия № 7,School,\n",
    "academicSessions.csv": (
        "sourcedId,status,dataLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "y,active,,2022/23,schoolYear,1/05/2023,25.05.2023,,2023\n"
    ),
    "courses.csv": "sourcedId;title;orgSourcedId\nmath;Математика;s7\n",
    "classes.csv": (
        "sourcedId,title,grades,courseSourcedId,classType,schoolSourcedId,termSourcedIds\n"
        "c5a,5A,5,,homeroom,s7,y\n"
        "m5a,Математика 5А,5,math,Scheduled,s7,y\n"
        "m5a,Математика 5А,5,math,scheduled,s7,y\n"
    ),
    "Users.csv": (
        "sourcedId,enabledUser,givenName,familyName,middleName,EMAIL,prefferedGivenName,password,shoeSize\n"
        'anna,true,Анна,Соколова,"Дмитриевна\n",,,,\n'
        "petr,yes,Пётр,,,,,qwerty,\n"
        "ivan,true,Иван,Иванов\n"
    ),
    "roles.csv": (
        "sourcedId,status,userSourcedId,roleType,role,orgSourcedId\n"
        "r1,,anna,primary,Student,s7\n"
        "r2,inactive,petr,primary,student,s7\n"
        "r3,,petr,primary,ext:wizard,s7\n"
    ),
    "enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role,schoolSourcedId\ne1,c5a,anna,proctor,s7\n",
    "timetable.csv": "a,b\n1,2\n",
}

DIRT = [
    "orgs.csv:2 type case_of_value School",
    "academicSessions.csv:1 dataLastModified column_misspelled dateLastModified",
    "academicSessions.csv:2 startDate date_ambiguous 1/05/2023",
    "academicSessions.csv:2 endDate date_format 25.05.2023",
    "courses.csv:1 semicolons",
    "classes.csv:2 title latin_letter 5A",
    "classes.csv:3 classType case_of_value Scheduled",
    "classes.csv:4 sourcedId line_repeated m5a",
    "Users.csv file_case users.csv",
    "users.csv:1 EMAIL column_case email",
    "users.csv:1 prefferedGivenName column_misspelled preferredGivenName",
    "users.csv:1 shoeSize column_unknown",
    "users.csv:1 column_order",
    "users.csv:2 middleName control_characters",
    "users.csv:4 enabledUser case_of_value yes",
    "users.csv:4 familyName name_incomplete",
    "users.csv:4 password password_ignored",
    "users.csv:5 line_too_short 4",
    "roles.csv:2 role case_of_value Student",
    "roles.csv:3 status status_inactive",
    "roles.csv:4 role unknown_role ext:wizard",
    "enrollments.csv:1 column_order",
    "enrollments.csv:2 role enrolment_role_ignored proctor",
    "timetable.csv file_unknown",
    "set manifest_missing",
    "users.csv:4 sourcedId user_without_role petr",
    "users.csv:5 sourcedId user_without_role ivan",
]


def read(path: Path, source: str | None = None) -> tuple[Plan | None, Problems]:
    problems = Problems()
    with open_set(path, problems, source) as reading:
        if reading is None:
            return None, problems
        return plan_import(reading, State(), problems, "Europe/Moscow"), problems


def told(problems: Problems) -> list[str]:
    return [" ".join([place(p), p.code, *p.data[:1]]) for p in problems.first]


def errors(path: Path) -> list[str]:
    return [p.code for p in read(path)[1].first if p.level is Level.ERROR]


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in files.items():
            opened.writestr(name, text)
    return path


def texts(folder: Path) -> dict[str, str | bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_dirty_set_is_read_and_every_oddity_told_with_its_place(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    for name, text in DIRTY.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    plan, problems = read(folder)
    assert plan is not None
    assert not problems.refused
    assert sorted(told(problems)) == sorted(DIRT)
    assert [row.name for row in plan.tables["class"].added if isinstance(row, SchoolClass)] == ["5А"]
    assert len(plan.tables["person"]) == 3


def test_every_problem_has_a_russian_and_an_english_wording(tmp_path: Path) -> None:
    sources = [*Path(channels.roster.__path__[0]).glob("*.py"), *Path(handlers.roster.__path__[0]).glob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in sources if file.name != "wording.py")
    code += Path(import_roster.__file__).read_text(encoding="utf-8")
    unused = [name for name in WORDING if name not in TABLES and f'"{name}"' not in code]
    assert unused == []
    folder = tmp_path / "set"
    folder.mkdir()
    for name, text in DIRTY.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    for problem in read(folder)[1].first:
        assert "{" not in reason(problem, "ru") + reason(problem, "en")
        assert reason(problem, "ru") != reason(problem, "en")


def test_a_password_is_in_no_report_and_in_no_plan(tmp_path: Path) -> None:
    files = small()
    line(files, "users.csv", "anna")["password"] = "hunter2hunter2"
    plan, problems = read(write(tmp_path / "set", files))
    assert "password_ignored" in [p.code for p in problems.first]
    assert "hunter2" not in repr(problems) + repr(plan)


def test_a_zip_is_read_with_its_files_at_the_root_or_one_folder_down(tmp_path: Path) -> None:
    files = texts(write(tmp_path / "set", small()))
    plain, problems = read(zipped(tmp_path / "plain.zip", files))
    assert told(problems) == []
    deep, problems = read(zipped(tmp_path / "deep.zip", {f"export/{name}": text for name, text in files.items()}))
    assert [p.code for p in problems.first] == ["zip_has_folder"]
    assert plain is not None
    assert deep is not None
    assert len(plain) == len(deep) > 0


@pytest.mark.parametrize("name", ["../users.csv", "/etc/users.csv", "a/b/users.csv", "..\\users.csv"])
def test_paths_out_of_the_set_are_refused(tmp_path: Path, name: str) -> None:
    assert errors(zipped(tmp_path / "set.zip", {name: "sourcedId\n"})) == ["path_outside"]


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("x")
    folder = write(tmp_path / "set", small())
    (folder / "demographics.csv").symlink_to(tmp_path / "secret.csv")
    assert errors(folder) == ["path_outside"]


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"users.csv": "a" * 3_000_000})
    monkeypatch.setattr(archive, "LARGEST_SET", 2_000_000)
    assert bomb.stat().st_size < 10_000
    assert errors(bomb) == ["set_too_large"]
    files = small()
    line(files, "users.csv", "anna")["givenName"] = "А" * 5000
    assert errors(write(tmp_path / "long", files)) == ["value_too_long"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"sourcedId,name,type\ns7,\xc3\xe8\xec\xed\xe0\xe7\xe8\xff,school\n", "not_utf8"),
        (b'sourcedId,name,type\ns7,"a"b,school\n', "not_csv"),
        (b'sourcedId,name,type\ns7,"' + b"a" * 200_000, "not_csv"),
        (b"sourcedId,name\ns7,a\n", "column_missing"),
        (b"sourcedId,name,name,type\ns7,a,b,school\n", "column_repeated"),
        (b"sourcedId,name,type\ns7,a,school,b,c\n", "line_too_long"),
        (b"sourcedId,name,type\ns7,a,school\ns7,b,school\n", "id_repeated"),
        (b"sourcedId,name,type\n,a,school\n", "value_missing"),
        (b"", "column_missing"),
    ],
)
def test_what_cannot_be_understood_refuses_the_set(tmp_path: Path, text: bytes, code: str) -> None:
    (tmp_path / "orgs.csv").write_bytes(text)
    assert code in errors(tmp_path)


def test_neither_folder_nor_zip(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_text("no zip")
    assert errors(tmp_path / "a.zip") == ["not_a_zip"]
    assert errors(tmp_path / "none") == ["path_missing"]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert errors(empty) == ["nothing_found"]


def test_the_manifest_says_what_is_full_and_a_missing_file_is_never_taken_as_empty(tmp_path: Path) -> None:
    folder = write(tmp_path / "set", small())
    (folder / "users.csv").unlink()
    assert "file_missing" in errors(folder)


def test_the_version_is_told_from_the_columns_where_the_manifest_is_wrong(tmp_path: Path) -> None:
    files: Files = {
        "users.csv": lines(
            "sourcedId|enabledUser|orgSourcedIds|role|username|familyName|givenName",
            "anna|true|s7|student|a|Соколова|Анна",
        ),
        "orgs.csv": small()["orgs.csv"],
    }
    folder = write(tmp_path / "set", files, version="1.1")
    manifest = (folder / "manifest.csv").read_text()
    plan, problems = read(folder)
    assert plan is not None
    assert (len(plan.tables["role"]), told(problems)) == (1, [])
    (folder / "manifest.csv").write_text(manifest.replace("oneroster.version,1.1", "oneroster.version,1.2"))
    plan, problems = read(folder)
    assert plan is not None
    assert (len(plan.tables["role"]), [p.code for p in problems.first]) == (1, ["version_wrong"])
    (folder / "manifest.csv").unlink()
    plan, problems = read(folder)
    assert plan is not None
    assert (len(plan.tables["role"]), [p.code for p in problems.first]) == (1, ["manifest_missing"])


def test_whose_roster_it_is(tmp_path: Path) -> None:
    folder = write(tmp_path / "set", small(), source="sis-42")
    for given, manifest, source in (("mine", True, "sis-42"), ("mine", False, "mine"), (None, False, "oneroster")):
        if not manifest:
            (folder / "manifest.csv").unlink(missing_ok=True)
        with open_set(folder, Problems(), given) as reading:
            assert reading is not None
            assert reading.source == source


def test_a_manifest_alone_is_no_update(tmp_path: Path) -> None:
    plan, problems = read(write(tmp_path / "set", {}))
    assert plan is not None
    assert (len(plan), problems.first) == (0, [])


def test_absent_means_not_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "set", small(), modes={"categories.csv": "absent"})
    plan, problems = read(folder)
    assert plan is not None
    assert (len(plan.tables["mark_kind"]), told(problems)) == (0, ["categories.csv file_said_absent"])
    write_csv(folder / "demographics.csv", lines("sourcedId|sex", "anna|female"))
    assert told(read(folder)[1]) == ["categories.csv file_said_absent"]


@pytest.mark.parametrize(
    ("said", "mode"), [("Полный", Mode.BULK), ("дельта", Mode.DELTA), ("DELTA", Mode.DELTA), ("нет", Mode.ABSENT)]
)
def test_the_usual_words_of_a_manifest_are_read(tmp_path: Path, said: str, mode: Mode) -> None:
    folder = write(tmp_path / "set", small(), modes={"users.csv": said})
    with open_set(folder, Problems(), None) as reading:
        assert reading is not None
        assert reading.modes["users.csv"] is mode


@pytest.mark.parametrize("said", ["changes only", "?", "1", "bulk, delta"])
def test_a_mode_that_cannot_be_read_is_never_taken_for_all_there_is(tmp_path: Path, said: str) -> None:
    folder = write(tmp_path / "set", small(), modes={"users.csv": said})
    assert [(p.code, p.column, p.data) for p in read(folder)[1].first if p.level is Level.ERROR] == [
        ("unknown_word", "file.users", (said,))
    ]
