-- Applications of schools for a connection to an installation: who applies confirms the address, the operator accepts or
-- refuses. What became of one follows from its moments and from the code that was made for it; no state is stored.
create table application (
    id bigint generated always as identity primary key,
    school_name text not null check (length(school_name) between 1 and 200),
    zone text not null check (length(zone) between 1 and 60),
    language text not null check (language in ('ru', 'en')),
    applicant text check (length(applicant) between 1 and 200),
    position text check (length(position) between 1 and 200),
    email text check (length(email) between 3 and 254),
    telephone text check (length(telephone) between 3 and 40),
    token_hash bytea unique, -- of the link to the applicant's page
    code_hash bytea, -- of the code in the mail that confirms the address; until then
    wrong_codes integer not null default 0,
    made_at timestamptz not null,
    confirmed_at timestamptz,
    decided_at timestamptz,
    refused_for text check (length(refused_for) <= 500), -- not null: it was refused
    forgotten_at timestamptz, -- who applied, and why it was refused, is not kept any more
    check (decided_at is null or confirmed_at is not null),
    check (refused_for is null or decided_at is not null),
    check (code_hash is null or confirmed_at is null),
    check (num_nulls(applicant, position, email, token_hash) = case when forgotten_at is null then 0 else 4 end),
    check (forgotten_at is null or (telephone is null and code_hash is null and coalesce(refused_for, '') = ''))
);
create index on application (made_at) where confirmed_at is null;
create index on application (confirmed_at) where confirmed_at is not null and forgotten_at is null;

-- A code that was made for an application opens the school that it names. A later one takes the place of an earlier.
alter table activation_code add column application_id bigint unique references application;
