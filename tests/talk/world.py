"""A school in which people talk: random actions one after the other, and what everybody must then hold."""

import asyncio
import csv
import random
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from rich.console import Console

from handlers.commands.export_roster import export_roster
from handlers.commands.import_roster import import_roster
from tests.support.school import PEOPLE as SCHOOL
from tests.support.school import School, read_school
from tests.support.serving import Answer, Served, serving
from tests.support.wire import wire
from tests.talk.views import Listener

PEOPLE = tuple(login for login in SCHOOL if login != "gone")
WORDS = ("thanks", "got_it", None)
Action = tuple[str, int, int, int]


class World:
    """Does actions one after the other, and notes who was in each chat when each of its offsets was given."""

    def __init__(self, served: Served, school: School, folder: Path) -> None:
        self.served, self.school, self.folder = served, school, folder
        self.pool = served.server.pool
        self.people: list[Listener] = []
        self.chats: list[str] = []
        self.readers: dict[tuple[str, int], frozenset[int]] = {}
        self.tellers: dict[tuple[str, int], object] = {}  # which action told it, for who looks for a fault
        self.refused = self.done = self.rosters = self.heard = self.compared = 0

    async def begin(self) -> None:
        maria = self._one("maria").caller
        for path, body in (
            (f"/api/classes/{self.school.class_5a}/chat", {"audience": "families"}),
            ("/api/groups", {"school": str(self.school.id), "title": "Хор", "openness": "public"}),
            ("/api/groups", {"school": str(self.school.id), "title": "Театр", "openness": "request"}),
            ("/api/chats", {"person": str(self.school.olga)}),
        ):
            self.chats.append((await maria.post(path, body)).body["chat"]["id"])
        lev = self._one("lev").caller
        self.chats.append((await lev.post("/api/chats", {"person": str(self.school.anya)})).body["chat"]["id"])
        await self._note()

    def _one(self, login: str) -> Listener:
        return next(one for one in self.people if one.login == login)

    async def do(self, action: Action) -> None:
        name, who, where, what = action
        person = self.people[who % len(self.people)]
        if name in LOOKING_AFTER and where % 3:
            person = self._one("maria")  # who opened most of them
        # now and then in what is not theirs; one comes into what one is not in yet
        known = sorted(person.talks) if where % 4 and name != "join" else self.chats
        chat = known[where % len(known)] if known else self.chats[0]
        answer = await getattr(self, f"_{name}")(person, chat, what)
        if answer is not None:
            assert answer.status < 500, (action, answer.body)
            self.refused += answer.status >= 400
        self.done += 1
        await self._note((action, person.login, chat))

    async def _note(self, told_by: object = None) -> None:
        rows = await self.pool.fetch(
            "select substr(name, 6) as chat, top_offset, array(select distinct m.person_id from member_now m"
            " where m.chat_id = substr(name, 6)::bigint) as members from channel where name like 'chat:%'"
        )
        for row in rows:
            for offset in range(row["top_offset"], 0, -1):
                if (row["chat"], offset) in self.readers:
                    break
                self.readers[row["chat"], offset] = frozenset(row["members"])
                self.tellers[row["chat"], offset] = told_by

    async def _message(self, chat: str, what: int, author: str | None = None) -> dict[str, Any]:
        """One of the chat; with an author, mostly one of theirs."""
        rows = await self.pool.fetch(
            """
            select "offset", revision from message m join account a on a.person_id = m.author_id
            where chat_id = $1 and ($2::text is null or a.name = $2) order by "offset"
            """,
            int(chat),
            author if what % 5 else None,
        )
        return dict(rows[what % len(rows)]) if rows else {"offset": 1, "revision": 1}

    async def _say(self, person: Listener, chat: str, what: int) -> Answer:
        body: dict[str, Any] = {"text": f"слово {what}"}
        if what % 3 == 0:
            body["reply_to"] = (await self._message(chat, what))["offset"]
        return await person.caller.post(f"/api/chats/{chat}/messages", body)

    async def _edit(self, person: Listener, chat: str, what: int) -> Answer:
        message = await self._message(chat, what, person.login)
        body = {"revision": message["revision"], "text": f"иначе {what}"}
        return await person.caller.patch(f"/api/chats/{chat}/messages/{message['offset']}", body)

    async def _withdraw(self, person: Listener, chat: str, what: int) -> Answer:
        message = await self._message(chat, what, person.login)
        return await person.caller.post(f"/api/chats/{chat}/messages/{message['offset']}/withdraw")

    async def _react(self, person: Listener, chat: str, what: int) -> Answer:
        offset = (await self._message(chat, what))["offset"]
        body = {"reaction": WORDS[what % len(WORDS)]}
        return await person.caller.ask("PUT", f"/api/chats/{chat}/messages/{offset}/reaction", body)

    async def _ask(self, person: Listener, chat: str, what: int) -> Answer:
        body = {"text": f"вопрос {what}", "poll": {"options": ["да", "нет", "может быть"], "multiple": what % 2 == 0}}
        return await person.caller.post(f"/api/chats/{chat}/messages", body)

    async def _vote(self, person: Listener, chat: str, what: int) -> Answer:
        polls = await self.pool.fetch('select "offset" from poll where chat_id = $1 order by "offset"', int(chat))
        offset = polls[what % len(polls)]["offset"] if polls else 1
        path = f"/api/chats/{chat}/messages/{offset}"
        if what % 7 == 0:
            return await person.caller.post(f"{path}/close")
        return await person.caller.ask("PUT", f"{path}/vote", {"choices": [[what % 3], [0, 2], []][what % 5 % 3]})

    async def _pin(self, person: Listener, chat: str, what: int) -> Answer:
        offset = (await self._message(chat, what))["offset"]
        return await person.caller.ask("PUT", f"/api/chats/{chat}/messages/{offset}/pin", {"pinned": what % 3 > 0})

    async def _see(self, person: Listener, chat: str, what: int) -> Answer:
        return await person.caller.post(f"/api/chats/{chat}/seen", {"offset": what})

    async def _mine(self, person: Listener, chat: str, what: int) -> Answer:
        return await person.caller.patch(f"/api/chats/{chat}/mine", {"muted": what % 2 == 0, "draft": f"{what}"})

    async def _bring(self, person: Listener, chat: str, what: int) -> Answer:
        return await person.caller.post(f"/api/groups/{chat}/members", {"persons": [str(self._some(what))]})

    async def _put(self, person: Listener, chat: str, what: int) -> Answer:
        role = ("member", "moderator", "owner", None, None)[what % 5]
        return await person.caller.patch(f"/api/groups/{chat}/members/{self._some(what)}", {"role": role})

    async def _leave(self, person: Listener, chat: str, _: int) -> Answer:
        return await person.caller.post(f"/api/groups/{chat}/leave")

    async def _join(self, person: Listener, chat: str, _: int) -> Answer:
        return await person.caller.post(f"/api/groups/{chat}/join", {})

    async def _answer(self, person: Listener, chat: str, what: int) -> Answer:
        return await person.caller.post(f"/api/groups/{chat}/requests/{self._some(what)}", {"accept": what % 2 == 0})

    async def _rename(self, person: Listener, chat: str, what: int) -> Answer:
        body = {"title": f"Группа {what}", "posting": ("all", "moderators")[what % 4 == 0]}
        return await person.caller.patch(f"/api/groups/{chat}", body)

    async def _open(self, person: Listener, _: str, what: int) -> Answer:
        body = {"school": str(self.school.id), "title": f"Новая {what}", "members": [str(self._some(what))]}
        answer = await person.caller.post("/api/groups", body)
        if answer.status == 201:
            self.chats.append(answer.body["chat"]["id"])
        return answer

    def _some(self, what: int) -> int:
        return self.people[what % len(self.people)].id

    async def _roster(self, _: Listener, __: str, what: int) -> None:
        """A child leaves the class, a mother becomes restricted; the next one finds everything as it was."""
        whole = self.folder / "whole"
        if not whole.exists():
            await export_roster(self.pool, whole, source="t")
        changed = self.folder / f"{self.rosters}"
        await asyncio.to_thread(_rewrite, whole, changed, what % 3 if self.rosters % 2 == 0 else 0)
        self.rosters += 1
        quiet = Console(quiet=True)
        status = await import_roster(
            self.pool, changed, yes=True, as_json=True, source=None, zone="Europe/Moscow",
            confirm=lambda: True, console=quiet, lift_restrictions=True,
            allow_ending=frozenset({"all"}),
        )  # fmt: skip
        assert status == 0

    def _ever(self, person: int, chat: str, offset: int) -> bool:
        """Whether somebody was in the chat at this offset or came later: who comes may read all there was before."""
        while (chat, offset) in self.readers:
            if person in self.readers[chat, offset]:
                return True
            offset += 1
        return False

    async def breathe(self) -> None:
        """Everybody answers the pings that have come."""
        for person in self.people:
            await person.socket.rpc("nothing")

    async def compare(self) -> None:
        """Everybody's live view with what a reload gives, and with who was to hear it."""
        for person in self.people:
            chats = [chat["id"] for chat in (await person.caller.get("/api/chats")).body["chats"]]
            reloaded = {chat: talk for chat in chats if (talk := await person.load(chat)) is not None}
            told = await self.pool.fetchval("select top_offset from channel where name = $1", f"person:{person.id}")
            try:
                async with asyncio.timeout(30):
                    offsets = {chat: talk.chat["position"]["offset"] for chat, talk in reloaded.items()}
                    await person.follow(offsets, told or 0)
            except TimeoutError:
                held = {chat: talk.chat["position"]["offset"] for chat, talk in person.talks.items()}
                wanted = {chat: talk.chat["position"]["offset"] for chat, talk in reloaded.items()}
                raise AssertionError(f"{person.login} holds {held} and should hold {wanted}") from None
            for chat, talk in reloaded.items():
                person.talks[chat].equals(talk)
                self.compared += 1
                if person.talks[chat].unsure:
                    person.talks[chat] = talk
            for chat, offset, kind in person.heard:
                told = f"{person.login} heard {kind} at {offset} of chat {chat}, told by {self.tellers[chat, offset]}"
                assert self._ever(person.id, chat, offset), told
            self.heard += len(person.heard)
            person.heard.clear()


def _rewrite(whole: Path, changed: Path, how: int) -> None:
    changed.mkdir()
    for file in whole.iterdir():
        changed.joinpath(file.name).write_bytes(file.read_bytes())
    if how == 1:
        _rows(changed / "enrollments.csv", lambda row: None if row["userSourcedId"] == "anya" else row)
    if how == 2:
        agents = "metadata.zvonok.agents"
        _rows(
            changed / "users.csv",
            lambda row: {**row, agents: row[agents].replace("olga:mother", "olga:mother:restricted")},
        )


def _rows(file: Path, change: Any) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys())
        writer.writeheader()
        writer.writerows([kept for row in rows if (kept := change(row)) is not None])


NAMES = (
    *("say",) * 8, *("react",) * 3, "ask", "vote", "vote", "edit", "withdraw", "pin", "see", "mine", "bring", "bring",
    "put", "leave", "join", "join", "answer", "rename", "open",
)  # fmt: skip
BREATH = 10  # actions
LOOKING_AFTER = ("bring", "put", "answer", "rename")


def at_random(chance: random.Random, count: int, *, rosters: int) -> Iterator[Action]:
    """One in so many is a change of the roster."""
    for number in range(1, count + 1):
        name = "roster" if number % rosters == 0 else chance.choice(NAMES)
        yield name, chance.randrange(1000), chance.randrange(1000), chance.randrange(1000)


async def play(
    url: str, folder: Path, actions: Iterable[Action], *, every: int = 40, tell: Callable[[str], object] = len
) -> World:
    """All of it on one server, compared after every so many actions."""
    async with serving(url) as served, AsyncExitStack() as sockets:
        world = World(served, await read_school(served.server.pool), folder)
        for login in PEOPLE:
            caller = await served.person(login)
            socket = await sockets.enter_async_context(wire(served, caller))
            world.people.append(Listener(login, world.school.people[login], caller, socket))
            await world.people[-1].begin()
        await world.begin()
        for number, action in enumerate(actions, 1):
            await world.do(action)
            if number % BREATH == 0:
                await world.breathe()
            if number % every == 0:
                await world.compare()
                tell(f"{number} actions")
        await world.compare()
    return world
