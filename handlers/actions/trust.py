"""Trusted persons: what a guardian lets somebody else do of a child."""

from channels.trust import answering, delays, giving, showing
from handlers.actions.action import Access, Action

_MINE = "/api/me/trusts"
_ONE = f"{_MINE}/{{trust}}"
_DELAY = "/api/schools/{school}/trust_delay"

TRUST = (
    Action("my_trusts", "GET", _MINE, Access.SIGNED_IN, "Whom I trust, and who trusts me", showing.my_trusts),
    Action(
        "offer_trust", "POST", _MINE, Access.SIGNED_IN, "Trust somebody with a child", giving.offer_trust, status=201
    ),
    Action("one_trust", "GET", _ONE, Access.TRUST, "One trust", showing.one_trust),
    Action("change_trust", "PATCH", _ONE, Access.TRUST, "Extend or narrow it", giving.change_trust),
    Action("accept_trust", "POST", f"{_ONE}/accept", Access.TRUST, "Accept it", answering.accept_trust),
    Action("end_trust", "POST", f"{_ONE}/end", Access.TRUST, "End, refuse or decline it", answering.end_trust),
    Action(
        "refuse_more", "POST", f"{_ONE}/refuse_more", Access.TRUST, "Refuse what was added to it", answering.refuse_more
    ),
    Action("take_back_refusal", "POST", f"{_ONE}/take_back", Access.TRUST, "Take my refusal back", answering.take_back),
    Action("trust_delay", "GET", _DELAY, Access.SCHOOL, "How long families may object", delays.trust_delay),
    Action("set_trust_delay", "PUT", _DELAY, Access.SCHOOL, "Set how long", delays.set_trust_delay),
)
