-- Telling those who are away (docs/decisions/0023-notices.md). `outbox`: publications of which somebody may have to be told,
-- written with them. `notice`: one of them and one person. `dispatch`: what one carrier brings to one address.

drop table notice;
drop type notice_state;

create table outbox (
    id bigint generated always as identity primary key,
    channel_id bigint not null,
    "offset" bigint not null,
    kind text not null,
    urgent boolean not null
);

create table notice (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    channel_id bigint not null,
    "offset" bigint not null,
    kind text not null,
    urgent boolean not null,
    published_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'gathered', 'handed_on', 'dropped')),
    due_at timestamptz not null,              -- of a waiting one: when it is looked at; of a gathered one: when its digest leaves
    held_until timestamptz,                   -- quiet hours have held it until then
    sent_at timestamptz,                      -- to a session of the person, as far as it is known
    acted_at timestamptz,                     -- the person said so
    why text,                                 -- of a dropped one
    settled_at timestamptz,
    check ((state = 'dropped') = (why is not null)),
    unique (person_id, channel_id, "offset")
);
create index on notice (due_at, id) where state = 'waiting';
create index on notice (person_id, due_at) where state = 'gathered';
create index on notice (channel_id, "offset");

-- A browser that asked to be pushed to, under the login that asked: it ends with it.
create table endpoint (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    login_id bigint not null references login,
    url text not null unique check (length(url) between 1 and 2000),
    p256dh text not null check (length(p256dh) between 1 and 200),
    auth text not null check (length(auth) between 1 and 100),
    added_at timestamptz not null
);
create index on endpoint (person_id);

-- Where a person gets mail. Without a row it is the address in the roster, not yet confirmed.
create table mailbox (
    person_id bigint primary key references person,
    address text not null check (length(address) between 3 and 254),
    confirmed_at timestamptz,                 -- by the person: before that a mail says that there is something, not what
    refused_at timestamptz,                   -- mail to it comes back
    problem text not null default ''
);

create table notice_mode (
    person_id bigint not null references person,
    kind text not null,
    carrier text not null,
    mode text not null,
    primary key (person_id, kind, carrier)
);

create table notice_setting (
    person_id bigint primary key references person,
    language text not null default 'ru' check (language in ('ru', 'en')),
    zone text,                                -- IANA name; null: the school's
    quiet_begins integer check (quiet_begins between 0 and 1439),   -- minutes of the day
    quiet_ends integer check (quiet_ends between 0 and 1439),
    digest_hour integer not null default 18 check (digest_hour between 0 and 23),
    digest_weekday integer not null default 4 check (digest_weekday between 0 and 6),
    check ((quiet_begins is null) = (quiet_ends is null))
);

create table school_quiet (
    school_id bigint primary key references school,
    begins integer check (begins between 0 and 1439),
    ends integer check (ends between 0 and 1439),
    weekend boolean not null,                 -- Saturday and Sunday are quiet
    closed date[] not null default '{}',      -- days without school
    check ((begins is null) = (ends is null))
);

create table dispatch (
    id bigint generated always as identity primary key,
    person_id bigint references person,        -- null: a mail to an address of nobody here
    carrier text not null check (carrier in ('push', 'mail', 'webhook')),
    target bigint not null,                   -- an endpoint; otherwise 0, since a person has one address and one telephone
    is_digest boolean not null default false,
    rank smallint not null,                   -- what is carried first: 0 what cannot wait, 1 of one person, 2 of many, 3 digests
    state text not null default 'due' check (state in ('due', 'accepted', 'failed', 'dropped')),
    attempts integer not null default 0,
    due_at timestamptz not null,              -- of one that is being carried: when somebody else may try
    problem text not null default '',
    made_at timestamptz not null,
    settled_at timestamptz,
    note json,                                -- what it says, if it is about no notices: channels.notices.ports.Note
    check ((state = 'due') = (settled_at is null))
);
create index on dispatch (carrier, rank, due_at, id) where state = 'due';
create index on dispatch (person_id, id);
create index on dispatch (settled_at) where state = 'failed';

-- What somebody has to act on: a child's absence, and what is urgent. `step` 0: told as usual, 1: loudly.
create table alarm (
    id bigint generated always as identity primary key,
    channel_id bigint not null,
    "offset" bigint not null,
    is_absence boolean not null,
    step smallint not null default 0,
    due_at timestamptz not null,              -- the next step
    closed_at timestamptz,
    why text check (why in ('acted', 'told_staff', 'over')),
    check ((closed_at is null) = (why is null)),
    unique (channel_id, "offset")
);
create index on alarm (due_at, id) where closed_at is null;

-- Nothing is brought twice to one address.
create table dispatch_notice (
    dispatch_id bigint not null references dispatch,
    notice_id bigint not null references notice,
    carrier text not null,
    target bigint not null,
    primary key (notice_id, carrier, target)
);
create index on dispatch_notice (dispatch_id);
