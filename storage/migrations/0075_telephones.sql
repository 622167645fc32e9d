-- Invitations by message, and telephones that people have shown to be theirs. `phone_key`: channels.contact_details has the
-- form. The number itself stands in the register; a confirmation is worth what it says only while that number is there.
alter table invitation drop constraint invitation_medium_check;
alter table invitation add constraint invitation_medium_check check (medium in ('mail', 'message', 'paper'));

create table confirmed_telephone (
    person_id bigint primary key references person,
    phone_key text not null check (phone_key ~ '^[0-9]{10}$'),
    confirmed_at timestamptz not null
);
