-- Portals: places elsewhere where people sign in, and which tell us who they are (OpenID Connect).
create table portal (
    id bigint generated always as identity primary key,
    school_id bigint references school, -- null: lets people of all schools in
    name_ru text not null,
    name_en text not null,
    issuer text not null, -- never changed: who was known by another issuer would be somebody else
    client_id text not null,
    client_secret text not null, -- '': none is needed
    scopes text[] not null,
    claims json not null, -- what we read -> what the portal calls it
    roles role_name[] not null,
    contacts_verified boolean not null, -- tells only contacts that it has confirmed, without saying so of each
    matches boolean not null, -- lets people in by what it tells of them
    is_on boolean not null,
    away_since timestamptz,
    changed_subjects_at timestamptz, -- since its client changed it knows people by other names
    made_at timestamptz not null,
    ended_at timestamptz
);
create unique index on portal (issuer, coalesce(school_id, 0)) where ended_at is null;
-- Whom a portal knows: by `subject`, which stays whatever else changes.
create table portal_account (
    id bigint generated always as identity primary key,
    portal_id bigint not null references portal,
    subject text not null,
    person_id bigint not null references person,
    bound_at timestamptz not null,
    used_at timestamptz,
    ended_at timestamptz
);
create unique index on portal_account (portal_id, subject) where ended_at is null;
create unique index on portal_account (person_id, portal_id) where ended_at is null;
-- Visits to a portal, from the way there to the way back: good once, within minutes, in the browser where they began.
create table portal_visit (
    state_hash bytea primary key,
    browser_hash bytea not null,
    portal_id bigint not null references portal,
    purpose text not null check (purpose in ('sign_in', 'connect', 'invitation')),
    about bigint, -- a person who connects a portal, or an invitation
    by_link boolean not null,
    shared boolean not null,
    next text not null,
    nonce text not null,
    verifier text not null,
    redirect_uri text not null,
    expires_at timestamptz not null,
    check ((about is null) = (purpose = 'sign_in'))
);
create index on portal_visit (expires_at);
-- Logins that began at a portal; it ends them, too.
create table portal_login (
    login_id bigint primary key references login,
    portal_account_id bigint not null references portal_account,
    session_id text -- what the portal calls its own session
);
create index on portal_login (portal_account_id);
-- Orders of a portal to end logins: each once.
create table portal_logout (
    portal_id bigint not null references portal,
    token_hash bytea not null,
    expires_at timestamptz not null,
    primary key (portal_id, token_hash)
);
-- Roles whose people sign in without a password.
create table password_off (
    school_id bigint not null references school,
    role role_name not null,
    set_by bigint not null references person,
    set_at timestamptz not null,
    primary key (school_id, role)
);
