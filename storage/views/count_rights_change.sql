-- Runs after a role was written: counts a change for its person if somebody is signed in as them. A count, and no mark
-- on the logins themselves: an import that runs for a minute would hold them, and their people would wait.
create or replace function count_rights_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and (old.person_id, old.school_id, old.role, old.from_day, old.until_day, old.ended_at)
            is not distinct from (new.person_id, new.school_id, new.role, new.from_day, new.until_day, new.ended_at) then
        return null;
    end if;
    insert into rights_change (person_id, changes)
    select l.person_id, 1 from login l
    where l.person_id in (new.person_id, case when tg_op = 'UPDATE' then old.person_id end) and l.ended_at is null
    group by l.person_id
    on conflict (person_id) do update set changes = rights_change.changes + 1;
    return null;
end $$;
