"""Tables of people by chance: who follows whom is what the rows say, in whatever order they come, however often."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from channels.roster.headings import Kind, map_columns
from channels.roster.model import Guardianship, Mode, Person, Problems, State
from channels.roster.people_rows import PeopleRows
from channels.roster.people_table import SCHOOL, People
from channels.roster.plan import Plan, plan_import
from channels.roster.translated import Origin, Translated
from tests.support.roster_plans import after

HEADINGS = ["Фамилия", "Имя", "Дата рождения", "Класс", "Мать ФИО", "Мать телефон", "Отец ФИО"]


@dataclass(frozen=True)
class Child:
    family: str
    given: str
    birthday: str
    class_: str
    mother: str
    phone: str
    father: str

    @property
    def row(self) -> list[str]:
        return [self.family, self.given, self.birthday, self.class_, self.mother, self.phone, self.father]

    @property
    def name(self) -> tuple[str, str]:
        return self.family, self.given


NAMES = st.sampled_from(["Соколова", "Козлов", "Белова"])
ADULTS = st.sampled_from(["", "Соколова Елена Сергеевна", "Козлова Вера", "Белов Иван"])
CHILDREN = st.lists(
    st.builds(
        Child,
        NAMES,
        st.sampled_from(["Анна", "Пётр", "Лев"]),
        st.sampled_from(["", "2015-05-12"]),
        st.sampled_from(["5А", "5Б"]),
        ADULTS,
        st.sampled_from(["", "+79165554712", "+79165554713"]),
        ADULTS,
    ),
    max_size=6,
    unique_by=lambda child: child.name,
)


def bring(rows: Sequence[list[str]], state: State | None = None) -> tuple[Plan, State]:
    problems = Problems()
    into = Translated("CSV", "file", problems)
    into.has("orgs.csv", Mode.DELTA, {"name": ""})
    line = {"sourcedId": SCHOOL, "name": "Школа", "type": "school", "status": "active"}
    into.add("orgs.csv", Origin("people.csv", 0), line)
    people = People(into)
    lines = iter(enumerate(rows, 2))
    people.add_students(PeopleRows("people.csv", map_columns(HEADINGS, Kind.STUDENTS), lines, into.problems))
    people.finish()
    plan = plan_import(into, state or State(), into.problems, "Europe/Moscow")
    assert not problems.refused
    return plan, after(plan, state)


def families(state: State) -> set[tuple[str, tuple[str, str]]]:
    """Full name of an adult, name of the child."""
    people = {row.source_id: row for row in state.rows("person") if isinstance(row, Person)}

    def full(row: Person) -> str:
        return " ".join(filter(None, [row.family_name, row.given_name, row.middle_name]))

    ties = [row for row in state.rows("guardianship") if isinstance(row, Guardianship)]
    children = {tie: people[tie.student] for tie in ties}
    return {(full(people[tie.guardian]), (row.family_name, row.given_name)) for tie, row in children.items()}


def said(children: Sequence[Child]) -> set[tuple[str, tuple[str, str]]]:
    return {(adult, child.name) for child in children for adult in (child.mother, child.father) if adult}


@given(CHILDREN, st.randoms(use_true_random=False))
def test_families_are_what_the_rows_say_and_a_second_import_changes_nothing(
    children: list[Child], chance: Random
) -> None:
    _, state = bring([child.row for child in children])
    assert families(state) == said(children)
    assert len(state.tables["class_enrolment"]) == len(children)
    mixed = list(children)
    chance.shuffle(mixed)
    again, _ = bring([child.row for child in mixed], state)
    assert len(again) == 0, again.tables


@given(CHILDREN, CHILDREN)
def test_after_any_other_table_nobody_follows_a_child_unnamed(before: list[Child], now: list[Child]) -> None:
    _, state = bring([child.row for child in before])
    _, state = bring([child.row for child in now], state)
    listed = {child.name for child in now}
    assert {tie for tie in families(state) if tie[1] in listed} == said(now)
    named = {child.class_ for child in now}
    stay = [child for child in before if child.name not in listed and child.class_ not in named]
    assert {tie for tie in families(state) if tie[1] not in listed} == said(stay)
