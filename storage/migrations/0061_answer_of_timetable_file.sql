-- What was read of a timetable's file is said again when its page is opened anew. A file that waits is brought again.
delete from timetable_file where applied_at is null;
alter table timetable_file add column answer json;
