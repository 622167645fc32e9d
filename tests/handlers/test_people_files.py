"""Files of people in the page: brought, reported on, asked about, applied; and what refuses them."""

import asyncio
import io
import os
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from channels.publication import Publication
from handlers.actions import people_files as actions
from handlers.commands.import_roster import import_roster
from handlers.people_files.runs import PeopleFileRuns
from handlers.tables.table import LARGEST_FILE
from storage.roster.apply import LOCK
from tests.handlers.roster.test_sds import VERSION_ONE
from tests.support.people_files import (
    HEADINGS,
    MEANINGS,
    PUPILS,
    answer,
    applied,
    apply,
    bring,
    changes,
    finished,
    new_school,
    remarks,
    send,
    xlsx,
)
from tests.support.rosters import line, small, write
from tests.support.school import School
from tests.support.serving import Caller, Served
from tests.support.tables import zipped
from tests.support.wire import wire

TABLE = xlsx([["Список на 1 сентября"], HEADINGS, *PUPILS])
STAFF = xlsx([["ФИО", "Должность"], ["Громова Елена Викторовна", "директор"], ["Рябова Мария Ивановна", "учитель"]])


@pytest.fixture
async def clara(served: Served) -> Caller:
    return await served.person("clara")


@pytest.fixture
async def third(served: Served) -> str:
    """A school of which no roster has brought anything yet; Clara leads it."""
    return await new_school(served)


async def brought_people(clara: Caller, third: str) -> dict[str, Any]:
    """The table of eight students and their mothers, applied."""
    file = await bring(clara, third, "список.xlsx", TABLE)
    file = await answer(clara, third, file["id"], MEANINGS)
    return await applied(clara, third, file)


def packed(folder: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in folder.iterdir():
            archive.write(path, path.name)
    return made.getvalue()


async def test_odd_headings_are_asked_about_once_and_the_second_file_changes_nothing(
    served: Served, clara: Caller, third: str
) -> None:
    file = await bring(clara, third, "список.xlsx", TABLE)
    assert (file["state"], file["report"]["format"], file["names"]) == ("refused", "XLSX", ["список.xlsx"])
    [table] = file["report"]["tables"]
    columns = {one["heading"]: one for one in table["columns"]}
    assert columns["Кл."]["meaning"] == "student.class"
    assert columns["Тел. отв. лица"]["certainty"] == "doubtful"
    assert columns["Фамилия уч-ся"]["examples"] == ["Алёшина", "Бобров", "Власова"]
    assert any("скажите в столбцах" in one for one in remarks(file))
    assert (await apply(clara, third, {**file, "report": {"digest": "0" * 24}})).code == "import_not_ready"
    file = await answer(clara, third, file["id"], MEANINGS)
    assert (file["state"], file["report"]["errors"]) == ("ready", 0)
    assert changes(file)["class_enrolment"] == (8, 0, 0, 0)
    assert changes(file)["guardianship"] == (8, 0, 0, 0)
    sees = next(one for one in file["report"]["rights"] if one["kind"] == "sees")
    assert (sees["count"], sees["people"][0]) == (8, "Алёшина Инна Львовна → Алёшина Зоя")
    done = await applied(clara, third, file)
    assert (done["state"], done["report"]["total"]) == ("applied", file["report"]["total"])
    assert "Алёшина" not in str(done["report"]), "no name is kept for ever"
    phone = await served.server.pool.fetchval("select phone from person where family_name = 'Зуева' and phone > ''")
    assert phone == "+79165554708"
    listed = (await clara.get(f"/api/schools/{third}/people-files")).body
    assert (listed["waiting"], [one["names"] for one in listed["applied"]]) == (None, [["список.xlsx"]])
    again = await bring(clara, third, "список.xlsx", TABLE)
    assert (again["state"], again["report"]["total"], again["report"]["changes"]) == ("ready", 0, [])
    assert {one["certainty"] for one in again["report"]["tables"][0]["columns"]} == {"remembered"}


async def test_a_file_without_half_of_the_people_asks_twice_with_its_counts(
    served: Served, clara: Caller, third: str
) -> None:
    await brought_people(clara, third)
    half = xlsx([HEADINGS, *PUPILS[:2], *PUPILS[4:6]])
    file = await bring(clara, third, "половина.xlsx", half)
    ends = {one["table"]: (one["ended"], one["stored"]) for one in file["report"]["ends_much"]}
    assert ends["class_enrolment"] == (4, 8)
    gone = next(one for one in file["report"]["rights"] if one["kind"] == "sees_no_more")
    assert (gone["count"], gone["people"][-1]) == (4, "Зуева Галина Ивановна → Зуева Дина")
    refused = await apply(clara, third, file)
    assert (refused.status, refused.code) == (409, "import_ends_much")
    assert {"table": "class_enrolment", "role": "", "ended": 4, "stored": 8} in refused.body["ends_much"]
    standing = "select count(*) from class_enrolment_now m join class c on c.id = m.class_id where c.school_id = $1"
    assert await served.server.pool.fetchval(standing, int(third)) == 8
    assert (await applied(clara, third, file, confirmed=True))["state"] == "applied"
    assert await served.server.pool.fetchval(standing, int(third)) == 4


async def test_an_open_session_loses_the_child_that_a_file_says_has_left(
    served: Served, clara: Caller, third: str
) -> None:
    await brought_people(clara, third)
    pool = served.server.pool
    tie = await pool.fetchrow(
        "select guardian_id, student_id from guardianship g join person p on p.id = g.student_id"
        " where p.family_name = 'Зуева'"
    )
    assert tie is not None
    await pool.execute("insert into account (person_id, name, password_hash) values ($1, 'galina', '')", tie[0])
    hinted: list[str] = []
    publish = served.server.desk.publisher.publish

    def noted(publications: Sequence[Publication]) -> None:
        hinted.extend(one.channel for one in publications)
        publish(publications)

    channel = f"diary:{tie['student_id']}"
    async with wire(served, await served.person("galina")) as phone:
        assert channel in phone.subs
        listening = asyncio.create_task(phone.until_unsubscribed(channel))  # answers pings all the while
        served.server.desk.publisher.publish = noted  # type: ignore[method-assign]
        file = await bring(clara, third, "без Зуевой.xlsx", xlsx([HEADINGS, *PUPILS[:7]]))
        assert (await applied(clara, third, file))["state"] == "applied"
        await listening
    async with asyncio.timeout(60):
        while channel not in hinted:  # noqa: ASYNC110 - the process that applied has to end first
            await asyncio.sleep(0.01)


async def test_what_was_not_shown_is_not_applied(served: Served, clara: Caller, third: str) -> None:
    await brought_people(clara, third)
    file = await bring(clara, third, "список.xlsx", xlsx([HEADINGS, ["Ильина", "Роза", "5А", "", ""], *PUPILS]))
    other = {**file, "report": {**file["report"], "digest": "0" * 24}}
    refused = await apply(clara, third, other)
    assert (refused.status, refused.code) == (409, "stale")
    assert refused.body["current"]["report"]["digest"] == file["report"]["digest"]
    # somebody corrects a telephone by another way meanwhile: applied as it was shown, the file would undo that
    await served.server.pool.execute("update person set phone = '+79990000000' where family_name = 'Зуева'")
    shown = await applied(clara, third, file)
    assert (shown["state"], shown["is_stale"]) == ("ready", True)
    assert changes(shown)["person"] == (1, 1, 0, 0)
    assert await served.server.pool.fetchval("select count(*) from person where family_name = 'Ильина'") == 0
    assert (await applied(clara, third, shown))["state"] == "applied"


async def test_a_restriction_is_lifted_only_by_a_word_of_its_own(served: Served, clara: Caller, third: str) -> None:
    await brought_people(clara, third)
    await served.server.pool.execute(
        "update guardianship set restricted = true where student_id = (select id from person where given_name = 'Зоя')"
    )
    others = [row for row in PUPILS if row[1] != "Зоя"]
    again = ["Алёшина", "Зоя", "5А", "Алёшина Инна", "8 916 555 00 00"]
    file = await bring(clara, third, "список.xlsx", xlsx([HEADINGS, again, *others]))
    assert file["report"]["lifts"] == 1
    assert file["report"]["rights"][0]["kind"] in ("lifted", "like_restricted")
    refused = await apply(clara, third, file, confirmed=True)
    assert (refused.status, refused.code) == (409, "import_lifts_restriction")
    done = await applied(clara, third, file, confirmed=True, lift_restrictions=True)
    assert done["state"] == "applied"


async def test_roles_of_the_staff_stand_among_the_rights(clara: Caller, third: str) -> None:
    file = await bring(clara, third, "сотрудники.xlsx", STAFF)
    given = [(one["kind"], one["role"], one["people"]) for one in file["report"]["rights"]]
    assert given == [
        ("role_given", "leadership", ["Громова Елена Викторовна"]),
        ("role_given", "teacher", ["Рябова Мария Ивановна"]),
    ]


async def test_a_class_that_was_typed_already_is_told_of(served: Served, clara: Caller, third: str) -> None:
    typed = "insert into class (source, source_id, school_id, name, grade) values ('typed', 'c', $1, $2, 5)"
    await served.server.pool.execute(typed, int(third), "5А")
    file = await bring(clara, third, "список.csv", "ФИО;Класс\nИльина Роза;5А\nКотов Иван;5Б\n".encode())
    told = [one for one in remarks(file, "warning") if "введён вручную" in one]
    assert (file["state"], len(told), told[0].startswith("класс 5А")) == ("ready", 1, True)
    assert file["report"]["remarks"][0]["rights"], "it stands first"


async def test_somebody_who_was_typed_already_is_told_of(served: Served, clara: Caller, third: str) -> None:
    head = await served.server.pool.fetchval(
        "insert into person (source, source_id, family_name, given_name)"
        " values ('typed', 'head', 'громова', 'Елена') returning id"
    )
    role = (
        "insert into role (source, source_id, person_id, school_id, role) values ('typed', 'h', $1, $2, 'leadership')"
    )
    await served.server.pool.execute(role, head, int(third))
    file = await bring(clara, third, "сотрудники.xlsx", STAFF)
    told = [one for one in remarks(file, "warning") if "введён вручную" in one]
    assert (file["state"], len(told), told[0].startswith("Громова Елена Викторовна")) == ("ready", 1, True)


async def test_a_set_comes_file_by_file_and_is_named(clara: Caller, third: str) -> None:
    first, *others = VERSION_ONE.items()
    begun = await send(clara, third, first[0], first[1].encode(), more="true")
    assert (begun.status, begun.body["state"]) == (201, "gathering")
    file = begun.body["id"]
    for name, text in others[:-1]:
        assert (await send(clara, third, name, text.encode(), to=file, more="true")).status == 201
    await send(clara, third, others[-1][0], others[-1][1].encode(), to=file)
    read = await finished(clara, third, file)
    assert (read["state"], read["report"]["format"]) == ("ready", "Microsoft SDS v1")
    assert read["names"] == list(VERSION_ONE)
    assert {one["file"]: one["lines"] for one in read["report"]["read"]}["Student.csv"] == 2
    late = await send(clara, third, "User.csv", b"", to=file)
    assert late.status == 404, "it gathers no more files"
    assert (await applied(clara, third, read))["state"] == "applied"
    again = await bring(clara, third, "sds.zip", zipped({name: text.encode() for name, text in VERSION_ONE.items()}))
    assert (again["report"]["total"], again["report"]["format"]) == (0, "Microsoft SDS v1")


async def test_a_part_of_a_set_says_what_is_missing(clara: Caller, third: str) -> None:
    parts = {name: VERSION_ONE[name].encode() for name in ("School.csv", "Student.csv", "StudentEnrollment.csv")}
    file = await bring(clara, third, "sds.zip", zipped(parts))
    [told] = [one for one in remarks(file) if "Teacher.csv" in one]
    assert told.startswith("это Microsoft SDS v1, но нет файлов")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", "файл пуст"),
        ("people.xlsx", TABLE[: len(TABLE) // 2], "повреждена"),
        ("set.zip", zipped({"users.csv": b"sourcedId\n"})[:-30], "архив"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "XLS старого Excel"),
        ("photo.pdf", b"%PDF-1.7 and so on", "это PDF"),
        ("clever.zip", zipped({"schools.csv": b"a\n", "students.csv": b"a\n", "sections.csv": b"a\n"}), "это Clever"),
        ("notes.zip", zipped({"readme.csv": b"a,b\n1,2\n"}), "не таблица людей"),
        ("words.csv", "Предмет;Кабинет\nФизика;12\n".encode(), "нет столбца с именами"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # an archive says when it was made
)
async def test_what_is_no_file_of_people_says_what_it_is(
    served: Served, clara: Caller, third: str, name: str, content: bytes, told: str
) -> None:
    before = await served.server.pool.fetchval("select count(*) from person")
    file = await bring(clara, third, name, content)
    assert file["state"] == "refused"
    assert told in " ".join(remarks(file)), remarks(file)
    assert file["report"]["format"] == ("CSV" if name == "words.csv" else None)
    assert all(one["en"] for one in file["report"]["remarks"])
    assert (await apply(clara, third, {**file, "report": {"digest": "0" * 24}})).code == "import_not_ready"
    assert await served.server.pool.fetchval("select count(*) from person") == before


async def test_files_that_are_no_set_are_not_read_together(clara: Caller, third: str) -> None:
    begun = await send(clara, third, "people.csv", "ФИО;Класс\nИльина Роза;5А\n".encode(), more="true")
    await send(clara, third, "список.xlsx", TABLE, to=begun.body["id"])
    assert "загрузите отдельно" in remarks(await finished(clara, third, begun.body["id"]))[0]


async def test_a_set_of_another_school_is_refused_and_tells_nobodys_name(
    served: Served, school: School, clara: Caller, tmp_path: Path
) -> None:
    of_others = packed(write(tmp_path / "others", small(), source="school-7"))
    file = await bring(clara, str(school.id), "набор.zip", of_others)
    assert "люди этой школы пришли из «t», а файл из «school-7»" in remarks(file)[0]
    # of the same source, and with another school's people in it
    files = small()
    line(files, "orgs.csv", "s7")["sourcedId"] = "s2"
    for name in ("courses.csv", "classes.csv", "roles.csv", "enrollments.csv"):
        for row in files[name]:
            row |= {column: "s2" for column, value in row.items() if value == "s7"}
    modes = dict.fromkeys(files, "delta")
    file = await bring(
        clara, str(school.id), "набор.zip", packed(write(tmp_path / "own", files, source="t", modes=modes))
    )
    assert file["state"] == "refused"
    assert any(one.startswith("файл меняет другую школу:") for one in remarks(file)), remarks(file)
    assert (file["report"]["changes"], file["report"]["rights"]) == ([], [])
    assert await served.server.pool.fetchval("select count(*) from person where family_name = 'Дьяконов'") == 0


async def test_nobody_takes_a_student_of_another_school_into_a_class_of_their_own(
    served: Served, school: School, clara: Caller, tmp_path: Path
) -> None:
    pool = served.server.pool
    class_5a = await pool.fetchval("select source_id from class where id = $1", school.class_5a)
    files = {
        "users.csv": [
            {"sourcedId": "foreign_student", "status": "active", "familyName": "Соколова", "givenName": "Анна"}
        ],
        "enrollments.csv": [
            {
                "sourcedId": "taken",
                "status": "active",
                "classSourcedId": class_5a,
                "schoolSourcedId": "s1",
                "userSourcedId": "foreign_student",
                "role": "student",
            }
        ],
    }
    modes = dict.fromkeys(files, "delta")
    file = await bring(
        clara, str(school.id), "набор.zip", packed(write(tmp_path / "set", files, source="t", modes=modes))
    )
    assert any("Школа № 2" in one for one in remarks(file)), file["report"]["remarks"]


async def test_a_table_does_not_mix_with_the_people_of_another_program(clara: Caller, school: School) -> None:
    plain = xlsx([["ФИО", "Класс"], ["Ильина Роза", "5А"]])
    file = await bring(clara, str(school.id), "список.xlsx", plain)
    assert "люди этой школы пришли из «t»" in remarks(file)[0]


async def test_a_school_of_the_command_goes_on_with_the_page(served: Served, clara: Caller, tmp_path: Path) -> None:
    pool = served.server.pool
    path = tmp_path / "people.csv"
    path.write_text("ФИО;Класс;Мать: ФИО\nИльина Роза;5А;Ильина Ольга\n", encoding="utf-8")
    nobody = Console(file=io.StringIO())
    options: dict[str, Any] = {"yes": True, "as_json": True, "source": None, "zone": "Europe/Moscow"}
    await import_roster(pool, path, **options, confirm=lambda: False, console=nobody, school="Школа № 9")
    ninth = str(await pool.fetchval("select id from school where name = 'Школа № 9'"))
    await pool.execute(
        "insert into role (source, source_id, person_id, school_id, role)"
        " select 'typed', 'leads the ninth', id, $1, 'leadership' from person where source_id = 'clara'",
        int(ninth),
    )
    same = await bring(clara, ninth, "люди.csv", path.read_bytes())
    assert (same["state"], same["report"]["total"]) == ("ready", 0)
    more = await bring(clara, ninth, "люди.csv", path.read_bytes() + "Котов Иван;5А;\n".encode())
    assert changes(more)["class_enrolment"] == (1, 0, 0, 0)
    assert (await applied(clara, ninth, more))["state"] == "applied"
    assert await pool.fetchval("select source from school where id = $1", int(ninth)) == "file"


async def test_a_file_under_way_is_neither_answered_nor_replaced(served: Served, clara: Caller, third: str) -> None:
    file = await bring(clara, third, "сотрудники.xlsx", STAFF)
    other = await served.server.pool.acquire()
    await other.fetchval("select pg_advisory_lock($1)", LOCK)  # another import is running: this one waits
    begun = await apply(clara, third, file)
    assert (begun.status, begun.body["state"]) == (200, "applying")
    refusals = [
        await apply(clara, third, file),
        await clara.ask("PUT", f"/api/schools/{third}/people-files/{file['id']}/columns", {"columns": []}),
        await clara.ask("DELETE", f"/api/schools/{third}/people-files/{file['id']}"),
        await send(clara, third, "список.xlsx", TABLE),
    ]
    assert [(one.status, one.code) for one in refusals] == [(409, "import_under_way")] * 4
    await other.fetchval("select pg_advisory_unlock($1)", LOCK)
    await served.server.pool.release(other)
    assert (await finished(clara, third, file["id"]))["state"] == "applied"


async def test_applying_twice_by_one_press_applies_once(served: Served, clara: Caller, third: str) -> None:
    file = await bring(clara, third, "сотрудники.xlsx", STAFF)
    path = f"/api/schools/{third}/people-files/{file['id']}/apply"
    body = {"digest": file["report"]["digest"]}
    first, second = await asyncio.gather(*[clara.post(path, body, key="one-press") for _ in range(2)])
    assert (first.status, first.body) == (200, second.body)
    done = await finished(clara, third, file["id"])
    assert done["state"] == "applied"
    assert (await apply(clara, third, file)).status == 404, "it waits no more"


async def test_a_run_that_broke_off_says_so_and_gives_way(served: Served, clara: Caller, third: str) -> None:
    file = await bring(clara, third, "сотрудники.xlsx", STAFF)
    await served.server.pool.execute(
        "update people_file set state = 'applying', run = run + 1, touched_at = now() - interval '5 minutes'"
    )
    path = f"/api/schools/{third}/people-files/{file['id']}"
    assert (await clara.get(path)).body["state"] == "broken"
    answered = await answer(clara, third, file["id"], {})
    assert answered["state"] == "ready", "it is read again"


async def test_a_damaged_reading_ends_as_broken(
    served: Served, clara: Caller, third: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.people_files.runs.sys.executable", "/bin/false")
    file = await bring(clara, third, "сотрудники.xlsx", STAFF)
    assert (file["state"], file["report"]) == ("broken", None)


async def test_more_than_the_largest_file_is_not_taken(
    served: Served, clara: Caller, third: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.people_files.folder.LARGEST_FILE", 1000)
    begun = await send(clara, third, "a.csv", b"x" * 900, more="true")
    assert begun.status == 201
    more = await send(clara, third, "b.csv", b"x" * 200, to=begun.body["id"])
    assert (more.status, more.code) == (413, "set_is_full")
    monkeypatch.setattr(actions, "LARGEST_FILE", 1000)
    assert (await send(clara, third, "c.csv", b"x" * 1001)).code == "set_is_full"
    assert LARGEST_FILE == 50 * 1024 * 1024


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.csv", ".hidden", "a\x00b", ""])
async def test_a_name_is_no_path(clara: Caller, third: str, name: str) -> None:
    assert (await send(clara, third, name, b"a,b\n")).status == 400


def set_folders(served: Served) -> set[str]:
    root = served.server.files.blobs.root / "people"  # type: ignore[attr-defined]
    return set(os.listdir(root)) if root.is_dir() else set()


async def gone(served: Served, folders: set[str] | None = None) -> None:
    """Returns when these folders of sets, or all, are there no more."""
    async with asyncio.timeout(60):
        while (left := await asyncio.to_thread(set_folders, served)) and (folders is None or left & folders):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_bytes_are_gone_with_what_replaced_dropped_or_applied_them(
    served: Served, clara: Caller, third: str
) -> None:
    await bring(clara, third, "список.xlsx", TABLE)
    first = await asyncio.to_thread(set_folders, served)
    file = await bring(clara, third, "сотрудники.xlsx", STAFF)
    await gone(served, first)
    await applied(clara, third, file)
    file = await bring(clara, third, "список.xlsx", TABLE)
    dropped = await clara.ask("DELETE", f"/api/schools/{third}/people-files/{file['id']}")
    assert (dropped.status, dropped.body["waiting"]) == (200, None)
    await gone(served)
    assert (await clara.get(f"/api/schools/{third}/people-files/{file['id']}")).status == 404


async def test_what_nobody_applies_within_a_day_is_dropped(served: Served, clara: Caller, third: str) -> None:
    file = await bring(clara, third, "список.xlsx", TABLE)
    await served.server.pool.execute("update people_file set brought_at = now() - $1::interval", timedelta(hours=23))
    await runs(served).sweep()
    assert (await clara.get(f"/api/schools/{third}/people-files/{file['id']}")).status == 200
    await served.server.pool.execute("update people_file set brought_at = now() - $1::interval", timedelta(hours=25))
    await runs(served).sweep()
    assert (await clara.get(f"/api/schools/{third}/people-files/{file['id']}")).status == 404


def runs(served: Served) -> PeopleFileRuns:
    return served.server.people_files


async def test_leadership_and_admins_bring_files_to_their_own_school_only(
    served: Served, school: School, clara: Caller, third: str
) -> None:
    file = await bring(clara, third, "сотрудники.xlsx", STAFF)
    for login, where in (("maria", str(school.id)), ("sysop", third), ("olga", third)):
        person = await served.person(login)
        assert (await send(person, where, "список.xlsx", TABLE)).status == 404
        assert (await person.get(f"/api/schools/{where}/people-files")).status == 404
        assert (await person.get(f"/api/schools/{where}/people-template")).status == 404
    elsewhere = f"/api/schools/{school.id}/people-files/{file['id']}"
    assert (await clara.get(elsewhere)).status == 404, "it is not of that school"


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_template_is_a_table_that_is_read(clara: Caller, third: str, language: str) -> None:
    template = await clara.get(f"/api/schools/{third}/people-template?language={language}")
    assert (template.status, template.headers["Content-Type"]) == (200, actions.XLSX)
    file = await bring(clara, third, "шаблон.xlsx", template.raw)
    doubtful = [one for table in file["report"]["tables"] for one in table["columns"] if one["certainty"] == "doubtful"]
    assert (doubtful, len(file["report"]["tables"])) == ([], 2)
