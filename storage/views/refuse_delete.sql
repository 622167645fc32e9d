-- Rows that others refer to are ended, never deleted (docs/decisions/0014-rows-that-stay.md).
create or replace function refuse_delete() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % end, they are not deleted: what was written refers to them', tg_table_name
        using errcode = 'restrict_violation';
end $$;
