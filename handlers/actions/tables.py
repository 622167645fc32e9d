"""Flat tables of all actions under /api."""

from collections.abc import Sequence

from handlers.actions.action import Action
from handlers.actions.activation import ACTIVATION
from handlers.actions.announcements import ANNOUNCEMENTS
from handlers.actions.applications import APPLICATIONS
from handlers.actions.consents import CONSENTS
from handlers.actions.files import FILES
from handlers.actions.gradebook import GRADEBOOK
from handlers.actions.invitations import INVITATIONS
from handlers.actions.login import LOGIN
from handlers.actions.merging import MERGING
from handlers.actions.notices import NOTICES
from handlers.actions.passkeys import PASSKEYS
from handlers.actions.people_files import PEOPLE_FILES
from handlers.actions.portals import PORTALS
from handlers.actions.register import REGISTER
from handlers.actions.safety import SAFETY
from handlers.actions.school_events import SCHOOL_EVENTS
from handlers.actions.school_year import SCHOOL_YEAR
from handlers.actions.schools import SCHOOLS
from handlers.actions.second_factor import SECOND_FACTOR
from handlers.actions.sign_in_cases import SIGN_IN_CASES
from handlers.actions.sign_ins import SIGN_INS
from handlers.actions.status import STATUS
from handlers.actions.substitutions import SUBSTITUTIONS
from handlers.actions.talk import TALK
from handlers.actions.tickets import TICKETS
from handlers.actions.timetable import TIMETABLE
from handlers.actions.timetable_files import TIMETABLE_FILES
from handlers.actions.trust import TRUST

ACTIONS: Sequence[Action] = (
    *STATUS,
    *LOGIN,
    *SIGN_INS,
    *PASSKEYS,
    *SECOND_FACTOR,
    *PORTALS,
    *MERGING,
    *INVITATIONS,
    *ACTIVATION,
    *APPLICATIONS,
    *SIGN_IN_CASES,
    *GRADEBOOK,
    *TALK,
    *ANNOUNCEMENTS,
    *SCHOOL_EVENTS,
    *SAFETY,
    *SCHOOLS,
    *REGISTER,
    *TRUST,
    *CONSENTS,
    *SCHOOL_YEAR,
    *TIMETABLE,
    *SUBSTITUTIONS,
    *TIMETABLE_FILES,
    *PEOPLE_FILES,
    *TICKETS,
    *NOTICES,
    *FILES,
)
