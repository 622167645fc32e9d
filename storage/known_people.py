"""People whom the rules of matching compare, each with all records that are theirs."""

import json
from collections.abc import Collection

import asyncpg

from channels.matching.matching import snils_digits
from channels.matching.model import Known
from channels.people import Name

# Column of a query about a person `p`: the records of that human (`records_of`).
RECORDS = """
    (select json_agg(json_build_array(x.family_name, x.given_name, x.middle_name, x.email, x.phone, x.identifier))::text
     from records_of(p.id) x) as records
"""


def known_of(row: asyncpg.Record, *, is_pupil: bool, children: Collection[int]) -> Known:
    """Returns the person of a row that has `id` and `RECORDS`."""
    records = json.loads(row["records"])
    names = [Name(family=family, given=given, middle=middle) for family, given, middle, *_ in records]
    numbers = [snils_digits(number) for *_, number in records if number]
    return Known(
        person=row["id"],
        name=names[0],
        emails=tuple(dict.fromkeys(email for *_, email, _, _ in records if email)),
        phones=tuple(dict.fromkeys(phone for *_, phone, _ in records if phone)),
        snils=next((number for number in numbers if number is not None), None),
        is_pupil=is_pupil,
        children=frozenset(children),
        other_names=tuple(one for one in dict.fromkeys(names[1:]) if one != names[0]),
    )
