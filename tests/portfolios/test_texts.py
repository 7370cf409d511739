"""Paragraphs with marks, and what changed between two versions."""

from hypothesis import given
from hypothesis import strategies as st

from portfolios.comparison import LONGEST_COMPARED, compare
from portfolios.passages import Mark, paragraphs

words = st.text(alphabet="ab \n.", max_size=60)


def mark(start: int, end: int, rank: int = 1) -> Mark:
    return Mark(start, end, rank, "loire", "Remarque")


def test_a_marked_passage_is_cut_out_of_its_paragraph() -> None:
    (paragraph,) = paragraphs("Je reçois Léa ici", [mark(10, 13)])
    assert [(run.text, bool(run.mark), run.ends) for run in paragraph.runs] == [
        ("Je reçois ", False, False),
        ("Léa", True, True),
        (" ici", False, False),
    ]


def test_a_passage_over_two_paragraphs_ends_once() -> None:
    found = paragraphs("Un deux\n\ntrois", [mark(3, 14)])
    assert [paragraph.start for paragraph in found] == [0, 9]
    assert [run.ends for paragraph in found for run in paragraph.runs if run.mark] == [False, True]


@given(words, st.lists(st.tuples(st.integers(-2, 70), st.integers(-2, 70)), max_size=5))
def test_runs_give_the_lines_back(text, spans) -> None:
    marks = [mark(start, end, rank) for rank, (start, end) in enumerate(spans)]
    for paragraph in paragraphs(text, marks):
        line = "".join(run.text for run in paragraph.runs)
        assert text[paragraph.start : paragraph.start + len(line)] == line
        assert "\n" not in line


@given(words, words)
def test_changes_rebuild_both_texts(before, after) -> None:
    changes = compare(before, after)
    assert "".join(change.text for change in changes if change.status != "added") == before
    assert "".join(change.text for change in changes if change.status != "removed") == after


def test_changes_are_words() -> None:
    assert [(change.status, change.text) for change in compare("Je dors bien", "Je dors mal")] == [
        ("same", "Je dors "),
        ("removed", "bien"),
        ("added", "mal"),
    ]


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    changes = compare("a " * LONGEST_COMPARED, "b " * LONGEST_COMPARED)
    assert [change.status for change in changes] == ["removed", "added"]
