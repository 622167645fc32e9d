"""How people stand in chats: read the short way and the whole way."""

import itertools

from tests.support.groups import group
from tests.support.school import read_school
from tests.support.serving import Served


async def test_who_stands_in_a_chat_is_who_is_in_it_and_as_the_same(served: Served) -> None:
    pool = served.server.pool
    school = await read_school(pool)
    await group(pool, school, "olga", "boris", "maria", "foreign_guardian", "gone", owner="maria")
    for login, other in (("olga", school.maria), ("lev", school.anya)):
        assert (await (await served.person(login)).post("/api/chats", {"person": str(other)})).status == 200
    maria = await served.person("maria")
    for audience in ("families", "students"):
        assert (await maria.post(f"/api/classes/{school.class_5a}/chat", {"audience": audience})).status == 200
    # Boris has no role of his own in the school and belongs to it through his child; Lev has left a group
    await pool.execute("delete from role where person_id = $1", school.boris)
    await group(pool, school, "lev", "clara")
    await pool.execute("update membership set left_at = now() where person_id = $1 and role = 'member'", school.lev)
    chats = [row["id"] for row in await pool.fetch("select id from chat")]
    asked = list(itertools.product(school.people.values(), chats))
    async with served.server.desk.store.read() as tx:
        standings = await tx.chats.standings(asked)
    rows = await pool.fetch("select chat_id, person_id, array_agg(role) as roles from member_now group by 1, 2")
    whole = {(row["person_id"], row["chat_id"]): set(row["roles"]) for row in rows}
    assert {pair: {role.value for role in standing.roles} for pair, standing in standings.items()} == whole
    assert len(whole) > 10
