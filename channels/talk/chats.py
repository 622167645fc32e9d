"""Chats: whom one may write to, opening a private chat, the list."""

from collections.abc import Sequence

from channels import policy
from channels.people import Viewer
from channels.publication import ChannelName
from channels.store import Desk, Store, Tx, not_found, viewer_of
from channels.talk.model import Chat, ChatOpened, Chats, Contact, Contacts, OneChat, OpenChat
from channels.talk.ports import Tie


async def contacts(store: Store, person: int) -> Contacts:
    """Whom this person may open a private chat with, and why."""
    async with store.read() as tx:
        return Contacts(contacts=allowed(await tx.chats.ties(person)))


def allowed(ties: Sequence[Tie]) -> list[Contact]:
    """One contact a person, introduced by the bonds that allow writing."""
    merged: dict[int, Contact] = {}
    for tie in ties:
        if not policy.may_write_privately([tie.bond]):
            continue
        known = merged.setdefault(tie.contact.person.id, tie.contact.model_copy(update={"about": []}))
        known.about.extend(about for about in tie.contact.about if about not in known.about)
    return list(merged.values())


async def chats(store: Store, person: int) -> Chats:
    async with store.read() as tx:
        return Chats(chats=await _shown(tx, await tx.chats.listed(person), person))


async def open_private_chat(desk: Desk, person: int, asked: OpenChat, key: str | None) -> OneChat:
    """The private chat with that person, opened if there is none. Raises NOT_FOUND for whom one may not write to."""

    async def work(tx: Tx) -> OneChat:
        ties = await tx.chats.ties(person, asked.person)
        if asked.person == person or not policy.may_write_privately(tie.bond for tie in ties):
            raise not_found()
        chat, opened = await tx.chats.open_private(person, asked.person, desk.clock.now())
        if opened:
            fact = ChatOpened(chat=chat, channel=ChannelName(f"chat:{chat}"))
            # both persons' open sessions gain a channel with this
            await tx.append_all(
                person,
                [(ChannelName(f"person:{member}"), fact) for member in (person, asked.person)],
                changes_readers=True,
            )
        return OneChat(chat=(await _shown(tx, await tx.chats.listed(person, chat), person))[0])

    return await desk.write(
        OneChat, work, person=person, key=key, about=("open_private_chat", asked.person), body=asked
    )


async def require_member(tx: Tx, person: int, chat: int) -> Viewer:
    viewer = await viewer_of(tx, person)
    if not policy.reads_chat(viewer, chat):
        raise not_found()
    return viewer


async def _shown(tx: Tx, found: Sequence[Chat], person: int) -> list[Chat]:
    """Hides how far those have read who do not let it be known."""
    members = {member.id for chat in found for member in chat.members}
    viewers = await tx.people.viewers(members)
    return [
        chat.model_copy(
            update={
                "members": [
                    member
                    if member.id == person or policy.lets_seen_be_known(viewers[member.id])
                    else member.model_copy(update={"seen": None, "seen_at": None})
                    for member in chat.members
                ]
            }
        )
        for chat in found
    ]
