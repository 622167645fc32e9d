-- Who is appointed to an office of a school now: staff of the school, as long as they are that.
create view appointed_now as
select distinct a.school_id, a.person_id, a.office
from appointment a
join role_now r on r.school_id = a.school_id and r.person_id = a.person_id
    and is_staff(r.role)
where a.ended_at is null;
