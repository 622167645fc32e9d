"""Whether a text names a child, in whatever case and order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.announcements.names import named
from channels.people import Name

CHILDREN = [
    (1, Name(family="Котов", given="Данил")),
    (2, Name(family="Соколова", given="Анна")),
    (3, Name(family="Белая", given="Вера")),
    (4, Name(family="Ким", given="Пётр")),
    (5, Name(family="Лебедев", given="Лев")),
    (6, Name(family="Smith", given="John")),
    (7, Name(family="Петров-Водкин", given="Павел")),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Данил Котов опоздал", [1]),
        ("Прошу родителей Котова Данила зайти", [1]),
        ("Поздравляем Анну Соколову!", [2]),
        ("подарок от Соколовой Анны", [2]),
        ("с Верой Белой", [3]),
        ("у Кима Петра", [4]),
        ("Петру Киму", [4]),
        ("Льву Лебедеву и Данилу Котову", [1, 5]),
        ("Well done, John Smith", [6]),
        ("Павла Петрова-Водкина", [7]),
        # nobody is named
        ("", []),
        ("Котов", []),  # half of a class may share it
        ("Анна Ивановна Соколова", []),  # a teacher
        ("данил котов", []),
        ("Соколова сказала, что Анна придёт", []),
        ("Вера в себя, белая скатерть", []),
        ("Котовский Данил", []),
    ],
)
def test_a_child_is_named_by_family_and_given_name_together(text: str, found: list[int]) -> None:
    assert named(text, CHILDREN) == found


@given(st.text(max_size=300))
def test_any_text_at_all_gets_an_answer(text: str) -> None:
    named(text, CHILDREN)
