-- The services of whom the school itself names: the family has all, whom it trusts with a child those of old.
create or replace function services_of(relation relation_name) returns text[]
language sql immutable parallel safe as $$
    select case when relation = 'trusted' then '{diary,chat}'::text[] else '{diary,visits,chat,absence}'::text[] end
$$;
