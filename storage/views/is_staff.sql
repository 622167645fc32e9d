-- Whether who has this role works at the school.
create or replace function is_staff(role role_name) returns boolean
language sql immutable parallel safe as $$ select role in ('teacher', 'staff', 'leadership', 'admin') $$;
