"""Portals as they are shown: to everybody, to who has an account there, and to who keeps them."""

from channels.people import Role
from channels.types import Id, Moment, Shape


class PortalName(Shape):
    """Name of a portal in both languages."""

    ru: str
    en: str


class OpenPortal(Shape):
    """A portal at the sign-in. `away_since`: it does not answer."""

    id: Id
    name: PortalName
    away_since: Moment | None


class OpenPortals(Shape):
    portals: list[OpenPortal]


class MyPortal(Shape):
    """A portal that may let in who asks. `bound_at`: since when it does; null if it does not yet."""

    id: Id
    name: PortalName
    away_since: Moment | None
    bound_at: Moment | None
    used_at: Moment | None


class MyPortals(Shape):
    """Portals of who asks. `has_password`, `has_code`: they are asked for before another one is connected.

    `here`: the portal at which this login began. `sign_out`: where that portal signs out as well, if it does.
    """

    portals: list[MyPortal]
    has_password: bool
    has_code: bool
    here: Id | None
    sign_out: str | None


class ClaimNames(Shape):
    """Names of the claims in which a portal tells what we read."""

    family: str
    given: str
    patronymic: str
    birth_day: str
    email: str
    phone: str
    snils: str


class PortalState(Shape):
    """A portal as who keeps it sees it; its secret is shown to nobody.

    `everywhere`: for all schools. The three addresses are to be registered at the portal. `away_since`: it does not
    answer. `changed_subjects_at`: since then people come by other names than before, as after a change of the client.
    """

    id: Id
    name: PortalName
    issuer: str
    client_id: str
    has_secret: bool
    scopes: list[str]
    claims: ClaimNames
    roles: list[Role]
    everywhere: bool
    contacts_verified: bool
    matches: bool
    is_on: bool
    away_since: Moment | None
    changed_subjects_at: Moment | None
    redirect_uri: str
    logout_uri: str
    after_logout_uri: str


class PortalsOfSchool(Shape):
    """A school's portals. `passwords_off`: roles whose people sign in without a password.

    `may_everywhere`: who asks may keep portals for all schools.
    """

    portals: list[PortalState]
    passwords_off: list[Role]
    may_everywhere: bool
