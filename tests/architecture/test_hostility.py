"""The hostile environment is really there: each promise of tests/hostility.py, seen to bite."""

import socket
import urllib.error
import urllib.request

import pytest
from django.contrib.auth.models import Permission
from django.template import Context, Engine, Origin
from django.template.base import Template

from tests.hostility import PROJECT, VENV, ForbiddenConnection, UndefinedTemplateVariable


def render(source, /, where=PROJECT / "templates" / "sample.html", **context):
    template = Template(source, origin=Origin(str(where), template_name="sample.html"), engine=Engine())
    return template.render(Context(context))


@pytest.mark.parametrize(
    "source",
    [
        "{{ missing }}",
        "{{ known.missing }}",
        "{% for x in missing %}{% endfor %}",
        "{% with a=missing %}{% endwith %}",
    ],
)
def test_undefined_variable_of_ours_fails(source):
    with pytest.raises(UndefinedTemplateVariable, match="missing"):
        render(source, known={})


@pytest.mark.parametrize(
    "source", ["{% if missing %}x{% endif %}", "{{ missing|default:'' }}", "{{ known }}"]
)
def test_template_that_says_what_happens_passes(source):
    assert render(source, known="") == ""


def test_templates_of_others_keep_their_leniency():
    assert render("{{ missing }}", where=VENV / "lib" / "other.html") == ""


@pytest.mark.django_db
def test_unordered_queryset_is_shuffled(monkeypatch):
    monkeypatch.setattr(Permission._meta, "ordering", [])

    assert len({tuple(Permission.objects.values_list("pk", flat=True)) for _ in range(5)}) > 1


def test_other_machines_are_out_of_reach():
    with pytest.raises((ForbiddenConnection, urllib.error.URLError)):
        urllib.request.urlopen("http://example.org", timeout=1)
    with socket.socket() as probe, pytest.raises(ForbiddenConnection):
        probe.connect(("192.0.2.1", 80))
