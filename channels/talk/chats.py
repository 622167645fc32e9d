"""Lists chats and contacts, opens chats of two, and keeps each member's own settings of a chat."""

from collections.abc import Sequence

from channels import policy
from channels.errors import Codes, Refusal
from channels.people import Viewer
from channels.policy import ChatKind, ChatRole, Standing
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.facts import ChatOpened, MineChanged
from channels.talk.inputs import MineChange, OpenChat
from channels.talk.model import Chat, Chats, Contact, Contacts, Mine, OneChat
from channels.talk.ports import NewChat, RelatedContact


async def contacts(store: Store, person: int) -> Contacts:
    """Returns the people with whom this person may open a chat of two, its kind, and what ties them."""
    async with store.read() as tx:
        related = await tx.chats.related(person)
        rules = await tx.schools.rules({one.school for one in related})
        shut_out = await tx.safety.shut_out(person, {one.contact.person.id for one in related})
    merged: dict[int, Contact] = {}
    for one in related:
        kind = policy.way_to([one.relationship], rules[one.school])
        if kind is None or (one.contact.person.id in shut_out and one.contact.chat is None):
            continue
        known = merged.get(one.contact.person.id)
        if known is None or (known.kind is ChatKind.SUPERVISED and kind is ChatKind.PRIVATE):
            about = [] if known is None else known.about
            known = merged[one.contact.person.id] = one.contact.model_copy(update={"about": about, "kind": kind})
        known.about.extend(about for about in one.contact.about if about not in known.about)
    return Contacts(contacts=list(merged.values()))


async def chats(store: Store, person: int) -> Chats:
    """Returns the chats of which this person is a member, the last written first."""
    async with store.read() as tx:
        return Chats(chats=await _shown(tx, await tx.chats.listed(person), person))


async def chat(store: Store, person: int, number: int) -> OneChat:
    """Returns one chat as this person sees it. Raises NOT_FOUND for people outside the chat."""
    async with store.read() as tx:
        return OneChat(chat=await one(tx, person, number))


async def one(tx: Tx, person: int, number: int) -> Chat:
    """Returns a chat as this person sees it. Raises NOT_FOUND for people outside the chat."""
    found = await tx.chats.listed(person, number)
    if not found:
        raise not_found()
    return (await _shown(tx, found, person))[0]


async def open_private_chat(desk: Desk, person: int, asked: OpenChat, key: str | None) -> OneChat:
    """Returns the chat with that person and opens it if there is none. Class teachers read along a student's chat.

    Raises NOT_FOUND for people to whom one may not write; the audit notes the attempt.
    """

    async def work(tx: Tx) -> OneChat:
        way = None if asked.person == person else await _way(tx, await tx.chats.related(person, asked.person))
        if way is None or (
            await tx.safety.shut_out(person, [asked.person]) and await tx.chats.of_two(person, asked.person) is None
        ):
            raise not_found()
        number, opened = await tx.chats.open(
            NewChat(
                way[0],
                way[1],
                pair=(person, asked.person),
                members=dict.fromkeys((person, asked.person), ChatRole.MEMBER),
            ),
            desk.clock.now(),
        )
        if opened:
            await tell_opened(tx, person, number)
        return OneChat(chat=await one(tx, person, number))

    try:
        return await desk.write(
            OneChat, work, person=person, key=key, about=("open_private_chat", asked.person), body=asked
        )
    except Refusal as refusal:
        if refusal.code is Codes.NOT_FOUND:
            await desk.note(person, "open_private_chat", asked.person, refusal.code.name)
        raise


async def _way(tx: Tx, related: Sequence[RelatedContact]) -> tuple[ChatKind, int] | None:
    """Returns the kind of chat that these ties allow, and the school whose rules allow it."""
    rules = await tx.schools.rules({one.school for one in related})
    ways = [(policy.way_to([one.relationship], rules[one.school]), one.school) for one in related]
    for kind in (ChatKind.PRIVATE, ChatKind.SUPERVISED):
        for found, school in ways:
            if found is kind:
                return kind, school
    return None


async def tell_opened(tx: Tx, author: int, number: int) -> None:
    """Publishes a new chat to its members, whose open sessions get its channel by this."""
    fact = ChatOpened(chat=number, channel=ChannelName(f"chat:{number}"))
    members = (await tx.chats.members([number])).get(number, frozenset())
    await tx.append_all(
        author, [(ChannelName(f"person:{member}"), fact) for member in sorted(members)], changes_readers=True
    )


async def change_mine(desk: Desk, person: int, number: int, asked: MineChange) -> Mine:
    """Mutes or archives a chat or keeps a draft; publishes that to the person's own devices."""

    async def work(tx: Tx) -> Mine:
        own = ChannelName(f"person:{person}")
        await tx.lock([own])  # so that devices get the changes in the order they were made
        await require_member(tx, person, number)
        before = await tx.chats.mine(number, person)
        mine = before.model_copy(update=asked.model_dump(exclude_none=True))
        if mine != before:
            await tx.chats.keep_mine(number, person, mine)
            await tx.append(own, person, MineChanged(channel=ChannelName(f"chat:{number}"), mine=mine))
        return mine

    return await desk.write(Mine, work, person=person, key=None, about=("change_mine", number), body=asked)


async def require_member(tx: Tx, person: int, number: int) -> Viewer:
    """Returns the viewer; raises NOT_FOUND for people outside the chat."""
    viewer = await viewer_of(tx, person)
    if not policy.is_in_chat(viewer, number):
        raise not_found()
    return viewer


async def require_reader(tx: Tx, person: int, number: int) -> bool:
    """Returns True if the person oversees the chat without being in it. Raises NOT_FOUND if they may not read it.

    If True, call `note_oversight` after the transaction: it needs one of its own.
    """
    viewer = await viewer_of(tx, person)
    if not policy.reads_chat(viewer, number):
        raise not_found()
    return policy.oversees_chat(viewer, number)


async def note_oversight(desk: Desk, person: int, number: int) -> None:
    """Notes in the audit that somebody oversees a chat for a student's safety. Call it for each reading."""
    await desk.note(person, "oversee_chat", number, "done")


async def standing_in(tx: Tx, person: int, number: int) -> Standing:
    """Returns the standing; raises NOT_FOUND for people outside. Lock the chat's channel before, if you then write."""
    standing = (await tx.chats.standings([(person, number)])).get((person, number))
    if standing is None:
        raise not_found()
    return standing


async def _shown(tx: Tx, found: Sequence[Chat], person: int) -> list[Chat]:
    """Fills in where this person may write, and hides seen positions that members do not share."""
    members = {member.id for each in found for member in each.members}
    viewers = await tx.people.roles(members)
    standings = await tx.chats.standings({(person, each.id) for each in found})
    return [
        each.model_copy(
            update={
                "writes": policy.writes_in_chat(standings[person, each.id]),
                "members": [
                    member
                    if member.id == person or policy.lets_seen_be_known(viewers[member.id])
                    else member.model_copy(update={"seen": None, "seen_at": None})
                    for member in each.members
                ],
            }
        )
        for each in found
    ]
