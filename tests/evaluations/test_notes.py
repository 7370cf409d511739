import pytest

from accounts.models import Role, RoleAssignment
from evaluations.actions.notes import (
    Typed,
    set_themes,
    settle_other_version,
    write_group_note,
    write_notes,
)
from evaluations.models import DiscussedTheme, GroupNote, Note
from evaluations.queries.notes import notes_visible_to, readers_of_private_notes
from groups.models import Membership, Policy
from tests.factories import people
from tests.factories.evaluations import NoteFactory
from tests.factories.groups import (
    CoTutorFactory,
    InternFactory,
    TutorFactory,
    interns_of_group,
    make_group,
    tutor_of_group,
)
from tests.factories.meetings import PublishedSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return make_group(co_tutor=CoTutorFactory())


@pytest.fixture
def session(group):
    return PublishedSessionFactory(group=group)


@pytest.fixture
def intern(group):
    return interns_of_group(group)[0]


@pytest.fixture
def tutor(group):
    return tutor_of_group(group).person


@pytest.fixture
def co_tutor(group):
    return group.tutorships.get(part="co_tutor").tutor.person


def write_note(*, audience, text, page="", based_on=0, **whose):
    return write_notes(typed={audience: Typed(text, based_on)}, page=page, **whose)[audience]


def close(session):
    session.state = "closed"
    session.save()


def allow(cohort, readers):
    Policy.objects.filter(cohort=cohort).update(note_readers=readers)


def test_note_is_created_then_rewritten_by_its_page(session, intern, tutor):
    first = write_note(
        session=session, intern=intern, author=tutor, audience="shared", text="Récit", page="a"
    )
    again = write_note(
        session=session, intern=intern, author=tutor, audience="shared", text="Récit abouti", page="a"
    )
    assert again.pk == first.pk
    assert (again.text, again.revision, again.others) == ("Récit abouti", 2, {})


def test_empty_note_makes_no_row_but_empties_an_old_one(session, intern, tutor):
    write_note(session=session, intern=intern, author=tutor, audience="private", text="")
    assert not Note.objects.exists()
    write_note(session=session, intern=intern, author=tutor, audience="private", text="Fatigue", page="a")
    write_note(session=session, intern=intern, author=tutor, audience="private", text="", page="a")
    assert Note.objects.get().text == ""


def test_note_from_the_last_revision_wins_on_another_device(session, intern, tutor):
    key = {"session": session, "intern": intern, "author": tutor, "audience": "shared"}
    first = write_note(**key, text="Sur le téléphone", page="tel")
    note = write_note(**key, text="Puis sur la tablette", page="tab", based_on=first.revision)
    assert (note.text, note.others) == ("Puis sur la tablette", {})


def test_two_devices_never_lose_a_word(session, intern, tutor):
    key = {"session": session, "intern": intern, "author": tutor, "audience": "shared"}
    write_note(**key, text="Du téléphone", page="tel", based_on=0)
    write_note(**key, text="De la tab", page="tab", based_on=0)
    note = write_note(**key, text="De la tablette", page="tab", based_on=0)
    assert note.text == "Du téléphone"
    assert [other["text"] for other in note.others.values()] == ["De la tablette"]
    note = write_note(**key, text="Du téléphone, encore", page="tel", based_on=0)
    assert note.text == "Du téléphone, encore"
    assert note.others["tab"]["text"] == "De la tablette"


def test_other_version_is_added_or_set_aside(session, intern, tutor):
    key = {"session": session, "intern": intern, "author": tutor, "audience": "shared"}
    write_note(**key, text="Un", page="tel")
    note = write_note(**key, text="Deux", page="tab")
    assert settle_other_version(note=note, page="tab", keep=True)
    note.refresh_from_db()
    assert (note.text, note.others) == ("Un\n\nDeux", {})
    assert not settle_other_version(note=note, page="tab", keep=True)


def test_other_version_set_aside_leaves_the_note(session, tutor):
    write_group_note(session=session, author=tutor, text="Un", page="tel")
    note = write_group_note(session=session, author=tutor, text="Deux", page="tab")
    assert settle_other_version(note=note, page="tab", keep=False)
    assert GroupNote.objects.get().text == "Un"


def test_the_page_that_wrote_before_a_merge_does_not_overwrite_it(session, intern, tutor):
    key = {"session": session, "intern": intern, "author": tutor, "audience": "shared"}
    write_note(**key, text="Un", page="tel")
    note = write_note(**key, text="Deux", page="tab")
    settle_other_version(note=note, page="tab", keep=True)
    note = write_note(**key, text="Un et demi", page="tel", based_on=0)
    assert note.text == "Un\n\nDeux"
    assert note.others["tel"]["text"] == "Un et demi"


def test_tutor_and_co_tutor_write_the_group_note_without_losing_each_other(session, tutor, co_tutor):
    write_group_note(session=session, author=tutor, text="Groupe soudé.", page="a")
    note = write_group_note(session=session, author=co_tutor, text="Peu de parole.", page="b")
    assert note.text == "Groupe soudé."
    assert note.others["b"]["text"] == "Peu de parole."


def test_themes_are_those_given_and_no_others(session, intern):
    set_themes(session=session, intern=intern, themes=["thesis", "fmc"])
    set_themes(session=session, intern=intern, themes=["fmc", "personal"])
    assert set(DiscussedTheme.objects.values_list("theme", flat=True)) == {"fmc", "personal"}


class TestPrivateNotes:
    @pytest.fixture(autouse=True)
    def note(self, session, intern, tutor):
        return NoteFactory(
            session=session, intern=intern, author=tutor, audience="private", text="Reprendre en tête à tête."
        )

    def test_author_reads_it(self, tutor, note):
        assert list(notes_visible_to(tutor)) == [note]

    @pytest.mark.parametrize(
        ("readers", "co_tutor_reads", "coordinator_reads"),
        [("author", False, False), ("tutors", True, False), ("coordinator", True, True)],
    )
    def test_policy_decides_for_the_others(
        self, intern, co_tutor, readers, co_tutor_reads, coordinator_reads
    ):
        allow(intern.cohort, readers)
        assert notes_visible_to(co_tutor).exists() is co_tutor_reads
        assert notes_visible_to(people.coordinator()).exists() is coordinator_reads

    @pytest.mark.parametrize("readers", Policy.NoteReaders.values)
    @pytest.mark.parametrize(
        "role", [Role.SECRETARY, Role.DIRECTOR, Role.COMMISSION, Role.SUPERVISOR, Role.ADMINISTRATOR]
    )
    def test_these_never_read_it(self, intern, session, readers, role):
        allow(intern.cohort, readers)
        close(session)
        assert not notes_visible_to(people.make_person(role)).exists()

    @pytest.mark.parametrize("readers", Policy.NoteReaders.values)
    def test_interns_never_read_it_here(self, group, intern, session, readers):
        allow(intern.cohort, readers)
        close(session)
        for member in interns_of_group(group):
            assert not notes_visible_to(member.person).exists()

    def test_another_tutor_never_reads_it(self, intern):
        allow(intern.cohort, "coordinator")
        stranger = tutor_of_group(make_group(cohort=intern.cohort)).person
        assert not notes_visible_to(stranger).exists()

    def test_a_tutor_who_left_the_group_reads_only_his_own(self, group, intern, tutor, co_tutor, note):
        allow(intern.cohort, "tutors")
        NoteFactory(session=note.session, intern=intern, author=co_tutor, audience="private")
        group.tutorships.update(ends_on="2027-01-20")
        assert list(notes_visible_to(tutor)) == [note]

    def test_the_next_tutor_of_an_intern_who_moved_reads_it_when_the_policy_lets_tutors(self, intern, note):
        allow(intern.cohort, "tutors")
        elsewhere = make_group(cohort=intern.cohort, size=0)
        intern.memberships.update(ends_on="2027-02-01")
        Membership.objects.create(group=elsewhere, intern=intern, starts_on="2027-02-01")
        assert list(notes_visible_to(tutor_of_group(elsewhere).person)) == [note]


class TestSharedNotes:
    @pytest.fixture(autouse=True)
    def note(self, session, intern, tutor):
        return NoteFactory(session=session, intern=intern, author=tutor, audience="shared")

    def test_the_intern_reads_it_once_the_session_is_closed(self, intern, session):
        assert not notes_visible_to(intern.person).exists()
        close(session)
        assert notes_visible_to(intern.person).exists()

    def test_the_other_members_do_not(self, group, session):
        close(session)
        assert not notes_visible_to(interns_of_group(group)[1].person).exists()

    def test_tutors_coordinator_and_director_read_it(self, tutor, co_tutor):
        for person in (tutor, co_tutor, people.coordinator(), people.director()):
            assert notes_visible_to(person).count() == 1

    @pytest.mark.parametrize("role", [Role.SECRETARY, Role.COMMISSION, Role.SUPERVISOR, Role.ADMINISTRATOR])
    def test_these_never_read_it(self, session, role):
        close(session)
        assert not notes_visible_to(people.make_person(role)).exists()

    def test_a_tutor_of_somebody_else_who_is_also_secretary_does_not(self):
        person = TutorFactory().person
        RoleAssignment.objects.create(person=person, role=Role.SECRETARY)
        assert not notes_visible_to(person).exists()


def test_empty_notes_are_not_shown(session, intern, tutor):
    NoteFactory(session=session, intern=intern, author=tutor, text="")
    assert not notes_visible_to(tutor).exists()


@pytest.mark.parametrize(
    ("readers", "others", "words"),
    [
        ("author", ["Dr Marchand"], "lue par vous, et personne d’autre"),
        ("tutors", [], "lue par vous, et personne d’autre"),
        ("tutors", ["Dr Marchand"], "lue par vous, Dr Marchand"),
        ("coordinator", ["Dr Marchand"], "lue par vous, Dr Marchand et la coordination"),
    ],
)
def test_readers_are_named(readers, others, words):
    assert readers_of_private_notes(Policy(note_readers=readers), other_tutors=others) == words


def test_journal_of_a_note_never_holds_its_text(session, intern, tutor):
    from auditlog.models import LogEntry

    write_note(session=session, intern=intern, author=tutor, audience="private", text="Secret", page="a")
    entries = LogEntry.objects.get_for_model(Note)
    assert entries.exists()
    assert not any("Secret" in str(entry.changes) for entry in entries)


def test_an_unknown_intern_has_no_notes():
    assert not notes_visible_to(InternFactory().person).exists()
