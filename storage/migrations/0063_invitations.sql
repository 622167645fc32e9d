-- Invitations of people to a school: with one somebody gets a sign-in, once. Of the secrets only hashes are kept; the
-- token of a mail waits in its dispatch until that is settled.
create table invitation (
    id bigint generated always as identity primary key,
    school_id bigint not null references school,
    person_id bigint not null references person,
    medium text not null check (medium in ('mail', 'paper')),
    token_hash bytea not null unique,
    code_hash bytea not null unique,
    made_by bigint references person, -- null: who runs the server
    made_at timestamptz not null,
    expires_at timestamptz not null,
    dispatch_id bigint references dispatch on delete set null, -- the mail that carries it, as long as that is kept
    bounced_at timestamptz,
    opened_at timestamptz,
    used_at timestamptz,
    ended_at timestamptz -- revoked, or replaced by the next one
);
create unique index invitation_live on invitation (person_id, school_id) where used_at is null and ended_at is null;
create index on invitation (person_id, school_id, id);
create index on invitation (dispatch_id) where dispatch_id is not null;
