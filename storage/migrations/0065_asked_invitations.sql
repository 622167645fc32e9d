-- Requests of people who cannot get in for a mail with an invitation: a job answers them, so that nobody can tell from
-- the time of the answer whether the name is known.
create table invitation_request (
    id bigint generated always as identity primary key,
    typed text not null,
    asked_at timestamptz not null
);
