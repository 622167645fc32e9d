-- True if a guardianship of these scopes lets somebody use the service for the child: diary, visits, chat, absence.
create or replace function has_service(scopes text[], service text) returns boolean
language sql immutable parallel safe as $$ select service = any(scopes) $$;
