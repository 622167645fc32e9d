"""Rights as a table: facts of a person, and what follows from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import policy
from channels.people import Role, Viewer
from channels.policy import ChatKind, ChatRole, Openness, Posting, Relationship, SchoolRule, Standing

STUDENT = Viewer(1, roles=frozenset({(Role.STUDENT, 9)}), schools=frozenset({9}), classes=frozenset({5}))
GUARDIAN = Viewer(2, roles=frozenset({(Role.GUARDIAN, 9)}), children=frozenset({1}), classes=frozenset({5}))
RESTRICTED = Viewer(3, roles=frozenset({(Role.GUARDIAN, 9)}), restricted=frozenset({1}), children=frozenset({1}))
TEACHER = Viewer(4, roles=frozenset({(Role.TEACHER, 9)}), courses=frozenset({31}))
CLASS_TEACHER = Viewer(5, roles=frozenset({(Role.CLASS_TEACHER, 9)}), students_led=frozenset({1}))
LEADERSHIP = Viewer(6, roles=frozenset({(Role.LEADERSHIP, 9)}), courses_led=frozenset({31, 32}))
MEMBER = Viewer(7, chats=frozenset({3}))
NOBODY = Viewer(8)


@pytest.mark.parametrize(
    ("viewer", "channel", "reads"),
    [
        (STUDENT, "diary:1", True),
        (STUDENT, "diary:2", False),
        (STUDENT, "person:1", True),
        (STUDENT, "person:2", False),
        (STUDENT, "class:5", True),
        (STUDENT, "school:9", True),
        (STUDENT, "journal:31", False),
        (GUARDIAN, "diary:1", True),
        (GUARDIAN, "diary:2", False),  # an adult has no diary
        (RESTRICTED, "diary:1", False),  # wins over being a guardian
        (TEACHER, "journal:31", True),
        (TEACHER, "journal:32", False),
        (TEACHER, "diary:1", False),
        (CLASS_TEACHER, "diary:1", True),
        (LEADERSHIP, "journal:32", True),
        (LEADERSHIP, "diary:1", False),
        (MEMBER, "chat:3", True),
        (MEMBER, "chat:4", False),
        (NOBODY, "person:8", True),
        (NOBODY, "diary:8", False),
        (NOBODY, "journal:31", False),
        # names that are none
        (GUARDIAN, "diary:01", False),
        (GUARDIAN, "diary:", False),
        (GUARDIAN, "diary", False),
        (GUARDIAN, "diary:1:1", False),
        (GUARDIAN, "diary:١", False),
        (GUARDIAN, "marks:1", False),
        (GUARDIAN, "", False),
    ],
)
def test_who_reads_what(viewer: Viewer, channel: str, reads: bool) -> None:
    assert policy.may_read(viewer, channel) is reads


@given(st.text(max_size=40))
def test_any_name_at_all_gets_an_answer(name: str) -> None:
    assert policy.may_read(NOBODY, name) is (name == "person:8")


numbers = st.frozensets(st.integers(1, 20), max_size=6)


@given(
    st.builds(
        Viewer,
        person=st.integers(1, 20),
        roles=st.frozensets(st.tuples(st.sampled_from(Role), st.integers(1, 2))),
        schools=numbers,
        classes=numbers,
        courses=numbers,
        courses_led=numbers,
        students_led=numbers,
        children=numbers,
        restricted=numbers,
        chats=numbers,
    )
)
def test_every_channel_the_server_subscribes_is_one_the_person_may_read(viewer: Viewer) -> None:
    channels = policy.channels_of(viewer)
    assert all(policy.may_read(viewer, channel) for channel in channels)
    assert len(channels) == len(set(channels))
    assert not {f"diary:{student}" for student in viewer.restricted} & set(channels)
    # nothing is left out but the journals of a whole school
    for kind in policy.READERS:
        for number in range(1, 21):
            name = f"{kind}:{number}"
            if policy.may_read(viewer, name) and not (kind == "journal" and number not in viewer.courses):
                assert name in channels


P, S = ChatKind.PRIVATE, ChatKind.SUPERVISED
AS_OWNER, AS_MODERATOR, AS_MEMBER, AS_SUPERVISOR = (frozenset({role}) for role in ChatRole)
DEFAULT = policy.rules_in_force({})


@pytest.mark.parametrize(
    ("relationships", "rules", "kind"),
    [
        ([], DEFAULT, None),
        ([Relationship.TEACHES_CHILD_OF], DEFAULT, P),
        ([Relationship.CHILD_TAUGHT_BY], DEFAULT, P),
        ([Relationship.CHILD_IN_CLASS_OF], DEFAULT, P),
        ([Relationship.LEADS_CLASS_OF_CHILD_OF], DEFAULT, P),
        ([Relationship.CHILD_IN_SCHOOL_LED_BY], DEFAULT, P),
        ([Relationship.LEADS_SCHOOL_OF_CHILD_OF], DEFAULT, P),
        ([Relationship.COLLEAGUE_OF], DEFAULT, P),
        # a single student: only where somebody reads along
        ([Relationship.TEACHES], DEFAULT, S),
        ([Relationship.TAUGHT_BY], DEFAULT, S),
        ([Relationship.LEADS_CLASS_OF], DEFAULT, S),
        ([Relationship.IN_CLASS_LED_BY], DEFAULT, S),
        ([Relationship.TEACHES, Relationship.TEACHES_CHILD_OF], DEFAULT, P),
        ([Relationship.CLASSMATE_OF], DEFAULT, None),
        ([Relationship.CHILD_IN_CLASS_WITH_CHILD_OF], DEFAULT, None),
        # as the school says
        ([Relationship.TEACHES], policy.rules_in_force({SchoolRule.STAFF_WRITE_STUDENTS: False}), None),
        ([Relationship.CLASSMATE_OF], policy.rules_in_force({SchoolRule.STUDENTS_WRITE_EACH_OTHER: True}), S),
        (
            [Relationship.CHILD_IN_CLASS_WITH_CHILD_OF],
            policy.rules_in_force({SchoolRule.FAMILIES_WRITE_EACH_OTHER: True}),
            P,
        ),
        ([Relationship.COLLEAGUE_OF], frozenset(), P),  # nothing that a school decides
    ],
)
def test_who_writes_to_whom(
    relationships: list[Relationship], rules: frozenset[SchoolRule], kind: ChatKind | None
) -> None:
    assert policy.way_to(relationships, rules) is kind


@pytest.mark.parametrize(
    ("standing", "writes", "moderates"),
    [
        (Standing(P), False, False),  # what tied them has ended
        (Standing(P, relationships=frozenset({Relationship.TEACHES}), rules=DEFAULT), False, False),
        (Standing(P, relationships=frozenset({Relationship.CHILD_TAUGHT_BY})), True, False),
        (Standing(P, relationships=frozenset({Relationship.TEACHES, Relationship.COLLEAGUE_OF})), True, False),
        (Standing(S, AS_MEMBER, relationships=frozenset({Relationship.TEACHES}), rules=DEFAULT), True, False),
        (
            Standing(S, AS_MEMBER, relationships=frozenset({Relationship.TEACHES})),
            False,
            False,
        ),  # the school has switched it off
        (Standing(S, AS_SUPERVISOR, relationships=frozenset({Relationship.TEACHES}), rules=DEFAULT), False, False),
        *(
            (Standing(kind, role, posting), posting is Posting.ALL or role is not AS_MEMBER, role is not AS_MEMBER)
            for kind in (ChatKind.GROUP, ChatKind.INTEREST, ChatKind.CLASS)
            for role in (AS_MEMBER, AS_MODERATOR, AS_OWNER)
            for posting in Posting
        ),
    ],
)
def test_what_a_member_does_in_a_chat(standing: Standing, writes: bool, moderates: bool) -> None:
    two = standing.kind in (P, S)
    assert policy.writes_in_chat(standing) is writes
    assert policy.changes_message(standing, own=True) is writes
    assert policy.changes_message(standing, own=False) is False
    assert policy.withdraws_message(standing, own=True) is True
    assert policy.withdraws_message(standing, own=False) is moderates
    assert policy.reads_revisions(standing, own=True) is True
    assert policy.reads_revisions(standing, own=False) is moderates
    assert policy.reacts_in_chat(standing) is (writes or not two)
    assert policy.pins_in_chat(standing) is (writes if two else moderates)
    assert policy.changes_group(standing) is (moderates and standing.kind is not ChatKind.CLASS)


def test_every_bond_and_every_rule_of_a_school_has_its_row() -> None:
    assert policy.WRITES.keys() == set(Relationship)
    assert policy.RULES.keys() == set(SchoolRule)


@pytest.mark.parametrize("relationship", Relationship)
def test_into_a_group_one_brings_colleagues_own_students_and_their_families(relationship: Relationship) -> None:
    theirs = {"colleague_of", "teaches", "leads_class_of", "teaches_child_of", "leads_class_of_child_of"}
    assert policy.brings_into_group([relationship]) is (relationship.value in theirs | {"leads_school_of_child_of"})


@pytest.mark.parametrize("role", Role)
def test_staff_of_a_school_opens_groups_there(role: Role) -> None:
    families = {Role.STUDENT, Role.GUARDIAN, Role.TRUSTED}
    assert policy.opens_groups(Viewer(1, frozenset({(role, 7)})), 7) is (role not in families)
    assert policy.opens_groups(Viewer(1, frozenset({(role, 8)})), 7) is False
    assert policy.sets_rules(Viewer(1, frozenset({(role, 7)})), 7) is (role is Role.LEADERSHIP)


@pytest.mark.parametrize("openness", Openness)
def test_an_interest_group_is_found_in_the_school_unless_one_is_invited_into_it(openness: Openness) -> None:
    shown = openness is not Openness.INVITATION
    assert policy.finds_group(Viewer(1, schools=frozenset({7})), 7, openness) is shown
    assert policy.finds_group(Viewer(1, schools=frozenset({8})), 7, openness) is False


def test_a_supervised_chat_is_read_by_leadership_without_being_in_it() -> None:
    viewer = Viewer(1, chats=frozenset({3}), chats_led=frozenset({4}))
    assert policy.reads_chat(viewer, 3)
    assert policy.reads_chat(viewer, 4)
    assert "chat:4" not in policy.channels_of(viewer)


@pytest.mark.parametrize(
    ("viewer", "said", "known"),
    [(TEACHER, None, True), (GUARDIAN, None, False), (TEACHER, False, False), (GUARDIAN, True, True)],
)
def test_seen_positions_of_families_are_their_own(viewer: Viewer, said: bool | None, known: bool) -> None:
    assert policy.lets_seen_be_known(Viewer(viewer.person, viewer.roles, share_seen=said)) is known


@pytest.mark.parametrize(
    ("viewer", "sent", "reads", "brings"),
    [
        (Viewer(person=8, chats=frozenset({3})), False, True, True),  # the owner
        (Viewer(person=8, chats=frozenset({3})), True, True, True),
        (Viewer(person=9, chats=frozenset({3})), False, False, False),  # another member
        (Viewer(person=9, chats=frozenset({3})), True, True, False),
        (Viewer(person=9, chats_led=frozenset({3})), True, True, False),  # leadership, in a supervised chat
        (Viewer(person=8, chats=frozenset({4})), False, False, False),  # the owner, no longer in the chat
        (Viewer(person=8, chats=frozenset({4})), True, False, False),
        (NOBODY, True, False, False),
    ],
)
def test_a_file_is_read_where_it_was_sent_and_before_by_its_owner(
    viewer: Viewer, sent: bool, reads: bool, brings: bool
) -> None:
    assert policy.reads_file(viewer, 3, 8, sent=sent) is reads
    assert policy.brings_file(viewer, 3, 8) is brings
