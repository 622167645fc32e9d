"""What a school decides for itself."""

from dataclasses import dataclass

from channels import schools
from channels.schools import NewRule, Rules
from channels.store import Desk
from handlers.routing import Call


@dataclass(frozen=True)
class SchoolHandlers:
    desk: Desk

    async def rules(self, call: Call) -> Rules:
        return await schools.rules(self.desk.store, call.person, call.ids["school"])

    async def set_rule(self, call: Call) -> Rules:
        assert isinstance(call.body, NewRule)
        return await schools.set_rule(self.desk, call.person, call.ids["school"], call.body, call.key)
