"""Apps that make codes, and people who have set one up."""

from base64 import b32decode
from dataclasses import dataclass, field

from channels.second_factor import totp
from tests.support.school import PASSWORD
from tests.support.serving import Answer, Caller, Served

MINE = "/api/me/second-factor"


@dataclass
class App:
    """An authenticator app with one secret. Each code it gives is of a later step than the one before."""

    served: Served
    secret: bytes
    recovery: list[str] = field(default_factory=list)

    def now(self) -> str:
        """The code that is shown now."""
        return totp.code_of(self.secret, totp.step_at(self.served.server.desk.clock.now()))

    async def fresh(self) -> str:
        """A code that was not used yet: as if enough time had passed."""
        await self.served.server.pool.execute("update second_factor set last_step = 0")
        return self.now()


async def begun(served: Served, person: Caller, password: str | None = PASSWORD, code: str | None = None) -> App:
    answer = await person.post(f"{MINE}/start", {"password": password, "code": code})
    assert answer.status == 200, answer.body
    key = answer.body["key"]
    return App(served, b32decode(key + "=" * (-len(key) % 8)))


async def set_up(served: Served, login: str) -> tuple[Caller, App]:
    """Somebody who has just set a second factor up, and their app."""
    person = await served.person(login)
    app = await begun(served, person)
    answer = await person.post(MINE, {"code": app.now()})
    assert answer.status == 200, answer.body
    app.recovery = answer.body["codes"]
    return person, app


async def sign_in(served: Served, login: str, code: str | None = None, password: str = PASSWORD) -> Answer:
    body = {"login": login, "password": password} | ({} if code is None else {"code": code})
    return await served.stranger.post("/api/login", body)
