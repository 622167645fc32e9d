"""A school without a mail relay invites on paper, and promises no mails."""

from tests.support.school import School
from tests.support.serving import Served

CODE = "no_invitations_by_mail"


async def test_nobody_waits_for_a_mail_that_cannot_come(served: Served, school: School) -> None:
    maria = await served.person("maria")
    people = {"people": [str(school.anya)]}
    sent = await maria.post(f"/api/schools/{school.id}/invitations", people)
    asked = [await served.stranger.post("/api/invitations/ask", {"login": one}) for one in ("olga", "nobody")]
    assert {(answer.status, answer.code) for answer in (sent, *asked)} == {(409, CODE)}
    assert await served.server.pool.fetchval("select count(*) from invitation") == 0
    assert await served.server.pool.fetchval("select count(*) from invitation_request") == 0
    boris = await served.person("boris")
    assert (await boris.post(f"/api/schools/{school.id}/invitations", people)).code == "not_found"
