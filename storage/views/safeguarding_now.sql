-- Who looks after safety now: staff of the school, as long as they are that.
create view safeguarding_now as
select distinct s.school_id, s.person_id
from safeguarding s
join role_now r on r.school_id = s.school_id and r.person_id = s.person_id
    and is_staff(r.role)
where s.ended_at is null;
