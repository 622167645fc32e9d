"""Rights as a table: facts of a person, and what follows from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels import policy
from channels.people import Role, Viewer
from channels.policy import Bond, ChatKind, Standing

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


@pytest.mark.parametrize(
    ("bonds", "may"),
    [
        ([], False),
        ([Bond.TEACHES_CHILD_OF], True),
        ([Bond.CHILD_TAUGHT_BY], True),
        ([Bond.CHILD_IN_CLASS_OF], True),
        ([Bond.LEADS_CLASS_OF_CHILD_OF], True),
        ([Bond.CHILD_IN_SCHOOL_LED_BY], True),
        ([Bond.LEADS_SCHOOL_OF_CHILD_OF], True),
        ([Bond.COLLEAGUE_OF], True),
        ([Bond.TEACHES], False),  # a single student: only in a supervised channel
        ([Bond.TAUGHT_BY], False),
        ([Bond.TEACHES, Bond.TEACHES_CHILD_OF], True),
    ],
)
def test_who_writes_to_whom(bonds: list[Bond], may: bool) -> None:
    assert policy.may_write_privately(bonds) is may


@pytest.mark.parametrize(
    ("standing", "writes"),
    [
        (Standing(ChatKind.GROUP), True),  # nothing needs to tie its members
        (Standing(ChatKind.PRIVATE), False),  # what tied them has ended
        (Standing(ChatKind.PRIVATE, frozenset({Bond.TEACHES})), False),
        (Standing(ChatKind.PRIVATE, frozenset({Bond.CHILD_TAUGHT_BY})), True),
        (Standing(ChatKind.PRIVATE, frozenset({Bond.TEACHES, Bond.COLLEAGUE_OF})), True),
    ],
)
def test_which_member_writes_in_a_chat(standing: Standing, writes: bool) -> None:
    assert policy.writes_in_chat(standing) is writes


def test_every_bond_has_its_rule() -> None:
    assert policy.WRITES_PRIVATELY.keys() == set(Bond)


@pytest.mark.parametrize(
    ("viewer", "said", "known"),
    [(TEACHER, None, True), (GUARDIAN, None, False), (TEACHER, False, False), (GUARDIAN, True, True)],
)
def test_seen_positions_of_families_are_their_own(viewer: Viewer, said: bool | None, known: bool) -> None:
    assert policy.lets_seen_be_known(Viewer(viewer.person, viewer.roles, share_seen=said)) is known
