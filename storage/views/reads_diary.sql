-- Whether a guardianship of these scopes lets somebody read the child's diary.
create or replace function reads_diary(scopes text[]) returns boolean
language sql immutable parallel safe as $$ select 'diary' = any(scopes) $$;
