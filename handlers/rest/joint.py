"""Groups of several schools."""

from dataclasses import dataclass

from channels.store import Desk
from channels.talk import joint
from channels.talk.asked import InvitationAnswer, SchoolInvitation
from channels.talk.model import Invitations, JointSchools
from handlers.routing import Call


@dataclass(frozen=True)
class JointHandlers:
    desk: Desk

    async def joint_schools(self, call: Call) -> JointSchools:
        return await joint.schools(self.desk.store, call.person, call.ids["group"])

    async def invite_school(self, call: Call) -> JointSchools:
        assert isinstance(call.body, SchoolInvitation)
        return await joint.invite(self.desk, call.person, call.ids["group"], call.body, call.key)

    async def invitations(self, call: Call) -> Invitations:
        return await joint.invitations(self.desk.store, call.person, call.ids["school"])

    async def answer_invitation(self, call: Call) -> Invitations:
        assert isinstance(call.body, InvitationAnswer)
        return await joint.answer(self.desk, call.person, call.ids["school"], call.ids["group"], call.body, call.key)
