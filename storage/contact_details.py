"""People whom a name, a mail address or a telephone number reaches: `channels.contact_details` has the forms."""

from channels.contact_details import address_key, phone_key

SHARING = 5  # people of one contact, as of a family with one telephone; one that more have is nobody's

# The ids of people: of the account with the name `$1`, or else of whom the address `$2` or the number `$3` reaches.
# Whoever was merged into somebody else is that one, by all names and contacts of both.
REACHED = """
    with named as (select person_id from account where lower(name) = lower($1)),
    contacts as (
        select p.id from person p left join mailbox m on m.person_id = p.id
        where lower(p.email) = $2 and m.confirmed_at is null
        union select person_id from mailbox where lower(address) = $2 and confirmed_at is not null
        union select id from person where right(regexp_replace(phone, '\\D', '', 'g'), 10) = $3
    ),
    reached as (
        select coalesce(p.merged_into, p.id) as id
        from (select person_id as id from named
              union all select id from contacts where not exists (select from named)) r
        join person p on p.id = r.id
        group by 1
    )
"""


def typed_keys(typed: str) -> tuple[str, str | None, str | None]:
    """Returns the parameters of `REACHED` for what somebody has typed."""
    return typed, address_key(typed), phone_key(typed)
