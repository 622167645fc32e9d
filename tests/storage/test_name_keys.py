"""The database compares names as the rules do."""

from channels.names import name_key
from tests.support.serving import Served

NAMES = [
    "Соколова",
    " соколова ",
    "CОКОЛОВA",  # Latin C and A
    "Семёнов",
    "Зайцева",  # й as two signs
    "за́харов",
    "Салтыкова-Щедрина",
    "салтыкова — щедрина",
    "O'Connor",
    "Müller",
    "Ұлы Қайрат",
    "ЁЖИКОВ",
    "Ⅸ класс",
    "5 «а»",
    "",
]


async def test_names_have_one_key_in_the_database_and_in_the_rules(served: Served) -> None:
    rows = await served.server.pool.fetch("select name, name_key(name) as key from unnest($1::text[]) name", NAMES)
    assert {row["name"]: row["key"] for row in rows} == {name: name_key(name) for name in NAMES}
