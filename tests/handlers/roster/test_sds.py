"""Sets of Microsoft School Data Sync: each version is named, read, and told of in the words of its own files."""

from pathlib import Path

import pytest

from channels.roster.model import Course, Guardianship, Level, Membership, Problems, RoleRow, Session, State
from channels.roster.plan import Plan, plan_import
from handlers.roster.formats import Format, recognise
from handlers.roster.read import open_set
from handlers.roster.sds_files import NEEDED, VERSION_1, VERSION_2
from tests.support.roster_plans import after
from tests.support.tables import told

VERSION_ONE = {
    "School.csv": "SIS ID,Name,Zone\n10,Гимназия № 7,1\n",
    "Section.csv": (
        "SIS ID,School SIS ID,Section Name,Term SIS ID,Term Name,Term StartDate,Term EndDate,"
        "Course SIS ID,Course Name\n"
        "5a,10,5A,t1,2026/27,9/1/2026,5/31/2027,,\n"
        "m5,10,Математика 5А,t1,2026/27,9/1/2026,5/31/2027,math,Математика\n"
        "r5,10,Кружок робототехники,t1,2026/27,9/1/2026,5/31/2027,,\n"
    ),
    "Student.csv": (
        "SIS ID,School SIS ID,First Name,Last Name,Middle Name,Username,Password,Student Number,Status\n"
        "s1,10,Анна,Соколова,Дмитриевна,anna,secret,42,Active\n"
        "s2,10,Пётр,Дьяконов,,petr,secret,43,Active\n"
    ),
    "Teacher.csv": "SIS ID,School SIS ID,First Name,Last Name,Username\nt1,10,Мария,Рябова,maria\n",
    "StudentEnrollment.csv": "Section SIS ID,SIS ID\n5a,s1\n5a,s2\nm5,s1\nm5,s1\n",
    "TeacherRoster.csv": "Section SIS ID,SIS ID\n5a,t1\nm5,t1\n",
    "User.csv": "Email,First Name,Last Name,Phone,SIS ID\nIrina@x.example,Ирина,Соколова,+79165554712,\n"
    "vera@x.example,Вера,Белова,,g2\ndoc@x.example,Иван,Айболит,,\n",
    "GuardianRelationship.csv": "SIS ID,Email,Role\ns1,irina@x.example,Parent\ns1,vera@x.example,Relative\n"
    "s1,doc@x.example,Doctor\ns2,vera@x.example,\n",
}
ORGS = "sourcedId,name,type,parentSourcedId\n1,Министерство,ministryOfEducation,\n10,Гимназия № 7,school,1\n"
VERSION_TWO = {
    "orgs.csv": ORGS,
    "users.csv": "sourcedId,orgSourcedIds,givenName,familyName,username,password,role,grade\n"
    "s1,10,Анна,Соколова,anna@x.example,secret,Student,5\nt1,10,Мария,Рябова,maria@x.example,secret,Teacher,\n"
    "a1,10,Ада,Лаврова,ada@x.example,secret,Administrator,\n",
    "classes.csv": "sourcedId,orgSourcedId,title\n5a,10,5А\nm5,10,Математика 5А\n",
    "enrollments.csv": "classSourcedId,userSourcedId,role\n5a,s1,Student\nm5,s1,Student\nm5,t1,Teacher\n",
}
VERSION_TWO_ONE = {
    "orgs.csv": ORGS,
    "users.csv": "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n"
    "s1,anna@x.example,Анна,Соколова,secret,,,,\nt1,maria@x.example,Мария,Рябова,secret,,,,\n"
    "g1,irina@x.example,Ирина,Соколова,,,irina@x.example,+79165554712,\ng2,,Вера,Белова,,,vera@x.example,,\n",
    "roles.csv": "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n"
    "s1,10,student,y,5,TRUE,2026-09-01,2027-05-31\nt1,10,teacher,y,,TRUE,2026-09-01,2027-05-31\n",
    "classes.csv": "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\n5a,10,5А,y,\n"
    "m5,10,Математика 5А,y,math\n",
    "courses.csv": "sourcedId,orgSourcedId,title,code,schoolYearSourcedId,subject,grade\nmath,10,Математика,M,y,,5\n",
    "enrollments.csv": "classSourcedId,userSourcedId,role\n5a,s1,student\n"
    "m5,s1,student\nm5,t1,teacher\n5a,t1,teacher\n",
    "academicSessions.csv": "sourcedId,title,type,schoolYear,startDate,endDate\n"
    "y,2026/27,schoolYear,2027,2026-09-01,2027-05-31\n",
    "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\ns1,g1,mother\ns1,g2,relative\n",
    "demographics.csv": "userSourcedId,sex,birthDate\ns1,female,2015-05-12\n",
}


def written(folder: Path, files: dict[str, str], **changed: str) -> Path:
    """Writes a set and returns its folder. A file that is changed to nothing is left out."""
    folder.mkdir(exist_ok=True)
    for name, text in {**files, **{f"{name}.csv": text for name, text in changed.items()}}.items():
        if text:
            (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def read(folder: Path, state: State | None = None) -> tuple[Plan | None, Problems, str | None]:
    problems = Problems()
    with open_set(folder, problems, None) as reading:
        if reading is None:
            return None, problems, None
        done = plan_import(reading, state or State(), reading.problems, "Europe/Moscow")
        return done, problems, reading.format


def added(plan: Plan | None, table: str) -> list[object]:
    assert plan is not None
    return list(plan.tables[table].added)


def test_version_one_with_guardians(tmp_path: Path) -> None:
    plan, problems, format_ = read(written(tmp_path / "set", VERSION_ONE))
    assert (format_, told(problems, Level.ERROR)) == ("Microsoft SDS v1", [])
    assert {f"{row.person} {row.group}" for row in added(plan, "class_enrolment") if isinstance(row, Membership)} == {
        "s1 5a",
        "s2 5a",
    }
    assert [getattr(row, "name", "") for row in added(plan, "class")] == ["5А"]
    courses = {row.title: row.subject for row in added(plan, "course") if isinstance(row, Course)}
    assert courses == {"Математика 5А": "Математика", "Кружок робототехники": "Кружок робототехники"}
    sessions = [(str(r.from_day), str(r.until_day)) for r in added(plan, "academic_session") if isinstance(r, Session)]
    assert sessions == [("2026-09-01", "2027-06-01")]
    ties = [(g.guardian, g.student, g.relation) for g in added(plan, "guardianship") if isinstance(g, Guardianship)]
    assert sorted(ties) == [("g2", "s1", "trusted"), ("irina@x.example", "s1", "guardian")]
    codes = told(problems)
    assert "GuardianRelationship.csv:4 Role: contact_not_family" in codes
    assert "GuardianRelationship.csv:5 Role: contact_not_family" in codes
    assert "Student.csv:1 Password: password_ignored" in codes
    assert "secret" not in repr(plan) + repr(problems)


def test_version_two(tmp_path: Path) -> None:
    plan, problems, format_ = read(written(tmp_path / "set", VERSION_TWO))
    assert (format_, told(problems, Level.ERROR)) == ("Microsoft SDS v2", [])
    roles = {(row.person, row.role) for row in added(plan, "role") if isinstance(row, RoleRow)}
    assert roles == {("s1", "student"), ("t1", "teacher"), ("a1", "staff")}
    assert [len(added(plan, table)) for table in ("school", "class", "course", "teaching")] == [1, 1, 1, 1]


def test_version_two_one_with_kinds_of_guardian(tmp_path: Path) -> None:
    plan, problems, format_ = read(written(tmp_path / "set", VERSION_TWO_ONE))
    assert (format_, told(problems, Level.ERROR)) == ("Microsoft SDS v2.1", [])
    ties = {(g.guardian, g.relation, g.restricted) for g in added(plan, "guardianship") if isinstance(g, Guardianship)}
    assert ties == {("g1", "mother", False), ("g2", "trusted", False)}
    ends = {row.person: str(row.until_day) for row in added(plan, "role") if isinstance(row, RoleRow) and row.until_day}
    assert ends == {"s1": "2027-06-01", "t1": "2027-06-01"}
    assert [getattr(row, "subject", "") for row in added(plan, "course")] == ["Математика"]


@pytest.mark.parametrize("files", [VERSION_ONE, VERSION_TWO, VERSION_TWO_ONE], ids=["v1", "v2", "v2.1"])
def test_the_same_set_again_changes_nothing(tmp_path: Path, files: dict[str, str]) -> None:
    folder = written(tmp_path / "set", files)
    plan, _, _ = read(folder)
    assert plan is not None
    again, _, _ = read(folder, after(plan))
    assert again is not None
    assert len(again) == 0


def test_a_restriction_outlives_a_set_that_has_no_word_for_it(tmp_path: Path) -> None:
    folder = written(tmp_path / "set", VERSION_TWO_ONE)
    state = after(read(folder)[0])  # type: ignore[arg-type]
    tie = state.tables["guardianship"]["g1", "s1"]
    assert isinstance(tie.row, Guardianship)
    state.tables["guardianship"]["g1", "s1"] = tie._replace(row=tie.row._replace(restricted=True))
    relations = VERSION_TWO_ONE["relationships.csv"]
    for said in (relations, relations.replace("g1,mother", "g1,guardian"), relations.replace("s1,g1,mother\n", "")):
        plan, _, _ = read(written(folder, VERSION_TWO_ONE, relationships=said), state)
        assert plan is not None
        assert plan.lifted() == []


def but(files: dict[str, str], name: str, old: str, new: str) -> dict[str, str]:
    """The set with that text replaced in one file."""
    assert old in files[f"{name}.csv"]
    return {**files, f"{name}.csv": files[f"{name}.csv"].replace(old, new)}


ONE, TWO_ONE = VERSION_ONE, VERSION_TWO_ONE


@pytest.mark.parametrize(
    ("files", "refused"),
    [
        ({**ONE, "StudentEnrollment.csv": ""}, "set_incomplete"),
        ({**ONE, "User.csv": ""}, "set_incomplete"),
        ({**ONE, "Student.csv": "SIS ID,School SIS ID,Username\ns1,10,a\n"}, "Student.csv:1 First Name: format_column"),
        ({**ONE, "Student.csv": "SIS ID,SIS ID\n"}, "Student.csv:1 SIS ID: column_repeated"),
        (but(ONE, "Teacher", "t1,", "s1,"), "Teacher.csv:2 SIS ID: id_repeated"),
        (but(ONE, "School", "10,Гимназия № 7", "10,"), "School.csv:2 Name: value_missing"),
        (but(ONE, "Student", "Active", "Perhaps"), "Student.csv:2 Status: unknown_word"),
        ({**TWO_ONE, "enrollments.csv": ""}, "set_incomplete"),
        ({**TWO_ONE, "users.csv": ""}, "set_incomplete"),
        ({**TWO_ONE, "users.csv": "a\n\xff"}, "users.csv:1 sourcedId: format_column"),
        (but(TWO_ONE, "orgs", "school", "castle"), "orgs.csv:3 type: unknown_word"),
        (but(TWO_ONE, "roles", ",teacher", ",wizard"), "roles.csv:3 role: unknown_word"),
        (but(TWO_ONE, "roles", "2027-05-31", "весна"), "roles.csv:2 roleEndDate: not_a_date"),
        (but(TWO_ONE, "relationships", "mother", "friend"), "relationships.csv:2 relationshipRole: unknown_word"),
        (
            but(TWO_ONE, "relationships", "g2,relative", "g1,relative"),
            "relationships.csv:3 relationshipRole:",
        ),
        (but(TWO_ONE, "academicSessions", "2026-09-01", "01.13.2026"), "academicSessions.csv:2 startDate: not_a_date"),
    ],
)
def test_what_is_wrong_is_told_in_the_words_of_the_schools_own_files(
    tmp_path: Path, files: dict[str, str], refused: str
) -> None:
    _, problems, _ = read(written(tmp_path / "set", files))
    assert [each for each in told(problems, Level.ERROR) if refused in each], told(problems)


def test_a_guardian_who_is_nowhere_is_left_out_where_the_relation_is_said(tmp_path: Path) -> None:
    relations = VERSION_TWO_ONE["relationships.csv"] + "s1,nobody,father\nnobody,g1,mother\nnobody,neither,mother\n"
    plan, problems, _ = read(written(tmp_path / "set", VERSION_TWO_ONE, relationships=relations))
    assert [each for each in told(problems) if "left_out" in each or "dangling" in each] == [
        "relationships.csv:6 userSourcedId: reference_left_out",
        "relationships.csv:4 relationshipUserSourcedId: reference_left_out",
        "relationships.csv:5 userSourcedId: reference_left_out",
    ]
    assert len(added(plan, "guardianship")) == 2
    assert not problems.refused


def headings(files: dict[str, str]) -> dict[str, frozenset[str]]:
    return {name.lower(): frozenset(text.split("\n")[0].lower().split(",")) for name, text in files.items()}


ONEROSTER = {
    "users.csv": "sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName",
    "orgs.csv": "sourcedId,name,type,identifier",
    "classes.csv": "sourcedId,title,grades,courseSourcedId,classType,schoolSourcedId,termSourcedIds",
}


@pytest.mark.parametrize(
    ("files", "format_"),
    [
        (VERSION_ONE, Format.SDS_1),
        ({"Student.csv": "", "Section.csv": ""}, Format.SDS_1),
        (VERSION_TWO, Format.SDS_2),
        (VERSION_TWO_ONE, Format.SDS_21),
        ({name: VERSION_TWO_ONE[name] for name in ("orgs.csv", "users.csv", "roles.csv")}, Format.SDS_21),
        (ONEROSTER, Format.ONEROSTER),
        ({**VERSION_TWO_ONE, "manifest.csv": "propertyName,value"}, Format.ONEROSTER),
        ({"schools.csv": "School_id", "students.csv": "Student_id", "enrollments.csv": "Section_id"}, Format.CLEVER),
        ({"people.csv": "ФИО"}, Format.UNKNOWN),
        ({}, Format.UNKNOWN),
    ],
)
def test_a_format_is_told_by_names_and_headings(files: dict[str, str], format_: Format) -> None:
    assert recognise(headings(files)) is format_


def test_another_format_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "set", {"schools.csv": "School_id,School_name\n", "students.csv": "Student_id\n"})
    assert [(p.code, p.data) for p in read(folder)[1].first] == [("format_not_read", ("Clever",))]


def test_every_column_that_must_be_there_has_a_heading() -> None:
    for name, columns in (*VERSION_1.items(), *VERSION_2.items()):
        assert set(NEEDED[name]) <= set(columns.values())
