-- Kinds by which courses of a school and a source are marked: the school's own and those of the rosters that brought the
-- school and the course; the standard ones where there are none.
create or replace function mark_kind_of(school bigint, source text) returns setof mark_kind
language sql stable rows 8 as $$
    with given as (
        select k.* from mark_kind k
        where k.source in ($2, (select s.source from school s where s.id = $1)) and k.school_id is null
          and k.ended_at is null
        union all
        select k.* from mark_kind k where k.school_id = $1 and k.ended_at is null
    )
    select * from given
    union all
    select k.* from mark_kind k where k.source = 'standard' and not exists (select from given)
$$;
