"""Who is told of a change in a journal: each family in its diary, the teachers in the journal, the absent by notice."""

from collections.abc import Mapping

from channels.notices.preferences import NoticeKind
from channels.publication import ChannelName
from channels.store import Tx
from channels.types import Fact


async def tell(
    tx: Tx,
    author: int,
    course: int,
    families: Mapping[int, Fact],
    journal: Fact,
    kinds: Mapping[int, NoticeKind],
) -> None:
    """One publication for each student's diary and one for the journal, however many cells changed.

    `families` is what each student's diary is told. `kinds` says of what kind that is for those who are away;
    of students who are not in it nobody is told anything but live.
    """
    facts = [(ChannelName(f"diary:{student}"), fact) for student, fact in families.items()]
    told = await tx.append_all(author, [*facts, (ChannelName(f"journal:{course}"), journal)])
    for kind in NoticeKind:
        tx.notices.add([one for one, student in zip(told, families, strict=False) if kinds.get(student) is kind], kind)
