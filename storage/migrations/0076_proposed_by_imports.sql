-- An import proposes two people who are one human by the rules of matching. Nobody has said so: two of the office do.
alter table merge alter column proposed_by drop not null;
alter table merge drop constraint merge_proof_check;
alter table merge add constraint merge_proof_check check (proof in ('sign_ins', 'office', 'import'));
alter table merge drop constraint merge_check1;
alter table merge add constraint merge_has_school check ((proof = 'sign_ins') = (school_id is null));
alter table merge add constraint merge_has_proposer check ((proof = 'import') = (proposed_by is null));
create unique index merge_of_import on merge (least(survivor_id, other_id), greatest(survivor_id, other_id))
    where proof = 'import' and merged_at is null and declined_at is null;
