-- Mail addresses and telephone numbers are names to sign in with, too: channels/contact_details.py has the forms.
create index on person (lower(email)) where email is not null;
create index on person (right(regexp_replace(phone, '\D', '', 'g'), 10)) where phone is not null;
create index on mailbox (lower(address)) where confirmed_at is not null;
