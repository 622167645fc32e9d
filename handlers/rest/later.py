"""Messages that go later, and office hours."""

from dataclasses import dataclass

from channels.store import Desk
from channels.talk import hours, later
from channels.talk.asked import LaterMessage, NewHours
from channels.talk.model import HoursInChat, LaterMessages, Nothing, OfficeHours, OneLaterMessage
from handlers.routing import Call


@dataclass(frozen=True)
class LaterHandlers:
    desk: Desk

    async def send_later(self, call: Call) -> OneLaterMessage:
        assert isinstance(call.body, LaterMessage)
        return await later.later(self.desk, call.person, call.ids["chat"], call.body, call.key)

    async def later_messages(self, call: Call) -> LaterMessages:
        return await later.waiting(self.desk.store, call.person, call.ids["chat"])

    async def drop_later(self, call: Call) -> Nothing:
        return await later.drop(self.desk, call.person, call.ids["later"], call.key)

    async def my_hours(self, call: Call) -> OfficeHours:
        return await hours.mine(self.desk.store, call.person)

    async def set_hours(self, call: Call) -> OfficeHours:
        assert isinstance(call.body, NewHours)
        return await hours.set_mine(self.desk, call.person, call.body)

    async def hours_in_chat(self, call: Call) -> HoursInChat:
        return await hours.in_chat(self.desk.store, call.person, call.ids["chat"])
