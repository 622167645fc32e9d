"""Publishes changes of a journal: to the diaries for families, to the journal for teachers, and as notices."""

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
    """Appends one publication to each student's diary and one to the journal, even if many cells changed.

    `families` holds the fact for each student's diary, `kinds` the kind of the notice about it. For students who are
    not in `kinds` there is no notice: only those who listen live are told.
    """
    facts = [(ChannelName(f"diary:{student}"), fact) for student, fact in families.items()]
    told = await tx.append_all(author, [*facts, (ChannelName(f"journal:{course}"), journal)])
    for kind in NoticeKind:
        tx.notices.add([one for one, student in zip(told, families, strict=False) if kinds.get(student) is kind], kind)
