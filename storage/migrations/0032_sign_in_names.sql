-- Sign-in names as they are kept since then (`sign_in_name`): what a browser sends has no blanks around it, and its
-- letters composed. A name that another account has in that form stays as it is: nobody could sign in with it.
update account a
set name = n.name
from (select person_id, normalize(regexp_replace(name, '^\s+|\s+$', '', 'g'), NFC) as name from account) n
where n.person_id = a.person_id and n.name <> a.name and n.name <> ''
  and not exists (
      select from account b
      where b.person_id <> a.person_id
        and lower(normalize(regexp_replace(b.name, '^\s+|\s+$', '', 'g'), NFC)) = lower(n.name));
