"""Who is told of a change in a journal: each family in its diary, the teachers in the journal, the absent by notice."""

from collections.abc import Collection, Mapping

from channels.publication import ChannelName
from channels.store import Tx
from channels.types import Shape


async def tell(
    tx: Tx,
    author: int,
    course: int,
    families: Mapping[int, Shape],
    journal: Shape,
    kind: str,
    *,
    quiet: Collection[int] = (),
) -> None:
    """One publication for each student's diary and one for the journal, however many cells changed.

    `families` is what each student's diary is told. Guardians get a notice of this kind, except for the students
    in `quiet`.
    """
    facts = [(ChannelName(f"diary:{student}"), fact) for student, fact in families.items()]
    told = await tx.append_all(author, [*facts, (ChannelName(f"journal:{course}"), journal)])
    of_families = zip(told[:-1], families, strict=True)
    tx.notices.add([(told_, student) for told_, student in of_families if student not in quiet], kind)
