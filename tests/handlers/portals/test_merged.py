"""Who was made one is found by what either record has said; apart again, each by what is its own."""

import pytest

from channels.matching.model import Known
from storage.store import PostgresStore
from tests.support.merging import MINE, joined, twin
from tests.support.portals import OLGA, Claims, Portal, come
from tests.support.post import gets_mail
from tests.support.school import PASSWORD, School
from tests.support.serving import Served

SECOND = "second@mail.example"


async def known(served: Served, number: str, *emails: str, phones: tuple[str, ...] = ()) -> dict[int, Known]:
    async with PostgresStore(served.server.pool).read() as tx:
        return {one.person: one for one in await tx.portals.sharing(int(number), emails, phones)}


async def who_is_in(served: Served, portal: Portal, number: str, subject: str, said: Claims) -> int | None:
    browser, _ = await come(served, portal, number, subject, **said)
    answer = await browser.open(f"{served.base}/api/me")
    return int(answer.body["person"]["id"]) if answer.status == 200 else None


@pytest.mark.parametrize("family", ["Соколова", "Белова"])
async def test_a_portal_lets_in_by_a_contact_that_only_the_other_record_had(
    served: Served, school: School, portal: Portal, number: str, family: str
) -> None:
    other = await twin(served, school, "olga2")
    pool = served.server.pool
    await pool.execute(
        "update person set email = $2, family_name = 'Белова', middle_name = 'Сергеевна' where id = $1", other, SECOND
    )
    merge = await joined(await served.person("olga"), "olga2")
    said = {**OLGA, "email": SECOND}
    assert await who_is_in(served, portal, number, "first", {**said, "family_name": family}) == school.olga
    olga = await served.person("olga")
    assert (await olga.post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).status == 200
    # what was connected meanwhile stays; another account of the portal is matched anew
    assert await who_is_in(served, portal, number, "second", said) is None
    assert await who_is_in(served, portal, number, "second", {**said, "family_name": "Белова"}) == other


async def test_contacts_and_names_of_both_are_the_survivors_until_they_are_apart(
    served: Served, school: School, number: str
) -> None:
    other = await twin(served, school, "olga2")
    pool = served.server.pool
    await pool.execute("update person set email = 'olga@school.example', phone = null where id = $1", school.olga)
    await pool.execute(
        "update person set email = 'old@mail.example', phone = '8 916 000-11-22', family_name = 'Белова' where id = $1",
        other,
    )
    await gets_mail(served, other, SECOND)  # takes the place of the register's, in that record alone
    asked = ("olga@school.example", SECOND, "old@mail.example")
    before = await known(served, number, *asked)
    olga = await served.person("olga")
    merge = await joined(olga, "olga2")
    [hers] = (await known(served, number, *asked)).values()
    assert (hers.person, hers.name.family) == (school.olga, "Соколова")
    assert [one.family for one in hers.other_names] == ["Белова"]
    assert set(hers.emails) == {"olga@school.example", SECOND}
    assert hers.phones == ("8 916 000-11-22",)
    assert list(await known(served, number, phones=("9160001122",))) == [school.olga]
    async with PostgresStore(pool).read() as tx:
        found = await tx.sign_in_cases.candidate(school.olga)
    assert found is not None
    assert (found.known.emails, found.known.other_names) == (hers.emails, hers.other_names)
    assert (await olga.post(f"{MINE}/{merge}/undo", {"password": PASSWORD})).status == 200
    assert await known(served, number, *asked) == before
    assert before[school.olga].emails == ("olga@school.example",)
    assert before[other].emails == (SECOND,)


async def test_what_a_record_said_that_has_ended_is_nobodys(served: Served, school: School, number: str) -> None:
    other = await twin(served, school, "olga2")
    await served.server.pool.execute("update person set email = $2 where id = $1", other, SECOND)
    await joined(await served.person("olga"), "olga2")
    assert (await known(served, number, SECOND))[school.olga].emails != ()
    await served.server.pool.execute("update person set ended_at = now() where id = $1", other)
    assert SECOND not in (await known(served, number, SECOND))[school.olga].emails
