-- Codes that open a school on an installation, each once. The one that is shown at the start of an empty installation
-- is good until there is a school.
create table activation_code (
    id bigint generated always as identity primary key,
    code_hash bytea not null unique,
    is_first boolean not null, -- good only while there is no school
    made_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    school_id bigint references school, -- the school that it opened
    check ((used_at is null) = (school_id is null))
);
