"""Notices as they are read from the database."""

import asyncpg

from channels.notices.ports import Notice
from channels.notices.preferences import NoticeKind
from channels.publication import ChannelName

NOTICE = """n.id, n.person_id, c.name as channel, n."offset", n.kind, n.urgent, n.published_at, n.sent_at, n.acted_at"""
"""Columns of notice `n` and its channel `c`."""


def notice_of(row: asyncpg.Record) -> Notice:
    return Notice(
        id=row["id"],
        person=row["person_id"],
        channel=ChannelName(row["channel"]),
        offset=row["offset"],
        kind=NoticeKind(row["kind"]),
        urgent=row["urgent"],
        published_at=row["published_at"],
        sent_at=row["sent_at"],
        acted_at=row["acted_at"],
    )
