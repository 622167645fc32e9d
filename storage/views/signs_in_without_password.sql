-- True if somebody has roles, and passwords are off for all of them: what they know opens nothing.
create or replace function signs_in_without_password(person bigint) returns boolean language sql stable as $$
    select exists (select from role_now r where r.person_id = person)
       and not exists (select from role_now r where r.person_id = person and not exists (
           select from password_off f where f.school_id = r.school_id and f.role = r.role))
$$;
