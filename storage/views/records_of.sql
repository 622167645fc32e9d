-- The records of one human, the own one first: of whom others were merged into, theirs as well, each with its name, the
-- contacts that it alone brings and its number of the register. A confirmed address takes the place of the register's,
-- in the record whose it is, also while the survivor holds it.
create or replace function records_of(human bigint)
returns table (record_id bigint, family_name text, given_name text, middle_name text, email text, phone text,
               identifier text)
language sql stable as $$
    select p.id, p.family_name, p.given_name, p.middle_name, coalesce(m.address, p.email), p.phone, p.identifier
    from person p
    left join mailbox m on m.confirmed_at is not null and (
        m.person_id = p.id
            and not exists (select from merge g join merge_row r on r.merge_id = g.id and r.of = 'mailbox.person_id'
                            where g.survivor_id = p.id and g.merged_at is not null and g.undone_at is null)
        or m.person_id = p.merged_into
            and exists (select from merge g join merge_row r on r.merge_id = g.id and r.of = 'mailbox.person_id'
                        where g.survivor_id = p.merged_into and g.other_id = p.id and g.merged_at is not null
                          and g.undone_at is null))
    where p.id = human or p.merged_into = human and stands(p.ended_at)
    order by p.id <> human, p.id
$$;
