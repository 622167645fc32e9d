-- The answers of those who are asked still, and who has a place or which number in the waiting list.
create view school_event_seat_now as
select s.event_id, s.participant_id, s.answer, s.agreed, s.answered_by, s.answered_at,
       case when s.answer <> 'yes' then null
            when not s.agreed then 'asked'
            when v.capacity is null or s.place <= v.capacity then 'going'
            else 'waiting' end as standing,
       case when s.answer = 'yes' and s.agreed and s.place > v.capacity then s.place - v.capacity end as waiting
from (
    select s.*, row_number() over (partition by s.event_id, s.answer = 'yes' and s.agreed order by s.turn) as place
    from school_event_seat s
    where is_asked_to_come(s.event_id, s.participant_id, null)
) s
join school_event v on v.id = s.event_id;
