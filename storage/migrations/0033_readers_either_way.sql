-- Both ways to look up one reader of one announcement lead straight to it: with an index on the announcement alone,
-- PostgreSQL took all its readers for each of them, as long as it knew of none.
create unique index on announcement_reader (announcement_id, person_id);
drop index announcement_reader_announcement_id_idx;
