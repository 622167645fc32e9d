-- Whether a second factor is asked from somebody who has none: no app, and no passkey that asks for a finger or a code.
create or replace function lacks_second_factor(person bigint) returns boolean language sql stable as $$
    select exists (select from second_factor_required_now r where r.person_id = person)
       and not exists (select from second_factor f where f.person_id = person and f.salt is not null)
       and not exists (select from passkey k where k.person_id = person and k.ended_at is null and k.verifies)
$$;
