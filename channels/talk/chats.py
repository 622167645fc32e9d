"""Chats: whom one may write to, opening a chat of two, the list, what each keeps of a chat for themself."""

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
from channels.talk.ports import NewChat, Tie


async def contacts(store: Store, person: int) -> Contacts:
    """Whom this person may open a chat of two with, of which kind, and why."""
    async with store.read() as tx:
        ties = await tx.chats.ties(person)
        rules = await tx.schools.rules({tie.school for tie in ties})
        shut_out = await tx.safety.shut_out(person, {tie.contact.person.id for tie in ties})
    merged: dict[int, Contact] = {}
    for tie in ties:
        kind = policy.way_to([tie.bond], rules[tie.school])
        if kind is None or (tie.contact.person.id in shut_out and tie.contact.chat is None):
            continue
        known = merged.get(tie.contact.person.id)
        if known is None or (known.kind is ChatKind.SUPERVISED and kind is ChatKind.PRIVATE):
            about = [] if known is None else known.about
            known = merged[tie.contact.person.id] = tie.contact.model_copy(update={"about": about, "kind": kind})
        known.about.extend(about for about in tie.contact.about if about not in known.about)
    return Contacts(contacts=list(merged.values()))


async def chats(store: Store, person: int) -> Chats:
    async with store.read() as tx:
        return Chats(chats=await _shown(tx, await tx.chats.listed(person), person))


async def chat(store: Store, person: int, number: int) -> OneChat:
    async with store.read() as tx:
        return OneChat(chat=await one(tx, person, number))


async def one(tx: Tx, person: int, number: int) -> Chat:
    """A chat as this person sees it. Raises NOT_FOUND for who is not in it."""
    found = await tx.chats.listed(person, number)
    if not found:
        raise not_found()
    return (await _shown(tx, found, person))[0]


async def open_private_chat(desk: Desk, person: int, asked: OpenChat, key: str | None) -> OneChat:
    """The chat with that person, opened if there is none; with a student, one that class teachers read along.

    Raises NOT_FOUND for whom one may not write to, and notes that it was tried.
    """

    async def work(tx: Tx) -> OneChat:
        way = None if asked.person == person else await _way(tx, await tx.chats.ties(person, asked.person))
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


async def _way(tx: Tx, ties: Sequence[Tie]) -> tuple[ChatKind, int] | None:
    """The kind of chat that these ties allow, and the school by whose rules."""
    rules = await tx.schools.rules({tie.school for tie in ties})
    ways = [(policy.way_to([tie.bond], rules[tie.school]), tie.school) for tie in ties]
    for kind in (ChatKind.PRIVATE, ChatKind.SUPERVISED):
        for found, school in ways:
            if found is kind:
                return kind, school
    return None


async def tell_opened(tx: Tx, author: int, number: int) -> None:
    """Everybody who is in a new chat gains its channel with this, on all open sessions."""
    fact = ChatOpened(chat=number, channel=ChannelName(f"chat:{number}"))
    members = (await tx.chats.members([number])).get(number, frozenset())
    await tx.append_all(
        author, [(ChannelName(f"person:{member}"), fact) for member in sorted(members)], changes_readers=True
    )


async def change_mine(desk: Desk, person: int, number: int, asked: MineChange) -> Mine:
    """Mute, archive, keep a draft; told to one's own devices."""

    async def work(tx: Tx) -> Mine:
        own = ChannelName(f"person:{person}")
        await tx.lock([own])  # so that devices hear of changes in the order they were made
        await require_member(tx, person, number)
        before = await tx.chats.mine(number, person)
        mine = before.model_copy(update=asked.model_dump(exclude_none=True))
        if mine != before:
            await tx.chats.keep_mine(number, person, mine)
            await tx.append(own, person, MineChanged(channel=ChannelName(f"chat:{number}"), mine=mine))
        return mine

    return await desk.write(Mine, work, person=person, key=None, about=("change_mine", number), body=asked)


async def require_member(tx: Tx, person: int, number: int) -> Viewer:
    """Raises NOT_FOUND for who is not in the chat."""
    viewer = await viewer_of(tx, person)
    if not policy.is_in_chat(viewer, number):
        raise not_found()
    return viewer


async def require_reader(tx: Tx, person: int, number: int) -> bool:
    """Raises NOT_FOUND for who may not read the chat. True for who is not in it: that is for `note_oversight`, when
    the transaction is over, since it takes one of its own."""
    viewer = await viewer_of(tx, person)
    if not policy.reads_chat(viewer, number):
        raise not_found()
    return policy.oversees_chat(viewer, number)


async def note_oversight(desk: Desk, person: int, number: int) -> None:
    """Somebody reads a chat for a student's safety: each time is kept."""
    await desk.note(person, "oversee_chat", number, "done")


async def standing_in(tx: Tx, person: int, number: int) -> Standing:
    """Raises NOT_FOUND for who is not in it. What is written by it comes after the chat's channel was locked."""
    standing = (await tx.chats.standings([(person, number)])).get((person, number))
    if standing is None:
        raise not_found()
    return standing


async def _shown(tx: Tx, found: Sequence[Chat], person: int) -> list[Chat]:
    """Says where this person may write, and hides how far those have read who do not let it be known."""
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
