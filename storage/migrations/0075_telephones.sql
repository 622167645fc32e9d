-- Invitations by message, codes by telephone, and telephones that people have shown to be theirs. `phone_key`: channels.contact_details has the
-- form. The number itself stands in the register; a confirmation is worth what it says only while that number is there.
alter table invitation drop constraint invitation_medium_check;
alter table invitation add constraint invitation_medium_check check (medium in ('mail', 'message', 'paper'));

create table confirmed_telephone (
    person_id bigint primary key references person,
    phone_key text not null check (phone_key ~ '^[0-9]{10}$'),
    confirmed_at timestamptz not null
);

-- Codes that were sent to telephones, as hashes; those of nobody stand for requests that reached nobody, or somebody by mail.
create table telephone_code (
    id bigint generated always as identity primary key,
    asked_hash bytea not null, -- of the name, address or number that was typed
    code_hash bytea not null,
    person_id bigint references person,
    school_id bigint references school,
    phone_key text check (phone_key ~ '^[0-9]{10}$'),
    wrong_codes integer not null default 0,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    check ((person_id is null) = (school_id is null) and (person_id is null) = (phone_key is null))
);
create index on telephone_code (asked_hash);
create index on telephone_code (person_id, made_at) where person_id is not null;
create index on telephone_code (made_at);
