-- What grows with every mark and message no longer looks its references up one by one: the actions have read, locked
-- or written those rows in the same transaction, and the look-ups were 40 % of PostgreSQL's work for a mark. The
-- other half of a foreign key, that nothing in use is deleted, is kept from the other side: such rows end.
-- docs/decisions/0014-rows-that-stay.md

alter table mark
    drop constraint mark_lesson_id_fkey, drop constraint mark_course_id_fkey, drop constraint mark_student_id_fkey,
    drop constraint mark_kind_id_fkey, drop constraint mark_author_id_fkey;
alter table mark_revision
    drop constraint mark_revision_mark_id_fkey, drop constraint mark_revision_author_id_fkey;
alter table publication
    drop constraint publication_channel_id_fkey, drop constraint publication_author_id_fkey;
alter table notice
    drop constraint notice_person_id_fkey, drop constraint notice_channel_id_offset_fkey;
alter table message
    drop constraint message_chat_id_fkey, drop constraint message_author_id_fkey;
alter table idempotency_key
    drop constraint idempotency_key_person_id_fkey;

create function refuse_delete() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % end, they are not deleted: what was written refers to them', tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger stays before delete on person for each statement execute function refuse_delete();
create trigger stays before delete on course for each statement execute function refuse_delete();
create trigger stays before delete on lesson for each statement execute function refuse_delete();
create trigger stays before delete on mark_kind for each statement execute function refuse_delete();
create trigger stays before delete on mark for each statement execute function refuse_delete();
create trigger stays before delete on channel for each statement execute function refuse_delete();
create trigger stays before delete on chat for each statement execute function refuse_delete();
