-- What keys were used for before, and from now to the end of the transaction nobody else gets past here with one of
-- them. The lock and the look are two statements: in a volatile function each has a snapshot of its own (in READ
-- COMMITTED), so the second sees what the holder of the lock has committed. `locks` are the numbers of the keys, in
-- ascending order, so that two who claim several never wait in a circle.
create or replace function claim_keys(locks bigint[], persons bigint[], keys text[])
    returns table (person_id bigint, key text, body_hash bytea, answer json)
    language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(n) from unnest(locks) as claimed (n);
    return query
        select k.person_id, k.key, k.body_hash, k.answer
        from unnest(persons, keys) as claimed (person_id, key)
        -- `offset 0` keeps it a look-up in the index for each key, whatever the planner knows of the table's size.
        cross join lateral (
            select * from idempotency_key i
            where i.person_id = claimed.person_id and i.key = claimed.key offset 0
        ) k;
end $$;
