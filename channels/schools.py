"""Shows and sets the rules of a school."""

from typing import Annotated, Literal

from pydantic import Field

from channels import policy
from channels.policy import SchoolRule
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.types import Fact, Input, Shape


class RuleState(Shape):
    rule: SchoolRule
    allowed: bool


class Rules(Shape):
    rules: list[RuleState]


class RulesChanged(Fact):
    """Published to the whole school: who may write to whom may have changed."""

    type: Literal["rules_changed"] = "rules_changed"


class ReadersChanged(Fact):
    """Published to a chat: its members may have changed."""

    type: Literal["readers_changed"] = "readers_changed"


class NewRule(Input):
    rule: Annotated[SchoolRule, Field(strict=False)]
    allowed: bool


async def rules(store: Store, person: int, school: int) -> Rules:
    """Returns the state of every rule of the school. Raises NOT_FOUND for people outside the school."""
    async with store.read() as tx:
        if not policy.reads_school(await viewer_of(tx, person), school):
            raise not_found()
        return await _rules(tx, school)


async def set_rule(desk: Desk, person: int, school: int, asked: NewRule, key: str | None) -> Rules:
    """Sets a rule, effective from the next message. Raises NOT_FOUND for people who do not lead the school."""

    async def work(tx: Tx) -> Rules:
        if not policy.sets_rules(await viewer_of(tx, person), school):
            raise not_found()
        now = desk.clock.now()
        shared = await tx.joint.chats_of(school) if asked.rule is SchoolRule.GROUPS_SPAN_SCHOOLS else []
        own, chats = ChannelName(f"school:{school}"), [ChannelName(f"chat:{chat}") for chat in shared]
        await tx.lock([own, *chats])
        await tx.schools.set_rule(school, asked.rule, asked.allowed, person, now)
        await tx.audit.add(person, f"set_rule:{asked.rule}:{asked.allowed}", school, "done", now)
        await tx.append(own, person, RulesChanged())
        if chats:  # the rule decides whether members of other schools are in them
            await tx.append_all(person, [(chat, ReadersChanged()) for chat in chats], changes_readers=True)
        return await _rules(tx, school)

    return await desk.write(Rules, work, person=person, key=key, about=("set_rule", school), body=asked)


async def _rules(tx: Tx, school: int) -> Rules:
    in_force = (await tx.schools.rules([school]))[school]
    return Rules(rules=[RuleState(rule=rule, allowed=rule in in_force) for rule in SchoolRule])
