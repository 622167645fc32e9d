"""Opens groups and the chats of classes, and changes their members and roles."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from channels import policy
from channels.errors import Codes, Refusal
from channels.policy import ChatKind, ChatRole, Openness, Standing
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.chats import one, standing_in, tell_opened
from channels.talk.facts import ChatClosed, ChatOpened, GroupChanged, JoinAsked, MembersChanged
from channels.talk.inputs import (
    GroupChange,
    JoinAnswer,
    NewGroup,
    NewJoinRequest,
    NewMembers,
    OpenClassChat,
    RoleChange,
)
from channels.talk.messages import wrong
from channels.talk.model import FoundGroups, Group, JoinRequests, Nothing, OneChat
from channels.talk.ports import GroupFacts, NewChat
from channels.types import Fact, Shape

MEMBERS = 500  # of one group

A = TypeVar("A", bound=Shape)


async def open_group(desk: Desk, person: int, asked: NewGroup, key: str | None) -> OneChat:
    """Opens a group, owned by this person. Raises NOT_FOUND for a school where they may not open groups."""

    async def work(tx: Tx) -> OneChat:
        if not policy.opens_groups(await viewer_of(tx, person), asked.school):
            raise not_found()
        members = [member for member in dict.fromkeys(asked.members) if member != person]
        await _require_bringable(tx, person, members, "members")
        kind = ChatKind.GROUP if asked.openness is None else ChatKind.INTEREST
        group = Group(title=asked.title, description=asked.description, posting=asked.posting, openness=asked.openness)
        roles = dict.fromkeys(members, ChatRole.MEMBER) | {person: ChatRole.OWNER}
        number, _ = await tx.chats.open(NewChat(kind, asked.school, group=group, members=roles), desk.clock.now())
        await tell_opened(tx, person, number)
        return OneChat(chat=await one(tx, person, number))

    return await desk.write(OneChat, work, person=person, key=key, about=("open_group", asked.school), body=asked)


async def open_class_chat(desk: Desk, person: int, class_: int, asked: OpenClassChat, key: str | None) -> OneChat:
    """Returns the chat of a class's families or students; opens it if there is none. The roster says who is in it."""

    async def work(tx: Tx) -> OneChat:
        school = await tx.groups.school_of_class(class_)
        if school is None or not policy.opens_class_chat(await viewer_of(tx, person), class_):
            raise not_found()
        number, opened = await tx.chats.open(
            NewChat(ChatKind.CLASS, school, class_=class_, audience=asked.audience), desk.clock.now()
        )
        if opened:
            await tell_opened(tx, person, number)
        return OneChat(chat=await one(tx, person, number))

    return await desk.write(OneChat, work, person=person, key=key, about=("open_class_chat", class_), body=asked)


async def change_group(desk: Desk, person: int, chat: int, asked: GroupChange, key: str | None) -> OneChat:
    """Changes title, description, who may write and how people come in. Raises FORBIDDEN for plain members."""

    async def work(tx: Tx, facts: GroupFacts, _: Standing) -> OneChat:
        assert facts.group is not None
        if asked.openness is not None and facts.kind is not ChatKind.INTEREST:
            raise wrong("openness", Codes.BAD_REQUEST)
        group = facts.group.model_copy(update=asked.model_dump(exclude_none=True))
        if group != facts.group:
            await tx.groups.change(chat, group)
            await tx.append(ChannelName(f"chat:{chat}"), person, GroupChanged(group=group))
        return OneChat(chat=await one(tx, person, chat))

    return await _looking_after(desk, OneChat, work, person, chat, (), ("change_group", key), asked)


async def add_members(desk: Desk, person: int, chat: int, asked: NewMembers, key: str | None) -> OneChat:
    """Adds people whom this person may bring: colleagues, own students and their families. Raises MAY_NOT_BRING."""

    async def work(tx: Tx, _facts: GroupFacts, _: Standing) -> OneChat:
        seated = await tx.chats.seated(chat)
        new = [each for each in dict.fromkeys(asked.persons) if each not in seated]
        await _require_bringable(tx, person, new, "persons")
        if len(seated) + len(new) > MEMBERS:
            raise wrong("persons", Codes.TOO_MANY_MEMBERS)
        await _seat(desk, tx, person, chat, dict.fromkeys(new, ChatRole.MEMBER))
        return OneChat(chat=await one(tx, person, chat))

    return await _looking_after(desk, OneChat, work, person, chat, asked.persons, ("add_members", key), asked)


async def change_role(desk: Desk, person: int, chat: int, member: int, asked: RoleChange, key: str | None) -> Nothing:
    """Makes a member an owner, a moderator or a plain member, or removes them from the group.

    Raises LAST_OWNER: a group always keeps an owner.
    """

    async def work(tx: Tx, _facts: GroupFacts, standing: Standing) -> Nothing:
        seated = await tx.chats.seated(chat)
        if member not in seated:
            raise not_found()
        role = None if asked.role is None else ChatRole(asked.role)
        if role is seated[member]:
            return Nothing()
        if not policy.gives_role(standing, seated[member], role):
            raise Refusal(Codes.FORBIDDEN)
        await _reseat(desk, tx, person, chat, member, seated, role)
        return Nothing()

    return await _looking_after(desk, Nothing, work, person, chat, [member], (f"change_role:{member}", key), asked)


async def leave(desk: Desk, person: int, chat: int, key: str | None) -> Nothing:
    """Leaves a group. Raises CHAT_NOT_LEFT for other chats, which can only be muted and archived, or LAST_OWNER."""

    async def work(tx: Tx) -> Nothing:
        await tx.lock(_channels(chat, [person]))
        await standing_in(tx, person, chat)
        seated = await tx.chats.seated(chat)
        facts = await tx.groups.facts(chat)
        if facts is None or facts.group is None or person not in seated:
            raise Refusal(Codes.CHAT_NOT_LEFT)
        await _reseat(desk, tx, person, chat, person, seated, None)
        return Nothing()

    return await desk.write(Nothing, work, person=person, key=key, about=("leave", chat), body=Nothing())


async def found(store: Store, person: int) -> FoundGroups:
    """Returns the interest groups that this person can find, and those they are in."""
    async with store.read() as tx:
        viewer = await viewer_of(tx, person)
        groups = await tx.groups.found(person, viewer.schools)
    return FoundGroups(
        groups=[
            each
            for each in groups
            if each.joined or (each.group.openness and policy.finds_group(viewer, each.school, each.group.openness))
        ]
    )


async def join(desk: Desk, person: int, chat: int, asked: NewJoinRequest, key: str | None) -> Nothing:
    """Joins a public interest group, or asks to join one that is open by request. Raises NOT_FOUND for others."""

    async def work(tx: Tx) -> Nothing:
        # lock those who will be told together with the rest: locks taken one after the other could deadlock
        moderators = _moderators(await tx.chats.seated(chat))
        await tx.lock(_channels(chat, [person, *moderators]))
        facts = await tx.groups.facts(chat)
        openness = None if facts is None or facts.group is None else facts.group.openness
        viewer = await viewer_of(tx, person)
        if facts is None or openness is None or not policy.finds_group(viewer, facts.school, openness):
            raise not_found()
        seated = await tx.chats.seated(chat)
        if person in seated:
            return Nothing()
        if len(seated) >= MEMBERS:
            raise wrong("persons", Codes.TOO_MANY_MEMBERS)
        if openness is Openness.PUBLIC:
            await _seat(desk, tx, person, chat, {person: ChatRole.MEMBER})
        elif await tx.groups.ask(chat, person, asked.words, desk.clock.now()):
            fact = JoinAsked(chat=chat)
            await tx.append_all(person, [(ChannelName(f"person:{moderator}"), fact) for moderator in moderators])
        return Nothing()

    return await desk.write(Nothing, work, person=person, key=key, about=("join", chat), body=asked)


async def requests(store: Store, person: int, chat: int) -> JoinRequests:
    """Returns the requests to join, the oldest first. Raises FORBIDDEN for plain members."""
    async with store.read() as tx:
        standing = await standing_in(tx, person, chat)
        if not policy.changes_group(standing):
            raise Refusal(Codes.FORBIDDEN)
        return JoinRequests(requests=await tx.groups.requests(chat))


async def answer(desk: Desk, person: int, chat: int, asker: int, asked: JoinAnswer, key: str | None) -> Nothing:
    """Accepts or declines a request to join. Raises NOT_FOUND if there is none."""

    async def work(tx: Tx, _facts: GroupFacts, _: Standing) -> Nothing:
        if not await tx.groups.forget(chat, asker):
            raise not_found()
        if asked.accept:
            await _seat(desk, tx, person, chat, {asker: ChatRole.MEMBER})
        return Nothing()

    return await _looking_after(desk, Nothing, work, person, chat, [asker], (f"answer:{asker}", key), asked)


async def _looking_after(
    desk: Desk,
    answer: type[A],
    work: Callable[[Tx, GroupFacts, Standing], Awaitable[A]],
    person: int,
    chat: int,
    concerned: Collection[int],
    action: tuple[str, str | None],
    body: BaseModel,
) -> A:
    """Runs `work` for a moderator, with the channels of the group and of the people concerned locked."""
    name, key = action

    async def locked(tx: Tx) -> A:
        await tx.lock(_channels(chat, concerned))
        standing = await standing_in(tx, person, chat)
        facts = await tx.groups.facts(chat)
        if facts is None or not policy.changes_group(standing):
            raise Refusal(Codes.FORBIDDEN)
        return await work(tx, facts, standing)

    return await desk.write(answer, locked, person=person, key=key, about=(name, chat), body=body)


def _channels(chat: int, persons: Collection[int]) -> list[ChannelName]:
    return [ChannelName(f"chat:{chat}"), *(ChannelName(f"person:{person}") for person in persons)]


async def _require_bringable(tx: Tx, person: int, others: Sequence[int], field: str) -> None:
    relationships = await tx.chats.relationships({(person, other) for other in others}) if others else {}
    shut_out = await tx.safety.shut_out(person, others) if others else frozenset()
    for number, other in enumerate(others):
        if other in shut_out or not policy.brings_into_group(relationships.get((person, other), ())):
            raise wrong(f"{field}.{number}", Codes.MAY_NOT_BRING)


async def _seat(desk: Desk, tx: Tx, author: int, chat: int, members: Mapping[int, ChatRole]) -> None:
    if not members:
        return
    await tx.chats.seat(chat, members, desk.clock.now())
    fact = ChatOpened(chat=chat, channel=ChannelName(f"chat:{chat}"))
    await _tell(tx, author, chat, list(members), fact)


async def _reseat(
    desk: Desk,
    tx: Tx,
    author: int,
    chat: int,
    member: int,
    seated: Mapping[int, ChatRole],
    role: ChatRole | None,
) -> None:
    others_own = any(held is ChatRole.OWNER for person, held in seated.items() if person != member)
    if seated[member] is ChatRole.OWNER and not others_own and role is not ChatRole.OWNER:
        raise Refusal(Codes.LAST_OWNER)
    if role is not None:
        await tx.chats.seat(chat, {member: role}, desk.clock.now())
        await tx.append(ChannelName(f"chat:{chat}"), author, MembersChanged(changed=[member]))
    else:
        await tx.chats.unseat(chat, member, desk.clock.now())
        await _tell(tx, author, chat, [member], ChatClosed(chat=chat))


async def _tell(tx: Tx, author: int, chat: int, members: Collection[int], fact: Fact) -> None:
    """Publishes the changed members to the chat, and `fact` to these members, who gain or lose the chat."""
    await tx.append_all(
        author,
        [
            (ChannelName(f"chat:{chat}"), MembersChanged(changed=sorted(members))),
            *((ChannelName(f"person:{member}"), fact) for member in sorted(members)),
        ],
        changes_readers=True,
    )


def _moderators(seated: Mapping[int, ChatRole]) -> list[int]:
    return sorted(person for person, role in seated.items() if role is not ChatRole.MEMBER)
