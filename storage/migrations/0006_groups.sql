-- Chats of more than two. Who is a member and has not left reads and writes there.

alter type chat_kind add value 'group';

alter table chat
    add column title text check (length(title) between 1 and 100),
    -- A new value of an enum may not be used in the transaction that adds it, so this speaks of the other one.
    add check ((kind = 'private') = (title is null)),
    add check (kind = 'private' or (first_id is null and second_id is null));
