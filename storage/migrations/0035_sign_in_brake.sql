-- Guessing is slowed down by the database's clock. What was noted by the clocks of servers may lie in the future.
delete from sign_in_failure;
alter table sign_in_failure alter column failures type double precision;
create index on sign_in_failure (last_at);

-- Browsers on which a person has signed in before. Somebody else's failures on that person's name do not slow them down.
create table known_device (
    person_id bigint not null references person,
    device_hash bytea not null,          -- SHA-256 of 256 random bits
    seen_at timestamptz not null default now(),
    primary key (person_id, device_hash)
);
