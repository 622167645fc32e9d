-- Passkeys (WebAuthn): of each only the public key is here. Somebody may sign in with them alone, without a password.
create table passkey (
    id bigint generated always as identity primary key,
    person_id bigint not null references person,
    credential_id bytea not null unique,
    public_key bytea not null, -- as COSE writes it
    sign_count bigint not null, -- goes on with each use; 0: this one does not count
    transports text[] not null,
    agent text not null, -- of the browser in which it was made
    made_at timestamptz not null,
    used_at timestamptz,
    ended_at timestamptz
);
create index on passkey (person_id) where ended_at is null;
-- What a device has to sign, for one use within minutes: `about` a person who adds a passkey, or an invitation.
create table passkey_challenge (
    challenge bytea primary key,
    purpose text not null check (purpose in ('add', 'sign_in', 'invitation')),
    about bigint,
    expires_at timestamptz not null,
    check ((about is null) = (purpose = 'sign_in'))
);
create index on passkey_challenge (expires_at);
create unique index on passkey_challenge (purpose, about); -- the next one stands in the place of the one before
alter table account alter column password_hash drop not null;
