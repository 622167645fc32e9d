"""A person who comes a second time under another id is told of, and may be joined with the first."""

from collections.abc import Callable

import pytest

from channels.roster.doubles import Elsewhere, join, warn_of_doubles
from channels.roster.gather import gather
from channels.roster.model import Mode, Person, Problems, State
from channels.roster.plan import Plan, make_plan
from tests.support.roster_plans import Set, after, plan
from tests.support.rosters import Files, line, small, without


def stored() -> State:
    files = small()
    line(files, "users.csv", "maria")["email"] = "maria@school.test"
    return after(plan(files)[0])


def renamed(files: Files, old: str, new: str) -> Files:
    """The same set from a system that numbers this person anew."""
    for rows in files.values():
        for row in rows:
            for name, value in row.items():
                if value == old:
                    row[name] = new
                elif name in ("agentSourcedIds", "metadata.zvonok.agents"):
                    row[name] = value.replace(old, new)
    return files


def warned(files: Files, state: State, elsewhere: list[Elsewhere], mode: Mode = Mode.BULK) -> list[tuple[str, ...]]:
    done, problems = plan(files, state, modes=dict.fromkeys(files, mode))
    warn_of_doubles(done, state, elsewhere, problems)
    return [each.data for each in problems.first if each.code == "person_again"]


def joined(files: Files, state: State, *pairs: tuple[str, str], mode: Mode = Mode.BULK) -> tuple[Plan, Problems]:
    problems = Problems()
    found = gather(Set(files, dict.fromkeys(files, mode)), problems)
    joins = join(state, pairs, [], found.lines["users.csv"], problems)
    done = make_plan(found, state, problems, "Europe/Moscow")
    done.joins = joins
    return done, problems


@pytest.mark.parametrize("person", ["anna", "irina", "maria", "head", "granny"])
def test_who_comes_under_a_new_id_while_the_old_one_goes_is_told_of(person: str) -> None:
    assert warned(renamed(small(), person, "new"), stored(), []) == [("new", person)]


@pytest.mark.parametrize("person", ["anna", "irina", "maria", "head", "granny"])
def test_who_is_joined_keeps_everything_and_nothing_ends(person: str) -> None:
    state = after(plan(small())[0])
    before = {table: {stored.id for stored in rows.values()} for table, rows in state.tables.items()}
    done, problems = joined(renamed(small(), person, "new"), state, (person, "new"))
    assert not problems.refused
    assert sum(len(changes) for changes in done.tables.values()) == 0
    assert [(each.old, each.new, each.double) for each in done.joins] == [(person, "new", None)]
    state = after(done, state)
    assert {table: {stored.id for stored in rows.values()} for table, rows in state.tables.items()} == before


def _same_mail(row: dict[str, str]) -> None:
    row["email"] = "maria@school.test"


def _same_child(row: dict[str, str]) -> None:
    row.update({"familyName": "Соколова", "givenName": "Ирина", "middleName": "Павловна", "agentSourcedIds": "anna"})


def _same_mail_written_otherwise(row: dict[str, str]) -> None:
    row.update({"email": "maria@school.test", "familyName": "РЯБОВА ", "givenName": "мария", "middleName": ""})


@pytest.mark.parametrize(
    ("change", "who"), [(_same_mail, "maria"), (_same_child, "irina"), (_same_mail_written_otherwise, "maria")]
)
@pytest.mark.parametrize("mode", [Mode.BULK, Mode.DELTA])
def test_who_comes_beside_the_old_one_is_told_of_where_more_than_the_name_is_the_same(
    change: Callable[[dict[str, str]], None], who: str, mode: Mode
) -> None:
    files = small()
    line(files, "users.csv", "maria")["email"] = "maria@school.test"
    row = {"sourcedId": "new", "familyName": "Рябова", "givenName": "Мария", "middleName": "Ивановна", "email": ""}
    change(row)
    files["users.csv"].append(row)
    role = "parent" if who == "irina" else "teacher"
    files["roles.csv"].append({"sourcedId": "r9", "userSourcedId": "new", "role": role, "orgSourcedId": "s7"})
    assert warned(files, stored(), [], mode) == [("new", who)]


def test_namesakes_are_two_people() -> None:
    files = small()
    files["users.csv"].append(
        {"sourcedId": "new", "familyName": "Рябова", "givenName": "Мария", "middleName": "Ильинична"}
    )
    files["users.csv"].append(
        {"sourcedId": "new2", "familyName": "Рябова", "givenName": "Мария", "middleName": "Ивановна"}
    )
    assert warned(files, stored(), []) == []


def test_who_is_known_to_another_roster_is_told_of_by_its_name() -> None:
    person = Person("77", "Рябова", "Мария", "Ивановна", "maria@school.test", None, None, None)
    files = small()
    line(files, "users.csv", "maria")["email"] = "maria@school.test"
    assert warned(files, State(), [Elsewhere("old-sis", 1, person, False)]) == [("maria", "old-sis:77")]
    assert warned(files, State(), [Elsewhere("old-sis", 1, person._replace(email="other@school.test"), False)]) == []


def test_a_restriction_is_not_shaken_off_by_a_new_id() -> None:
    """The father comes without his restriction, under a new id: joined, it is a restriction that is lifted."""
    files = renamed(small(), "andrey", "new")
    line(files, "users.csv", "petr")["metadata.zvonok.agents"] = "new:father"
    state = stored()
    assert warned(files, state, []) == [("new", "andrey")]
    done, _ = joined(files, state, ("andrey", "new"))
    assert [(row.guardian, row.student) for row in done.lifted()] == [("new", "petr")]


def test_who_stands_twice_already_becomes_one() -> None:
    files = small()
    files["users.csv"].append({**line(files, "users.csv", "irina"), "sourcedId": "new"})
    files["roles.csv"].append({"sourcedId": "r9", "userSourcedId": "new", "role": "parent", "orgSourcedId": "s7"})
    line(files, "users.csv", "anna")["metadata.zvonok.agents"] = "irina:mother,new:mother"
    state = after(plan(files)[0])
    irina, new = (state.tables["person"][person].id for person in ("irina", "new"))
    without(files, "users.csv", "irina")
    without(files, "roles.csv", "r3")
    line(files, "users.csv", "anna").update({"agentSourcedIds": "", "metadata.zvonok.agents": "new:mother"})
    done, problems = joined(files, state, ("irina", "new"))
    assert not problems.refused
    assert [(each.person, each.double) for each in done.joins] == [(irina, new)]
    state = after(done, state)
    assert [(row.guardian, row.student) for row in state.rows("guardianship") if row.student == "anna"] == [
        ("new", "anna")
    ]
    assert {row.source_id for row in state.rows("role") if row.person == "new"} == {"r9"}


@pytest.mark.parametrize("pair", [("nobody", "maria"), ("maria", "nobody"), ("maria", "maria")])
def test_only_people_who_are_there_are_joined(pair: tuple[str, str]) -> None:
    _, problems = joined(small(), stored(), pair)
    assert [each.code for each in problems.first if each.level == "error"] == ["join_unknown"]
