-- name_key
-- What all spellings of a name have in common, as `channels.names.name_key` says it: case, Ё and Е, blanks, hyphens,
-- accents and Latin letters that look like Cyrillic ones make no difference.
create or replace function name_key(name text) returns text
language sql immutable parallel safe as $$
    select regexp_replace(
        translate(upper(normalize(name, NFKC)), 'ЁABCEHKMOPTXY', 'ЕАВСЕНКМОРТХУ'), '[^[:alnum:]]', '', 'g')
$$;
