-- Which guardian follows which child, through whichever school.
create view guardianship_now as
select g.guardian_id, g.student_id, g.relation, g.scopes
from guardianship g
where stands(g.ended_at) and not g.restricted
  and (select true from guardianship_at_now a where a.id = g.id limit 1);
