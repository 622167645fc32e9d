"""Choice of the medium that carries an invitation: by what this server sends, and what reaches its person."""

from typing import NamedTuple

from channels.invitations.model import Medium
from channels.invitations.ports import Invitee
from channels.notices.settings import Offered


class Media(NamedTuple):
    """Media that this server has besides paper: mails, and messages to telephones."""

    mails: bool
    messages: bool


def media_of(offered: Offered) -> Media:
    return Media(mails=offered.mails, messages=offered.rings)


def medium_for(invitee: Invitee, media: Media, chosen: Medium | None = None) -> Medium | None:
    """Returns what carries the next invitation of somebody; None if nothing reaches them, or not what was chosen.

    Mail goes first, since it costs nothing and is longer; a message to whom it does not reach, or did not the last
    time. Where a message was the last word and arrived, the next one is a message, too.
    """
    reaching = {
        Medium.MAIL: media.mails and invitee.address is not None,
        Medium.MESSAGE: media.messages and invitee.phone is not None,
    }
    order = [Medium.MESSAGE, Medium.MAIL] if _prefers_message(invitee) else [Medium.MAIL, Medium.MESSAGE]
    return next((one for one in order if reaching[one] and chosen in (None, one)), None)


def _prefers_message(invitee: Invitee) -> bool:
    latest = invitee.latest
    if invitee.refuses_mail or latest is None or latest.medium is Medium.PAPER:
        return invitee.refuses_mail
    return latest.has_bounced == (latest.medium is Medium.MAIL)
