-- True if a guardianship of these scopes lets somebody read the diary of the child.
create or replace function has_diary_scope(scopes text[]) returns boolean
language sql immutable parallel safe as $$ select 'diary' = any(scopes) $$;
