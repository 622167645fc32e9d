-- A chat has its channel from the first moment.
create or replace function open_channel() returns trigger language plpgsql as $$
begin
    insert into channel (name) values ('chat:' || new.id);
    return null;
end $$;
