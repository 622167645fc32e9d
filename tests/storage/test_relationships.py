"""What ties two people, asked of both and asked of one."""

import itertools

from channels.policy import Relationship
from storage.talk.chats import PostgresChats
from storage.talk.relations_between import relationships
from tests.support.school import read_school
from tests.support.serving import Served


async def test_from_both_ends_the_same_bonds_are_found_as_from_one(shared: Served) -> None:
    people = sorted((await read_school(shared.server.pool)).people.values())
    async with shared.server.pool.acquire() as connection:
        chats = PostgresChats(connection)
        expected = {
            (person, other): frozenset(one.relationship for one in await chats.related(person, other))
            for person, other in itertools.permutations(people, 2)
        }
        found = await relationships(connection, list(expected))
    assert {pair: found.get(pair, frozenset()) for pair in expected} == expected
    assert frozenset().union(*expected.values()) == set(Relationship)  # the school has every kind
