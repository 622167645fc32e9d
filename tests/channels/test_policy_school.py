"""Who announces, plans, answers, reports and blocks: the rules by their tables."""

from dataclasses import replace

import pytest

from channels import policy
from channels.people import Role, Viewer
from channels.policy import Answering, AudienceOf, ChatKind, ChatRole, Posting, Standing

SCHOOL, OTHER, CLASS, COURSE, CHAT = 1, 2, 10, 20, 30
NOBODY = Viewer(100)
GUARDIAN = Viewer(101, frozenset({(Role.GUARDIAN, SCHOOL)}), schools=frozenset({SCHOOL}), chats=frozenset({CHAT}))
STUDENT = Viewer(102, frozenset({(Role.STUDENT, SCHOOL)}), schools=frozenset({SCHOOL}))
TEACHER = Viewer(103, frozenset({(Role.TEACHER, SCHOOL)}), schools=frozenset({SCHOOL}), courses=frozenset({COURSE}))
CLASS_TEACHER = replace(TEACHER, person=104, classes_led=frozenset({CLASS}))
LEADER = Viewer(105, frozenset({(Role.LEADERSHIP, SCHOOL)}), schools=frozenset({SCHOOL}))
ADMIN = Viewer(106, frozenset({(Role.ADMIN, SCHOOL)}), schools=frozenset({SCHOOL}))
KEEPER = replace(TEACHER, person=107, safeguards=frozenset({SCHOOL}))
ELSEWHERE = Viewer(108, frozenset({(Role.LEADERSHIP, OTHER)}), schools=frozenset({OTHER}))
EVERYBODY = (NOBODY, GUARDIAN, STUDENT, TEACHER, CLASS_TEACHER, LEADER, ADMIN, KEEPER, ELSEWHERE)


def who(rule: object) -> set[int]:
    assert callable(rule)
    return {viewer.person for viewer in EVERYBODY if rule(viewer)}


STAFF = {TEACHER.person, CLASS_TEACHER.person, LEADER.person, ADMIN.person, KEEPER.person}


@pytest.mark.parametrize(
    ("of", "number", "people"),
    [
        (AudienceOf.SCHOOL, None, {LEADER}),
        (AudienceOf.GRADE, 5, {LEADER}),
        (AudienceOf.CLASS, CLASS, {LEADER, CLASS_TEACHER}),
        (AudienceOf.CLASS, CLASS + 1, {LEADER}),
        (AudienceOf.COURSE, COURSE, {LEADER, TEACHER, CLASS_TEACHER, KEEPER}),
        (AudienceOf.COURSE, COURSE + 1, {LEADER}),
    ],
)
def test_each_announces_to_their_own(of: AudienceOf, number: int | None, people: set[Viewer]) -> None:
    announces = who(lambda viewer: policy.announces_to(viewer, SCHOOL, of, number))
    assert announces == {viewer.person for viewer in people}
    assert all(not policy.announces_to(viewer, OTHER, of, number) for viewer in EVERYBODY if viewer is not ELSEWHERE)


def test_a_draft_is_its_authors_and_what_was_sent_is_followed_by_leadership_too() -> None:
    author = TEACHER.person
    assert who(lambda viewer: policy.announces(viewer, SCHOOL)) == STAFF
    assert who(lambda viewer: policy.changes_announcement(viewer, SCHOOL, author)) == {author}
    assert who(lambda viewer: policy.follows_announcement(viewer, SCHOOL, author)) == {author, LEADER.person}
    gone = replace(TEACHER, roles=frozenset())  # who has left the staff
    assert not policy.changes_announcement(gone, SCHOOL, author)


def test_the_register_is_kept_by_leadership_and_admins_and_leadership_given_by_itself() -> None:
    keepers = {LEADER.person, ADMIN.person}
    assert who(lambda viewer: policy.keeps_register(viewer, SCHOOL)) == keepers
    assert who(lambda viewer: policy.gives_school_role(viewer, SCHOOL, "teacher", led=True)) == keepers
    assert who(lambda viewer: policy.gives_school_role(viewer, SCHOOL, "leadership", led=True)) == {LEADER.person}
    assert who(lambda viewer: policy.gives_school_role(viewer, SCHOOL, "leadership", led=False)) == keepers


def test_events_are_made_by_staff_and_opened_to_the_city_by_leadership() -> None:
    organiser = TEACHER.person
    assert who(lambda viewer: policy.makes_school_events(viewer, SCHOOL)) == STAFF
    assert who(lambda viewer: policy.opens_to_city(viewer, SCHOOL)) == {LEADER.person}
    assert who(lambda viewer: policy.changes_school_event(viewer, SCHOOL, organiser)) == {organiser, LEADER.person}
    assert who(lambda viewer: policy.opens_event_chat(viewer, SCHOOL, organiser)) == {organiser}


@pytest.mark.parametrize(
    ("asked", "city", "people"),
    [
        (False, False, {TEACHER.person, LEADER.person}),  # who organises it, who leads the school
        (False, True, {viewer.person for viewer in EVERYBODY} - {NOBODY.person}),
        (True, False, {viewer.person for viewer in EVERYBODY}),
    ],
)
def test_an_event_is_seen_by_who_is_asked_and_the_citys_by_everybody(asked: bool, city: bool, people: set[int]) -> None:
    seen = who(lambda viewer: policy.reads_school_event(viewer, SCHOOL, TEACHER.person, asked=asked, city=city))
    assert seen == people


def test_only_a_students_yes_needs_somebody_elses() -> None:
    assert [one for one in Answering if not policy.agrees(one)] == [Answering.STUDENT]
    assert [one for one in Answering if not policy.answers(one, decided=True)] == [Answering.STUDENT]
    assert all(policy.answers(one, decided=False) for one in Answering)
    assert [one for one in Answering if policy.answers_late(one)] == [Answering.ORGANISER]


def test_reports_are_handled_by_the_appointed_alone() -> None:
    assert who(lambda viewer: policy.handles_reports(viewer, SCHOOL)) == {KEEPER.person}
    assert who(lambda viewer: policy.appoints(viewer, SCHOOL)) == {LEADER.person}
    assert who(lambda viewer: policy.may_be_appointed(viewer, SCHOOL)) == STAFF
    assert who(lambda viewer: policy.reports_message(viewer, CHAT)) == {GUARDIAN.person}
    assert who(policy.keeps_hours) == STAFF | {ELSEWHERE.person}


def test_what_two_adults_write_is_not_looked_through() -> None:
    assert set(ChatKind) - policy.WATCHED == {ChatKind.PRIVATE}


@pytest.mark.parametrize(
    ("viewer", "other", "may"),
    [
        (GUARDIAN, STUDENT, True),
        (STUDENT, GUARDIAN, True),
        (GUARDIAN, GUARDIAN, False),  # oneself
        (GUARDIAN, TEACHER, False),
        (TEACHER, GUARDIAN, False),
        (LEADER, ADMIN, False),
    ],
)
def test_blocks_are_between_peers(viewer: Viewer, other: Viewer, may: bool) -> None:
    assert policy.blocks(viewer, other) is may


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.CLASS, ChatKind.EVENT, ChatKind.INTEREST])
def test_who_is_silenced_neither_writes_nor_answers(kind: ChatKind) -> None:
    standing = Standing(kind, frozenset({ChatRole.MEMBER}))
    assert policy.writes_in_chat(standing)
    assert policy.reacts_in_chat(standing)
    assert not policy.writes_in_chat(replace(standing, silenced=True))
    assert not policy.reacts_in_chat(replace(standing, silenced=True))
    owner = replace(standing, roles=frozenset({ChatRole.OWNER}), posting=Posting.MODERATORS)
    assert not policy.writes_in_chat(replace(owner, silenced=True))


def test_who_is_shut_out_writes_nothing_in_a_chat_of_two() -> None:
    standing = Standing(ChatKind.PRIVATE, relationships=frozenset({policy.Relationship.CHILD_TAUGHT_BY}))
    assert policy.writes_in_chat(standing)
    assert not policy.writes_in_chat(replace(standing, shut_out=True))


def test_a_poll_is_closed_by_who_asked_or_looks_after_the_chat() -> None:
    member, owner = Standing(ChatKind.GROUP), Standing(ChatKind.GROUP, frozenset({ChatRole.OWNER}))
    assert policy.closes_poll(member, own=True)
    assert policy.closes_poll(owner, own=False)
    assert not policy.closes_poll(member, own=False)


def test_an_events_chat_follows_the_event() -> None:
    assert not policy.changes_group(Standing(ChatKind.EVENT, frozenset({ChatRole.OWNER})))
