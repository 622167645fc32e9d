-- Whether a row has not ended. Said so because PostgreSQL takes "is null" for rare where it knows nothing of a table,
-- and would begin with all rows of the one table instead of those of the person asked for.
create or replace function stands(ended_at timestamptz) returns boolean
language sql immutable parallel safe as $$ select coalesce(ended_at, 'infinity') >= 'infinity'::timestamptz $$;
