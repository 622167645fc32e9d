-- Students who have left a school that lets them, and their families, read on in what was; and when they left.
create view leaver_now as
select r.person_id as student_id, r.school_id, s.zone, e.at as left_at
from role r
join school s on s.id = r.school_id and s.ended_at is null
join person p on p.id = r.person_id and p.ended_at is null
join school_rule w on w.school_id = s.id and w.rule = 'leavers_read_past' and w.allowed
cross join lateral (select least(r.ended_at, r.until_day::timestamp at time zone s.zone) as at) e
where r.role = 'student' and e.at <= now()
  and not exists (select from role_now n
                  where n.person_id = r.person_id and n.school_id = r.school_id and n.role = 'student')
  and not exists (select from role x
                  where x.person_id = r.person_id and x.school_id = r.school_id and x.role = 'student'
                    and (least(x.ended_at, x.until_day::timestamp at time zone s.zone), x.id) > (e.at, r.id));
