import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from design.samples import SampleChrome, SampleExcuse, sample_page

pytestmark = pytest.mark.urls("tests.design.urls")
STATIC = Path(settings.BASE_DIR) / "static"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_language_page_shows_only_where_nothing_is_real(client, db, settings):
    settings.DEMO = settings.DEBUG = False
    assert client.get("/langage").status_code == 404
    settings.DEMO = True
    assert client.get("/langage").status_code == 200


@pytest.mark.parametrize(
    ("asked", "given"), [("dark", "dark"), ("light", "light"), ("x<", "auto"), ("", "auto")]
)
def test_theme_is_set_by_the_server(client, db, demo, asked, given):
    page = client.get("/langage", {"theme": asked}).content.decode()
    assert f'<html lang="fr" data-bs-theme="{given}">' in page


def test_page_respects_the_content_security_policy(client, db, demo):
    page = client.get("/langage").content.decode()
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=", page)


def test_base_has_what_every_page_owes(client, db, demo):
    page = client.get("/langage").content.decode()
    assert page.count("<h1") == 1
    assert 'class="skip" href="#contenu"' in page
    assert 'id="contenu"' in page
    assert 'aria-live="polite"' in page
    assert page.count('aria-current="page"') >= 3  # header, account menu, tab bar
    assert page.count('class="tabbar"') == 1
    tabs = page.split('class="tabbar"')[1].split("</nav>")[0]
    assert tabs.count("<a ") == 4
    assert "Se déconnecter" in page
    assert "hx-headers" in page


def test_cold_page_stays_small(client, db, demo):
    page = client.get("/langage").content.decode()
    import gzip

    assets = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
    assert len(assets) <= 7
    weight = sum(
        len(gzip.compress((STATIC / name).read_bytes())) for name in assets if (STATIC / name).exists()
    )
    assert weight < 60_000
    assert len(gzip.compress((STATIC / "css/tutorat.css").read_bytes())) < 16_000


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_no_context(template):
    page = render_to_string(template)
    assert "Revenir à l’accueil" in page
    assert page.count("<h1") == 1


def test_focus_layout_has_no_navigation(client, db):
    page = client.get("/seul").content.decode()
    assert "Pages principales" not in page
    assert 'id="contenu"' in page


def test_crispy_fields_come_out_in_the_language(rf):
    page = render_to_string("design/language.html", sample_page("light"), request=rf.get("/langage"))
    assert 'aria-invalid="true"' in page
    wrong = page.split('id="div_id_email"')[1].split('id="div_id_kind"')[0]
    assert "form-control is-invalid" in wrong
    assert "après «\u00a0etu\u00a0»" in wrong
    assert "<svg" in wrong
    assert 'value="p.doucet@etu"' in wrong


def test_other_errors_stand_above_the_form(rf):
    form = SampleExcuse({})
    form.add_error(None, "La séance a été déplacée.")
    page = render_to_string("bootstrap5/errors.html", {"form": form})
    assert 'role="alert"' in page
    assert "La séance a été déplacée." in page


def test_segment_keeps_its_value_and_legend():
    page = render_to_string(
        "components/segment.html",
        {"legend": "Présence", "name": "p", "choices": [("a", "A", "saule"), ("b", "B", "")], "value": "b"},
    )
    assert page.count("checked") == 1
    assert 'value="b" checked' in page
    assert "<legend" in page


def test_prevented_button_says_why_and_does_nothing():
    page = render_to_string("components/button.html", {"why": "Soumettre : 1 point bloquant"})
    assert 'aria-disabled="true"' in page
    assert 'type="button"' in page


def test_toast_can_be_undone():
    page = render_to_string("components/toast.html", {"text": "Séance déplacée.", "undo_url": "/annuler"})
    assert 'action="/annuler"' in page
    assert "Annuler" in page


def test_private_note_is_not_dressed_as_a_shared_one():
    context = {"title": "Note", "text": "<b>x</b>", "readers": "lue par vous seule"}
    assert "note-private" in render_to_string("components/note.html", {**context, "private": True})
    shared = render_to_string("components/note.html", context)
    assert "note-private" not in shared
    assert "&lt;b&gt;" in shared


@pytest.mark.parametrize(
    "address", ["/compte/login/", "/compte/password/reset/", "/compte/password/reset/done/"]
)
def test_sign_in_pages_open(client, db, address):
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    assert "gate-band" in page
    assert "style=" not in page


def test_wrong_password_is_said_and_the_address_stays(client, db):
    page = client.post("/compte/login/", {"login": "a@b.fr", "password": "faux"}).content.decode()
    assert "error-summary" in page or "invalid-feedback" in page
    assert 'value="a@b.fr"' in page


def test_login_offers_demo_people_only_when_given(rf):
    from allauth.account.forms import LoginForm

    context = {"form": LoginForm(), "redirect_field": "", "chrome": None}
    request = rf.get("/compte/login/")
    assert "Faculté de démonstration" not in render_to_string("account/login.html", context, request=request)
    people = [{"id": 3, "role": "Tutrice", "name": "Dr Sylvie Nadaud"}]
    page = render_to_string("account/login.html", {**context, "demo_people": people}, request=request)
    assert 'name="person" value="3"' in page
    assert "Dr Sylvie Nadaud" in page


def test_no_bottom_bar_without_chrome(rf):
    page = render_to_string("base.html", {"chrome": None}, request=rf.get("/"))
    assert "tabbar" not in page
    assert SampleChrome().theme == "auto"


def test_light_and_dark_define_the_same_tokens():
    source = (Path(settings.BASE_DIR) / "design/scss/_tokens.scss").read_text()
    light, dark = (re.findall(r"^  (--[\w-]+):", part, re.M) for part in source.split("@mixin ")[1:3])
    missing = set(light) - set(dark)
    assert not missing


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_ink_is_readable_on_its_ground(theme):
    source = (Path(settings.BASE_DIR) / "design/scss/_tokens.scss").read_text()
    part = source.split("@mixin ")[1 + theme]
    token = dict(re.findall(r"^  --([\w-]+): (#[0-9a-f]{6});", part, re.M))
    pairs = [
        (ink, ground) for ink in ("ardoise", "ardoise-2", "ardoise-3") for ground in ("tuffeau", "feuille")
    ]
    pairs += [(tone, f"{tone}-pale") for tone in ("saule", "ambre", "brique", "encre-bleue")]
    pairs += [("or-encre", "or-pale"), ("loire-fort", "loire-pale"), ("sur-loire", "loire")]
    pairs += [
        (f"promo-{name}-texte", f"promo-{name}-fond") for name in ("plein", "double", "tirets", "points")
    ]
    for ink, ground in pairs:
        assert _contrast(token[ink], token[ground]) >= 4.5, (ink, ground)
    for control in ("tuffeau", "feuille"):
        assert _contrast(token["bord"], token[control]) >= 3, control
