"""Applications for a connection, as an applicant writes them and an operator decides them."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner, Result

from handlers.commands.applications import applications_command
from tests.support.post import Postman, Relaying
from tests.support.serving import Answer, Served

MAIL = "kanc@school3.example"
FORM = {
    "school": "Школа № 3",
    "zone": "Asia/Yekaterinburg",
    "applicant": "Виноградова Татьяна Александровна",
    "position": "заместитель директора",
    "email": MAIL,
}
_TOKEN, _DIGITS, _CODE = r"/activate/application#([\w-]{43})", r"\d{3} \d{3}", r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"


@dataclass(frozen=True)
class Sent:
    """An application with its two secrets."""

    token: str
    code: str

    @property
    def wrong(self) -> str:
        return f"{(int(self.code) + 1) % 10**6:06d}"


class City:
    """An installation that takes applications, with its mail."""

    def __init__(self, served: Served, url: str, relay: Relaying, post: Postman) -> None:
        self.served, self._url, self._relay, self._post = served, url, relay, post

    async def apply(self, **other: Any) -> Answer:
        return await self.served.stranger.post("/api/applications", {**FORM, **other})

    async def sent(self, **other: Any) -> Sent:
        """Applies and reads the mail."""
        answer = await self.apply(**other)
        assert answer.status == 202, answer.body
        [(to, text)] = await self.mailed()
        assert to == other.get("email", MAIL)
        [token] = re.findall(_TOKEN, text)
        assert token == answer.body["token"]
        return Sent(token, re.findall(_DIGITS, text)[0].replace(" ", ""))

    async def open(self, token: str) -> Answer:
        return await self.served.stranger.post("/api/applications/open", {"token": token})

    async def confirm(self, sent: Sent, code: str | None = None) -> Answer:
        body = {"token": sent.token, "code": sent.code if code is None else code}
        return await self.served.stranger.post("/api/applications/confirm", body)

    async def waits(self, **other: Any) -> tuple[Sent, int]:
        """Applies and confirms; returns the number as well."""
        sent = await self.sent(**other)
        confirmed = await self.confirm(sent)
        assert (confirmed.status, confirmed.body["state"]) == (200, "waiting"), confirmed.body
        return sent, int(confirmed.body["application"])

    async def state(self, sent: Sent) -> str:
        state: str = (await self.open(sent.token)).body["state"]
        return state

    async def zvonok(self, *arguments: str) -> Result:
        """`zvonok applications` on this database."""
        command, *rest = arguments or ("list",)
        said = [command, "--database-url", self._url, *rest]
        return await asyncio.to_thread(CliRunner().invoke, applications_command, said)

    async def mailed(self) -> list[tuple[str, str]]:
        """Addresses and texts of the mails that came since."""
        await self._post.catch_up()
        bodies = [(to, mail.get_body(("plain",))) for to, mail in self._relay.take()]
        return [(to, body.get_content()) for to, body in bodies if body is not None]

    async def codes(self, address: str = MAIL) -> list[str]:
        """Activation codes of the mails that came since, all to this address."""
        mails = await self.mailed()
        assert {to for to, _ in mails} <= {address}
        return [code for _, text in mails for code in re.findall(_CODE, text)]

    async def accepted(self, number: int, *arguments: str) -> str:
        """Accepts; returns the activation code of the mail."""
        said = await self.zvonok("accept", str(number), *arguments)
        assert said.exit_code == 0, said.output
        [code] = await self.codes()
        assert code not in said.output
        return code
