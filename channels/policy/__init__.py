"""Rights: who may read and do what. Pure and total: facts in, yes or no out, nothing else decides.

A right that is missing is answered like a thing that does not exist, so that nobody learns what there is.
`docs/JOURNEYS.md` says where this is asked: at every route, command, subscription and delivery.
"""

from channels.policy.announcements import *
from channels.policy.chats import *
from channels.policy.readers import *
from channels.policy.safety import *
from channels.policy.school_events import *
from channels.policy.schools import *
from channels.policy.tickets import *
