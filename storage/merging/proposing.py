"""Merges that an import proposes to the office: `channels.merging.doubles`."""

from channels.merging.doubles import MANY, pairs_of, proposed
from channels.merging.model import CONFIRMED_WITHIN
from storage.known_people import RECORDS, known_of
from storage.merging.merges import PostgresMerges
from storage.pool import Connection

SECONDS = 300  # for the comparison of a whole roster; no browser waits for it


async def propose_doubles(connection: Connection, source: str) -> int:
    """Proposes the people of a roster who are people of another source, or typed; returns how many are new proposals.

    Part of the import's transaction. Not again while a proposal waits, and not once the office has said that they are
    two, or has had them apart again.
    """
    rows = await connection.fetch(_GROUPS, source, MANY + 1, timeout=SECONDS)
    if not rows:
        return 0
    groups = [row["people"] for row in rows]
    brought = {person for row in rows for person in row["brought"]}
    people = {person for group in groups for person in group} | brought
    rows = await connection.fetch(_KNOWN, list(people), timeout=SECONDS)
    known = {
        row["id"]: known_of(row, is_pupil=row["is_student"] and not row["children"], children=row["children"])
        for row in rows
    }
    shared = [[person for person in group if person in known] for group in groups]
    pairs = list(pairs_of(shared, brought, known))
    sides = await PostgresMerges(connection).sides({person for pair in pairs for person in pair})
    found = [
        made
        for one, other in pairs
        if sides[one].merged_into is None and sides[other].merged_into is None
        if (made := proposed(sides[one], sides[other])) is not None
    ]
    added: int = await connection.fetchval(
        _PROPOSE,
        [survivor.id for survivor, _, _ in found],
        [other.id for _, other, _ in found],
        [school for _, _, school in found],
        CONFIRMED_WITHIN,
    )
    return added


# Whole groups: who else has a contact decides whether it proves anything.
_GROUPS = """
    with said as (
        select coalesce(merged_into, id) as person, source, 's' || regexp_replace(identifier, '\\D', '', 'g') as key
        from person where identifier is not null and stands(ended_at)
        union all
        select coalesce(p.merged_into, p.id), p.source, 'e' || lower(coalesce(m.address, p.email))
        from person p left join mailbox m on m.person_id = p.id and m.confirmed_at is not null
        where coalesce(m.address, p.email) is not null and stands(p.ended_at)
        union all
        select coalesce(merged_into, id), source, 'p' || right(regexp_replace(phone, '\\D', '', 'g'), 10)
        from person where phone is not null and stands(ended_at)
    )
    select (array_agg(distinct person))[1:$2] as people,
           (array_agg(distinct person) filter (where source = $1))[1:$2] as brought
    from said
    group by key
    having count(distinct person) > 1 and bool_or(source = $1) and bool_or(source <> $1)
"""
_KNOWN = f"""
    select p.id, {RECORDS},
           array(select distinct g.student_id from guardianship g
                 where g.guardian_id = p.id and stands(g.ended_at)) as children,
           exists (select from role_now r where r.person_id = p.id and r.role = 'student') as is_student
    from person p where p.id = any($1::bigint[]) and stands(p.ended_at)
"""
_PROPOSE = """
    with pairs as (
        select * from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as pair (survivor, other, school)
    ), added as (
        insert into merge (survivor_id, other_id, proof, school_id, proposed_at, expires_at)
        select survivor, other, 'import', school, now(), now() + $4::interval from pairs
        where not exists (
            select from merge g where g.survivor_id in (survivor, other) and g.other_id in (survivor, other)
              and (g.merged_at is not null
                   or g.declined_at is not null and g.declined_by is distinct from g.proposed_by
                   or g.proof = 'office' and g.declined_at is null and g.expires_at > now()))
        on conflict (least(survivor_id, other_id), greatest(survivor_id, other_id))
            where proof = 'import' and merged_at is null and declined_at is null
            do update set proposed_at = excluded.proposed_at, expires_at = excluded.expires_at
            where merge.expires_at <= excluded.proposed_at
        returning id
    )
    select count(*) from added
"""
