"""Rights: who may read and do what. Pure, total functions from facts to yes or no; no other code decides rights.

A missing right is answered like a thing that does not exist, so that nobody learns what exists. `docs/JOURNEYS.md`
says where rights are checked: at every route, command, subscription and delivery.
"""

from channels.policy.announcements import *
from channels.policy.chats import *
from channels.policy.consents import *
from channels.policy.invitations import *
from channels.policy.merging import *
from channels.policy.readers import *
from channels.policy.safety import *
from channels.policy.school_events import *
from channels.policy.schools import *
from channels.policy.tickets import *
from channels.policy.trust import *
