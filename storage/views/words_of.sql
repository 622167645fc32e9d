-- The words of a text as they are searched: forms of Russian and English, ё as е.
create or replace function words_of(text text) returns tsvector language sql immutable parallel safe
return to_tsvector('pg_catalog.russian'::regconfig, translate(text, 'ёЁ', 'еЕ'));
