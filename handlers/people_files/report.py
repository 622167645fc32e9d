"""Report on a file of people: what an import found, in the shapes that the page shows."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping

from channels.people_files.model import (
    FileColumn,
    FileRemark,
    FileTable,
    LinesRead,
    PartEnded,
    PeopleReport,
    RightsChange,
    RightsKind,
    TableChanges,
)
from channels.roster.cutoff import Ending
from channels.roster.headings import Kind, kind_of
from channels.roster.model import Guardianship, Level, Problems, RoleRow, key_of
from channels.roster.plan import Plan
from handlers.people_files.wording import reason
from handlers.roster.importing import Preview
from handlers.roster.plain import FORMATS
from handlers.roster.preview import LEFT_OUT, TOUCHES_RIGHTS, Labels, examples, in_order

REMARKS = 200
NAMED = 20  # people of one change of rights
LONGEST_EXAMPLE = 60
STAFF_ROLES = ("leadership", "admin", "teacher", "staff")


def report_on(found: Preview, problems: Problems, endings: Mapping[str, Ending]) -> PeopleReport:
    """Returns the report. Of a file that is refused no name of a stored person is told: it may be another school's."""
    plan = None if problems.refused else found.plan
    labels = Labels(plan, found.state) if plan is not None else None
    return PeopleReport(
        # what cannot be opened as a table is none, whatever it was taken for
        format=found.format if found.columns or found.format not in FORMATS.values() else None,
        read=[LinesRead(file=file, lines=lines) for file, lines in found.read.items()],
        tables=_tables(found),
        changes=[
            TableChanges(table=table, **changes.counts(), examples=examples(changes, labels))
            for table, changes in plan.tables.items()
            if len(changes)
        ]
        if plan is not None and labels is not None
        else [],
        rights=_rights(plan, labels) if plan is not None and labels is not None else [],
        remarks=_remarks(problems),
        errors=problems.counts[Level.ERROR],
        warnings=problems.counts[Level.WARNING],
        ends_much=[
            PartEnded(table=table, role=ending.role, ended=ending.ended, stored=ending.stored)
            for table, ending in (endings if plan is not None else {}).items()
        ],
        lifts=lifts(plan) if plan is not None else 0,
        total=len(plan) if plan is not None else 0,
        digest=_digest(plan, found.school) if plan is not None else "",
    )


def lifts(plan: Plan) -> int:
    """Returns how many adults may follow a child again who must not now, or are called like one who must not."""
    return len(plan.lifted()) + len(plan.evading)


def _tables(found: Preview) -> list[FileTable]:
    return [
        FileTable(
            name=name,
            kind="staff" if kind_of([one.heading for one in columns], name) is Kind.STAFF else "student",
            columns=[
                FileColumn(
                    heading=column.heading,
                    meaning=column.meaning,
                    certainty=column.certainty,
                    examples=[row[n][:LONGEST_EXAMPLE] for row in found.examples.get(name, []) if row[n]],
                )
                for n, column in enumerate(columns)
                if column.heading
            ],
        )
        for name, columns in found.columns.items()
    ]


def _remarks(problems: Problems) -> list[FileRemark]:
    return [
        FileRemark(
            code=group.first.code,
            level=group.first.level.value,
            file=group.first.file,
            column=group.first.column,
            count=group.count,
            lines=group.lines,
            rights=group.first.code in TOUCHES_RIGHTS,
            left_out=group.first.code in LEFT_OUT,
            ru=reason(group.first, "ru"),
            en=reason(group.first, "en"),
        )
        for group in in_order(problems)[:REMARKS]
    ]


Told = dict[tuple[RightsKind, str], list[str]]
"""(kind, role) -> whom it is about."""


def _rights(plan: Plan, labels: Labels) -> list[RightsChange]:
    told: Told = defaultdict(list)
    _tell_ties(told, plan, labels)
    _tell_roles(told, plan, labels)
    order = [*RightsKind]

    def rank(about: tuple[RightsKind, str]) -> tuple[int, int]:
        kind, role = about
        return order.index(kind), STAFF_ROLES.index(role) if role else 0

    return [
        RightsChange(kind=kind, role=role, count=len(people), people=sorted(people)[:NAMED])
        for (kind, role), people in sorted(told.items(), key=lambda item: rank(item[0]))
    ]


def _tell_ties(told: Told, plan: Plan, labels: Labels) -> None:
    """Tells who begins to follow a child, and who does so no more."""
    changes = plan.tables["guardianship"]
    warned = [(RightsKind.LIFTED, row) for row in plan.lifted()]
    warned += [(RightsKind.LIKE_RESTRICTED, row) for row in plan.evading]
    for kind, tie in warned:
        told[kind, ""].append(labels.of(tie))
    known = {key_of(row) for _, row in warned}
    before = [stored.row for stored, _ in changes.changed] + [stored.row for stored in changes.ended]
    after = [row for row in changes.standing() if isinstance(row, Guardianship)]
    saw = {key_of(row) for row in before if isinstance(row, Guardianship) and not row.restricted}
    sees = {key_of(row) for row in after if not row.restricted}
    for row in before:
        if key_of(row) in saw - sees:
            told[RightsKind.SEES_NO_MORE, ""].append(labels.of(row))
    for row in after:
        if row.restricted:
            told[RightsKind.RESTRICTED, ""].append(labels.of(row))
        elif key_of(row) not in saw | known:
            told[RightsKind.SEES, ""].append(labels.of(row))


def _tell_roles(told: Told, plan: Plan, labels: Labels) -> None:
    """Tells who of the staff gets a role, and who loses one."""
    changes = plan.tables["role"]
    before = [stored.row for stored, _ in changes.changed] + [stored.row for stored in changes.ended]
    had = {(row.person, row.role) for row in before if isinstance(row, RoleRow)}
    has = {(row.person, row.role) for row in changes.standing() if isinstance(row, RoleRow)}
    for kind, pairs in ((RightsKind.ROLE_TAKEN, had - has), (RightsKind.ROLE_GIVEN, has - had)):
        for person, role in pairs:
            if role in STAFF_ROLES:
                told[kind, role].append(labels.name(person))


def _digest(plan: Plan, school: str) -> str:
    """Returns what stays the same as long as applying the file would do the same."""
    told = hashlib.blake2s(repr((plan.source, school, sorted(plan.joins))).encode(), digest_size=12)
    for table, changes in plan.tables.items():
        told.update(table.encode())
        for rows in (
            changes.standing(),
            changes.suspended,
            (stored.row for stored in changes.ended),
            (stored.row for stored in changes.released),
        ):
            for text in sorted(map(repr, rows)):
                told.update(text.encode())
            told.update(b"\0")
    return told.hexdigest()
