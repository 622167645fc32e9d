-- Every server process looks every few seconds for sign-ins that ended just now, to close their sockets.
create index on login (ended_at) where ended_at is not null;
