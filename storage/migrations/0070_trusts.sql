-- Services that somebody may be trusted with, one by one. The family has all that there are; whom the school has named
-- as trusted with the diary keeps what they had in fact: the diary, and chats with teachers.
update guardianship set scopes = case when relation = 'trusted' then '{diary,chat}'::text[]
                                      else '{diary,visits,chat,absence}'::text[] end
where 'diary' = any(scopes);
alter table guardianship alter column scopes set default '{diary,visits,chat,absence}';
-- Who of the family gave this right, if the school did not: without a right of theirs it is none.
alter table guardianship add column given_by bigint references person;
-- How long a family may still object, in hours: before somebody new to the school gets in, and somebody it knows.
create table trust_delay (
    school_id bigint primary key references school,
    stranger_hours int not null check (stranger_hours between 0 and 24),
    known_hours int not null check (known_hours between 0 and 24)
);
-- What a guardian trusts somebody with, of one child and until a day: offered to whoever has that family name and that
-- telephone, accepted, waiting until it opens, open, over.
create table trust (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    student_id bigint not null references person,
    giver_id bigint not null references person,
    family_name text not null,
    phone text not null,
    phone_key text not null check (phone_key ~ '^[0-9]{10}$'),
    services text[] not null,
    until_day date not null, -- exclusive
    offered_at timestamptz not null,
    expires_at timestamptz not null, -- of the offer
    is_announced boolean not null default false, -- to whom it is for
    invitee_id bigint references person,
    is_known boolean not null default false, -- to the school, when it was accepted
    accepted_at timestamptz,
    opens_at timestamptz,
    opened_at timestamptz,
    -- more that was given later, and opens later
    more_by bigint references person,
    more_services text[],
    more_until_day date,
    more_opens_at timestamptz,
    reminded_at timestamptz,
    ended_at timestamptz,
    ended_by bigint references person,
    due_at timestamptz not null, -- when somebody has to look at it next
    ending text check (ending in ('withdrawn', 'declined', 'refused', 'ended', 'expired', 'over', 'lost')),
    check ((accepted_at is null) = (invitee_id is null)),
    check ((ended_at is null) = (ending is null)),
    check ((more_opens_at is null) = (more_services is null) and (more_opens_at is null) = (more_until_day is null)
           and (more_opens_at is null) = (more_by is null))
);
create index on trust (student_id);
create index on trust (giver_id);
create index on trust (invitee_id) where invitee_id is not null;
create index on trust (phone_key) where accepted_at is null and ended_at is null;
create index on trust (due_at) where ended_at is null;
drop function if exists has_diary_scope(text[]);
