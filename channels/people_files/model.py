"""Shapes of a file of people: how far it is, what was read, and what it would change."""

from enum import StrEnum
from typing import Literal

from channels.people import PersonRef
from channels.roster.headings import Certainty
from channels.types import Id, Moment, Shape


class FileState(StrEnum):
    """State of a file that was brought."""

    GATHERING = "gathering"  # more files of the set follow
    READING = "reading"
    REFUSED = "refused"  # it cannot be applied; the report says why
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    BROKEN = "broken"  # the reading or applying broke off, and nothing was changed


UNDER_WAY = frozenset({FileState.READING, FileState.APPLYING})


class FileStage(StrEnum):
    """Stage of a file that is being read or applied."""

    WAITING = "waiting"  # for another file's turn
    READING = "reading"
    MATCHING = "matching"
    COMPARING = "comparing"
    APPLYING = "applying"


class RightsKind(StrEnum):
    """Kind of a change of who may see a child, or do something in the school."""

    LIFTED = "lifted"  # an adult may follow a child again who must not now
    LIKE_RESTRICTED = "like_restricted"  # a new adult who is called like one who must not
    SEES_NO_MORE = "sees_no_more"
    ROLE_TAKEN = "role_taken"
    ROLE_GIVEN = "role_given"
    RESTRICTED = "restricted"  # an adult must not follow a child from now on
    SEES = "sees"


class LinesRead(Shape):
    file: str
    lines: int


class FileColumn(Shape):
    """Column of a table. `meaning` as `student.class`, or `-` for one that is not taken; of a doubtful one a guess."""

    heading: str
    meaning: str
    certainty: Certainty
    examples: list[str]


class FileTable(Shape):
    """Table of a file. `kind`: it lists students with their adults, or staff."""

    name: str
    kind: Literal["student", "staff"]
    columns: list[FileColumn]


class TableChanges(Shape):
    """Changes of the rows of one kind, with at most three examples."""

    table: str
    added: int
    changed: int
    ended: int
    returned: int
    examples: list[str]


class RightsChange(Shape):
    """Change of rights of one kind (and `role`, where it is one): of how many, and the first of them by name."""

    kind: RightsKind
    role: str
    count: int
    people: list[str]


class FileRemark(Shape):
    """Remark about a file: the same about `count` lines, of which `lines` are the first.

    `code` is stable, `level` is error or warning. `rights`: access hangs on it. `left_out`: the lines are not applied.
    """

    code: str
    level: str
    file: str
    column: str
    count: int
    lines: list[int]
    rights: bool
    left_out: bool
    ru: str
    en: str


class PartEnded(Shape):
    """Much of a table, or of one role in it, that would not be in force any more."""

    table: str
    role: str
    ended: int
    stored: int


class PeopleReport(Shape):
    """Report on a file: what it is, what was read, what applying it would do. `digest` names exactly this.

    `total` changes; with errors there are none. `ends_much`: it has to be confirmed; `lifts`: adults who would follow
    a child again, which has to be said apart. `proposed`: pairs that it has named to the office as one human,
    once it is applied. Remarks are in their order: errors, then what touches rights.
    """

    format: str | None
    read: list[LinesRead]
    tables: list[FileTable]
    changes: list[TableChanges]
    rights: list[RightsChange]
    remarks: list[FileRemark]
    errors: int
    warnings: int
    ends_much: list[PartEnded]
    lifts: int
    total: int
    digest: str
    proposed: int = 0


class PeopleFile(Shape):
    """File, or files of one set, that was brought. While it is under way, `stage` says how far it is, with `done` of
    `total` rows; while it is read `total` is 0, and `done` are the rows read so far. `is_stale`: the school changed
    since the last report, which is a new one.
    """

    id: Id
    names: list[str]
    state: FileState
    stage: FileStage | None
    done: int
    total: int
    is_stale: bool
    brought_at: Moment
    report: PeopleReport | None


class AppliedFile(Shape):
    names: list[str]
    applied_at: Moment
    by: PersonRef
    changes: int


class PeopleFiles(Shape):
    """Files of a school: the one that waits, or is the last that was applied, and those applied before."""

    waiting: PeopleFile | None
    applied: list[AppliedFile]
