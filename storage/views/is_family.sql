-- Whether who stands in this relation to a child is of the family, and not only trusted with the child.
create or replace function is_family(relation relation_name) returns boolean
language sql immutable parallel safe as $$ select relation <> 'trusted' $$;
