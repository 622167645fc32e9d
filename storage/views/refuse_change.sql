-- The audit only grows.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only added', tg_table_name using errcode = 'restrict_violation';
end $$;
