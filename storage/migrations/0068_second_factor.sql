-- What somebody shows besides the password: codes of an app (TOTP). The secret is made of the salt and a key of the
-- server. `new_salt` is of a secret that no right code has come from yet.
create table second_factor (
    person_id bigint primary key references account on delete cascade,
    salt bytea,
    set_at timestamptz,
    last_step bigint not null default 0, -- of the latest code that was used: it and earlier ones are good no more
    new_salt bytea,
    new_at timestamptz,
    check ((salt is null) = (set_at is null)),
    check ((new_salt is null) = (new_at is null))
);
create table recovery_code (
    person_id bigint not null references second_factor on delete cascade,
    code_hash bytea not null,
    used_at timestamptz,
    primary key (person_id, code_hash)
);
-- Roles for which a school asks for a second factor, besides leadership and admins, for whom it always is.
create table second_factor_role (
    school_id bigint not null references school,
    role text not null check (role in ('student', 'guardian', 'trusted', 'teacher', 'class_teacher', 'staff')),
    set_by bigint not null references person,
    set_at timestamptz not null,
    primary key (school_id, role)
);
-- Until when somebody from whom one is asked may go on without: noticed when they sign in, null for all others.
alter table account add column second_factor_due_at timestamptz;
create index on account (second_factor_due_at) where second_factor_due_at is not null;
alter table passkey add column verifies boolean not null default false; -- its device has asked for a finger, face or code

-- A login gets a new token when rights or proofs of its person change; the one before is good for a moment more.
alter table login add column earlier_hash bytea, add column renewed_at timestamptz,
    add column rights_changes bigint not null default 0; -- those that its token knows of
create index on login (earlier_hash) where earlier_hash is not null;
-- How often roles of somebody have changed while they were signed in.
create table rights_change (
    person_id bigint primary key references person,
    changes bigint not null
);
create function count_rights_change() returns trigger language plpgsql as $$ begin return null; end $$;
create trigger counted after insert or update on role for each row execute function count_rights_change();
