-- Adults who are kept from a child, whatever else a roster says.
create view restriction_now as
select guardian_id, student_id from guardianship where restricted and ended_at is null;
