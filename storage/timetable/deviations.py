"""Deviations of lessons from the pattern: a part of every query that shows lessons."""

import json

import asyncpg

from channels.people import Name, PersonRef
from channels.timetable.model import LessonDeviation, Place, ReplacedBy

# For a lesson `l`; read only for those that somebody changed.
DEVIATION = """
    left join lateral (
        select v.note, v.instead, v.origin_day, v.origin_number,
               case when p.room_id is distinct from l.room_id and p.room_id is not null then was.name end as room_was,
               o.id as replacing_id, c.subject as replacing_subject,
               (select coalesce(json_agg(json_build_array(w.id, w.family_name, w.given_name, w.middle_name)
                                         order by d.rank, w.id), '[]')::text
                from (select teacher_id, min(rank) as rank from teaching_days t
                      where t.course_id = l.course_id and t.from_day <= l.day and l.day < t.until_day
                        and t.rank > 1
                        and exists (select from substitution u where u.lesson_id = l.id)
                        and not exists (select from substitution u
                                        where u.lesson_id = l.id and u.teacher_id = t.teacher_id)
                      group by teacher_id) d
                join person w on w.id = d.teacher_id) as covered
        from lesson_deviation v
        left join pattern_row p on p.id = l.row_id
        left join room was on was.id = p.room_id
        left join lesson o on o.id = v.replaced_by
        left join course c on c.id = o.course_id
        where l.by_hand and v.lesson_id = l.id
    ) deviation on true
"""
COLUMNS = """
    deviation.note, deviation.instead, deviation.origin_day, deviation.origin_number, deviation.room_was,
    deviation.replacing_id, deviation.replacing_subject, deviation.covered
"""


def deviation(row: asyncpg.Record) -> LessonDeviation | None:
    """Makes the deviation of a row with these columns; None for a lesson that is as the pattern says."""
    if row["covered"] is None:
        return None
    found = LessonDeviation(
        moved_from=None if row["origin_day"] is None else Place(day=row["origin_day"], number=row["origin_number"]),
        room_was=row["room_was"],
        covered=[
            PersonRef(id=number, name=Name(family=family, given=given, middle=middle))
            for number, family, given, middle in json.loads(row["covered"])
        ],
        instead=row["instead"],
        replaced_by=None
        if row["replacing_id"] is None
        else ReplacedBy(id=row["replacing_id"], subject=row["replacing_subject"]),
        note=row["note"],
    )
    return found if found != NONE else None


NONE = LessonDeviation(moved_from=None, room_was=None, covered=[], instead="", replaced_by=None, note="")
