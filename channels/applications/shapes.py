"""Answers to who applies for a connection."""

from channels.applications.model import ApplicationState, KeptApplication
from channels.types import Id, Moment, Shape


class SentApplication(Shape):
    """Secret that the link to the applicant's page ends in; the mail has it as well."""

    token: str


class OneApplication(Shape):
    """An application, as its applicant sees it.

    `email`: where the mails go. `reason`: why it was refused. `code_until`: from this moment on the code that was sent
    opens nothing.
    """

    application: Id
    state: ApplicationState
    school: str
    zone: str
    email: str
    made_at: Moment
    confirmed_at: Moment | None
    decided_at: Moment | None
    reason: str | None
    code_until: Moment | None


def shown(one: KeptApplication) -> OneApplication:
    assert one.applicant is not None
    return OneApplication(
        application=one.id,
        state=one.state,
        school=one.school,
        zone=one.zone,
        email=one.applicant.email,
        made_at=one.made_at,
        confirmed_at=one.confirmed_at,
        decided_at=one.decided_at,
        reason=one.refused_for,
        code_until=one.code_expires_at if one.state is ApplicationState.CODE_SENT else None,
    )
