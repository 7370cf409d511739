import json
from dataclasses import replace

import pytest

from groups.draw import Document, canonical, prepare, seal
from tests.groups.draw.rosters import roster


def test_a_document_is_read_back_as_it_was_sealed():
    document = prepare(roster(20, 6, apart=2, together=1, links=2))
    published = json.loads(canonical(document))
    assert Document.read(published, document.openings()) == document
    assert seal(Document.read(published)) == seal(document)


def test_the_order_of_the_lists_changes_nothing():
    document = roster(20, 6, apart=2, together=1, links=2)
    turned = replace(
        document,
        people=document.people[::-1],
        tutors=document.tutors[::-1],
        secrets=document.secrets[::-1],
        together=tuple(pair[::-1] for pair in document.together),
    )
    assert seal(turned) == seal(document)


def test_what_is_published_holds_no_request():
    document = roster(20, 6, apart=2, together=0, links=0)
    published = canonical(document).decode()
    assert all(secret.salt not in published for secret in document.secrets)
    assert all(secret.commitment() in published for secret in document.secrets)


def test_openings_of_something_else_are_refused():
    document = roster(20, 6, apart=2, together=0, links=0)
    other = [{**each, "salt": "00" * 16} for each in document.openings()]
    with pytest.raises(ValueError, match="openings"):
        Document.read(document.published(), other)


@pytest.mark.parametrize(
    "plain", [{}, {"format": "tutorat-draw/1"}, {"format": "tutorat-draw/1", "people": 3}]
)
def test_what_is_no_document_is_refused(plain):
    with pytest.raises(ValueError, match="Not a draw document"):
        Document.read(plain)
