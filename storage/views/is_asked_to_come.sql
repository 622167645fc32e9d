-- Whether somebody is asked to come to a school event; as whom, if that is said. A function, since it is asked of few, and
-- planning it with every list of chats took longer than all the rest.
create or replace function is_asked_to_come(event bigint, participant bigint, as_whom text) returns boolean
language plpgsql stable as $$
begin
    return exists (
        select from school_event_participant_now p
        where p.event_id = is_asked_to_come.event and p.participant_id = is_asked_to_come.participant
          and (as_whom is null or p.addressed = as_whom));
end $$;
