-- Cases of people who cannot get in. What they said and what was found is forgotten when the case expires.
create table sign_in_case (
    id bigint generated always as identity primary key,
    school_id bigint references school, -- null until it is found, or if none was
    address text not null check (length(address) between 3 and 254),
    language text not null check (language in ('ru', 'en')),
    claimed jsonb not null,
    code_hash bytea,
    wrong_codes integer not null default 0,
    made_at timestamptz not null,
    expires_at timestamptz not null,
    diagnosed_at timestamptz,
    cause text,
    shown text,
    person_id bigint references person,
    student_id bigint references person,
    other_id bigint references person,
    day date,
    field text,
    asked_at timestamptz, -- since when the school is asked for help
    closed_at timestamptz,
    closed_by bigint references person,
    outcome text,
    check ((diagnosed_at is null) = (cause is null) and (cause is null) = (shown is null)
           and (cause is null) = (code_hash is null)),
    check ((closed_at is null) = (outcome is null))
);
create index on sign_in_case (id) where diagnosed_at is null;
create index on sign_in_case (school_id, asked_at) where asked_at is not null;
create index on sign_in_case (expires_at);
create or replace function name_key(name text) returns text
language sql immutable parallel safe as $$
    select regexp_replace(
        translate(upper(normalize(name, NFKC)), 'ЁABCEHKMOPTXY', 'ЕАВСЕНКМОРТХУ'), '[^[:alnum:]]', '', 'g')
$$;
create index on person (name_key(family_name), name_key(given_name));
