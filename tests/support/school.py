"""A small school for tests: few people, every relation that rights depend on, names instead of numbers."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import asyncpg

from handlers.passwords import hash_password
from storage.pool import Connection
from storage.school_year.bells import add_bells

PASSWORD = "correct horse"
ZONE = "Europe/Moscow"
_HASH = hash_password(PASSWORD)

SERVICES = ["diary", "visits", "chat", "absence"]  # that the family has

# login -> family name, given name
PEOPLE = {
    "anya": ("Соколова", "Анна"),
    "misha": ("Белов", "Михаил"),
    "petya": ("Ким", "Пётр"),  # year one
    "foreign_student": ("Соколова", "Анна"),  # a namesake in another school
    "olga": ("Соколова", "Ольга"),  # Anya's mother
    "ivan": ("Соколов", "Иван"),  # Anya's father, restricted
    "nanny": ("Белая", "Вера"),  # trusted with Anya, but not with her diary
    "aunt": ("Чёрная", "Инна"),  # trusted with Anya's diary until yesterday
    "boris": ("Белов", "Борис"),  # Misha's father
    "maria": ("Рябова", "Мария"),  # teaches mathematics, class teacher of 5А
    "lev": ("Лебедев", "Лев"),  # covers mathematics today
    "nina": ("Никитина", "Нина"),  # teaches year one
    "clara": ("Дорн", "Клара"),  # leads the school
    "sysop": ("Штык", "Егор"),  # admin
    "foreign_teacher": ("Чужая", "Алла"),
    "foreign_guardian": ("Соколов", "Пётр"),
    "gone": ("Бывшая", "Ева"),  # has left the school
}


@dataclass(frozen=True)
class School:
    """Ids. `lessons`: mathematics of yesterday, today and tomorrow, by the school's calendar."""

    id: int
    people: dict[str, int]
    maths: int
    year_one: int
    foreign_course: int
    class_5a: int
    yesterday: int
    today: int
    tomorrow: int
    year_one_today: int
    foreign_today: int
    answer: int  # kind of work, weight 1
    test: int  # weight 3
    day: date

    @property
    def ahead(self) -> date:
        """The first day to come on which no lesson stands yet: from it on, a pattern means the same on any weekday."""
        return self.day + timedelta(days=2)

    def next(self, weekday: int) -> date:
        """Returns the first day with that weekday, 1 to 7, on which no lesson stands yet."""
        return self.ahead + timedelta(days=(weekday - self.ahead.isoweekday()) % 7)

    def __getattr__(self, name: str) -> int:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


async def build_school(db: Connection) -> None:
    """Fills an empty database."""
    day = await db.fetchval("select (now() at time zone $1)::date", ZONE)
    first = await _one(
        db,
        "insert into school (source, source_id, name, zone) values ('t', 's1', 'Гимназия № 7', $1)",
        ZONE,
    )
    second = await _one(
        db, "insert into school (source, source_id, name, zone) values ('t', 's2', 'Школа № 2', 'Asia/Omsk')"
    )
    people = {}
    for login, (family, given) in PEOPLE.items():
        people[login] = await _one(
            db,
            "insert into person (source, source_id, family_name, given_name) values ('t', $1, $2, $3)",
            login,
            family,
            given,
        )
        await db.execute(
            "insert into account (person_id, name, password_hash) values ($1, $2, $3)", people[login], login, _HASH
        )
    await db.execute("update person set ended_at = now() where id = $1", people["gone"])
    await _roles(db, people, first, second)
    class_5a = await _class(db, first, "5А", 5)
    class_1b = await _class(db, first, "1Б", 1)
    class_foreign = await _class(db, second, "5А", 5)
    for student, class_ in (
        ("anya", class_5a),
        ("misha", class_5a),
        ("petya", class_1b),
        ("foreign_student", class_foreign),
    ):
        await db.execute(
            "insert into class_enrolment (source, source_id, class_id, student_id) values ('t', $1, $2, $3)",
            student,
            class_,
            people[student],
        )
    await db.execute(
        "insert into class_teacher (source, source_id, class_id, teacher_id) values ('t', 'maria', $1, $2)",
        class_5a,
        people["maria"],
    )
    await _guardianships(db, people, day)
    maths = await _course(db, first, "Математика", 5, people, ["anya", "misha"], ["maria"])
    year_one = await _course(db, first, "Чтение", 1, people, ["petya"], ["nina"])
    foreign = await _course(db, second, "Математика", 5, people, ["foreign_student"], ["foreign_teacher"])
    await db.execute(
        "insert into substitution (course_id, teacher_id, from_day, until_day) values ($1, $2, $3, $4)",
        maths,
        people["lev"],
        day,
        day + timedelta(days=1),
    )
    for school in (first, second):
        # just after midnight: at whatever hour a test runs, the lessons of today have begun
        await add_bells(db, school, [(time(0), time(0, 45))])
    for course in (maths, year_one, foreign):
        for offset in (-1, 0, 1):
            await db.execute(
                "insert into lesson (course_id, day, number) values ($1, $2, 1)", course, day + timedelta(days=offset)
            )
    for code, ru, en, weight in (("a", "ответ", "answer", 1), ("t", "контрольная", "test", 3)):
        await db.execute(
            "insert into mark_kind (source, source_id, name_ru, name_en, short_ru, short_en, weight)"
            " values ('t', $1, $2, $3, $2, $3, $4)",
            code,
            ru,
            en,
            weight,
        )


async def read_school(pool: asyncpg.Pool) -> School:
    """The ids of the school that `build_school` made."""
    async with pool.acquire() as db:
        people = {
            row["source_id"]: row["id"] for row in await db.fetch("select id, source_id from person where source = 't'")
        }
        courses = {
            (row["source_id"]): row["id"] for row in await db.fetch("select id, source_id from course order by id")
        }
        day = await db.fetchval("select (now() at time zone $1)::date", ZONE)
        maths, year_one, foreign = courses.values()
        lessons = await db.fetch("select id, course_id, day from lesson")

        def lesson(course: int, offset: int) -> int:
            found: int = next(
                row["id"]
                for row in lessons
                if row["course_id"] == course and row["day"] == day + timedelta(days=offset)
            )
            return found

        return School(
            id=await db.fetchval("select id from school where source_id = 's1'"),
            people=people,
            maths=maths,
            year_one=year_one,
            foreign_course=foreign,
            class_5a=await db.fetchval("select id from class order by id limit 1"),
            yesterday=lesson(maths, -1),
            today=lesson(maths, 0),
            tomorrow=lesson(maths, 1),
            year_one_today=lesson(year_one, 0),
            foreign_today=lesson(foreign, 0),
            answer=await db.fetchval("select id from mark_kind where source_id = 'a'"),
            test=await db.fetchval("select id from mark_kind where source_id = 't'"),
            day=day,
        )


async def _one(db: Connection, sql: str, *values: object) -> int:
    number: int = await db.fetchval(f"{sql} returning id", *values)
    return number


async def _roles(db: Connection, people: dict[str, int], first: int, second: int) -> None:
    roles = {
        "student": ["anya", "misha", "petya"],
        "guardian": ["olga", "ivan", "boris"],
        "trusted": ["nanny", "aunt"],
        "teacher": ["maria", "lev", "nina"],
        "leadership": ["clara"],
        "admin": ["sysop"],
    }
    foreign = {"student": ["foreign_student"], "guardian": ["foreign_guardian"], "teacher": ["foreign_teacher", "gone"]}
    for school, of_school in ((first, roles), (second, foreign)):
        for role, names in of_school.items():
            for name in names:
                await db.execute(
                    "insert into role (source, source_id, person_id, school_id, role)"
                    " values ('t', $1, $2, $3, $4::role_name)",
                    f"{name}-{role}",
                    people[name],
                    school,
                    role,
                )


async def _guardianships(db: Connection, people: dict[str, int], day: date) -> None:
    for guardian, student, relation, scopes, restricted, until in (
        ("olga", "anya", "mother", SERVICES, False, None),
        ("ivan", "anya", "father", SERVICES, True, None),
        ("nanny", "anya", "trusted", ["visits"], False, None),
        ("aunt", "anya", "trusted", ["diary", "chat"], False, day),
        ("boris", "misha", "father", SERVICES, False, None),
        ("foreign_guardian", "foreign_student", "father", SERVICES, False, None),
    ):
        await db.execute(
            """
            insert into guardianship (source, guardian_id, student_id, relation, scopes, restricted, until_day)
            values ('t', $1, $2, $3::relation_name, $4, $5, $6)
            """,
            people[guardian],
            people[student],
            relation,
            scopes,
            restricted,
            until,
        )


async def _class(db: Connection, school: int, name: str, grade: int) -> int:
    return await _one(
        db,
        "insert into class (source, source_id, school_id, name, grade) values ('t', $1, $2, $3, $4)",
        f"{school}-{name}",
        school,
        name,
        grade,
    )


async def _course(
    db: Connection,
    school: int,
    subject: str,
    grade: int,
    people: dict[str, int],
    students: list[str],
    teachers: list[str],
) -> int:
    course = await _one(
        db,
        "insert into course (source, source_id, school_id, title, subject, grade, subject_source_id)"
        " values ('t', $1, $2, $3, $4, $5, $4)",
        f"{school}-{subject}",
        school,
        f"{subject}, {grade}",
        subject,
        grade,
    )
    for student in students:
        await db.execute(
            "insert into course_enrolment (source, source_id, course_id, student_id) values ('t', $1, $2, $3)",
            f"{course}-{student}",
            course,
            people[student],
        )
    for teacher in teachers:
        await db.execute(
            "insert into teaching (source, source_id, course_id, teacher_id, is_primary)"
            " values ('t', $1, $2, $3, true)",
            f"{course}-{teacher}",
            course,
            people[teacher],
        )
    return course
