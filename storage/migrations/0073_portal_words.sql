-- What a portal says of somebody whom no school here knows, for the browser that they came with: until they have asked
-- why, or for half an hour.
create table portal_word (
    browser_hash bytea primary key,
    portal_id bigint not null references portal,
    said jsonb not null,
    expires_at timestamptz not null
);
create index on portal_word (expires_at);
-- A case of such a person has the portal's word in place of an address that they confirm.
alter table sign_in_case
    alter column address drop not null,
    add column portal_id bigint references portal,
    add column said jsonb,
    add check ((portal_id is null) = (said is null) and (address is not null or said is not null));
create index on person (regexp_replace(identifier, '\D', '', 'g')) where identifier is not null;
