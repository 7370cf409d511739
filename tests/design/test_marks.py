import re
import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from design import icons, marguerite
from design.chrome import SemesterStrip, StripMark
from design.ring import speaking_ring
from design.samples import INTERNS, SamplePerson, sample_strip
from design.states import ALIASES, STATES, state

LEVELS = (2, 3, 1, 3, 2, 0)


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


def test_petal_reaches_the_tip_of_its_level():
    for level, tip in ((1, 25), (2, 36), (3, 47)):
        assert f"-{tip}" in marguerite.petal_path(level)
        assert marguerite.petal_path(level).startswith("M0-12C")


@given(st.tuples(*[st.integers(0, 3)] * 6), st.sampled_from([20, 28, 44, 72, 104]))
def test_a_marguerite_is_sound_xml_and_says_every_level(levels, size):
    svg = ET.fromstring(marguerite.flower(levels, size))
    assert svg.get("role") == "img"
    spoken = svg.get("aria-label")
    for name, level in zip(marguerite.NAMES, levels, strict=True):
        assert f"{name}\u00a0: {marguerite.LEVELS[level]}" in spoken
    drawn = [node.get("class") for node in svg]
    assert drawn.count("mg-t") == (6 if size >= 44 else 0)
    for level in (1, 2, 3):
        assert drawn.count(f"mg-{level}") == levels.count(level)


def test_a_marguerite_refuses_what_is_not_six_levels():
    with pytest.raises(ValueError, match="six levels"):
        marguerite.flower((1, 2, 3))
    with pytest.raises(ValueError, match="six levels"):
        marguerite.flower((1, 2, 3, 4, 0, 0))


def test_the_large_one_counts_preuves_and_dashes_the_semester_before():
    svg = marguerite.large(LEVELS, evidence=(5, 4, 4, 2, 1, 0), previous=(1, 3, 2, 3, 2, 0))
    assert "intermédiaire, 5\u00a0preuves" in svg
    assert "intermédiaire, 1\u00a0preuve<" in svg
    assert "non évalué" in svg
    assert svg.count("mg-before-out") == 1  # premier recours unchanged, globale went back
    assert len(re.findall(r'class="mg-before[" ]', svg)) == 2


def test_decoration_is_silent_and_mobilised_says_which():
    assert 'aria-hidden="true"' in marguerite.flower(LEVELS, 28, "")
    assert "Premier recours, urgences" in marguerite.mobilised((False, True, False, False, False, False))
    assert "aucune" in marguerite.mobilised((False,) * 6)


@pytest.mark.parametrize(("minutes", "over"), [(0, False), (12, False), (30, False), (34, True)])
def test_the_ring_turns_brique_beyond_thirty(minutes, over):
    svg = speaking_ring(minutes, name="Inès")
    ET.fromstring(svg)
    assert ("ring-over" in svg) is over
    assert ("ring-arc" in svg) is (minutes > 0)
    assert f"Temps de parole d’Inès\u00a0: {minutes}\u00a0min" in svg


def test_no_ring_for_who_is_absent():
    assert "<svg" not in speaking_ring(None)


def test_icons_are_sound_and_an_unknown_one_is_loud():
    assert len(icons.drawings()) > 90
    for name in icons.drawings():
        ET.fromstring(icons.icon(name))
    assert 'aria-hidden="true"' in icons.icon("check")
    assert 'aria-label="Fait &lt;"' in icons.icon("check", "Fait <")
    with pytest.raises(LookupError):
        icons.icon("licorne")


def test_every_state_has_a_kept_icon_and_a_known_tone():
    tones = {"loire", "saule", "ambre", "brique", "bleue", "or", "ardoise"}
    for code, look in STATES.items():
        assert look.icon in icons.drawings(), code
        assert look.tone in tones, code
    assert set(ALIASES.values()) <= set(STATES)
    assert state("NOT-VALIDATED") == STATES["not_validated"]


def test_state_chip_takes_the_label_of_the_code_list():
    assert "chip-dashed" in render('{% state_chip "draft" %}')
    assert "Trace soumise" in render('{% state_chip "submitted" "Trace soumise" %}')
    assert "chip-line" in render('{% state_chip "other" "Autre" %}')
    with pytest.raises(LookupError):
        render('{% state_chip "other" %}')


def test_faces_show_photos_or_initials_and_escape():
    with_photo = SamplePerson("Malo", "Tanguy", photo_url="/photo/1?a=1&b=2")
    strip = render("{% trombinoscope people size=40 free=2 %}", people=[INTERNS[0], with_photo])
    assert strip.count("face-free") == 2
    assert 'alt="Malo Tanguy"' in strip
    assert "/photo/1?a=1&amp;b=2" in strip
    assert 'aria-label="Inès Barthélemy">IB<' in strip
    assert "face-round" in render("{% face person round=True %}", person=INTERNS[0])
    assert "&lt;b&gt;" in render("{% trombinoscope people named=True %}", people=[SamplePerson("<b>", "X")])


def test_cohorts_rotate_four_at_a_time():
    classes = [render("{{ year|cohort_class }}", year=year) for year in (2026, 2025, 2024, 2023, 2022, 2027)]
    assert classes == ["cohort-0", "cohort-1", "cohort-2", "cohort-3", "cohort-0", "cohort-3"]
    assert "Promotion\u00a02025" in render("{% cohort_mark 2025 %}")


def test_strip_positions_hold_to_the_line():
    strip = sample_strip()
    assert strip.position(date(2026, 11, 2)) == 0
    assert strip.position(date(2027, 5, 2)) == 100
    assert strip.position(date(2030, 1, 1)) == 100
    assert [name for _, name in strip.months()] == ["nov.", "déc.", "janv.", "févr.", "mars", "avr.", "mai"]


def test_strip_marks_past_and_future_and_links():
    svg = sample_strip().svg()
    ET.fromstring(svg.replace("\u00a0", " "))
    assert svg.count("strip-past") == 1
    assert svg.count("<a ") == 3
    assert "déc.</text></svg>" not in svg  # too near today's own label
    assert "style=" not in svg


def test_strip_outside_its_semester_says_no_today():
    strip = SemesterStrip("S", date(2026, 11, 2), date(2027, 5, 2), date(2027, 6, 1), [])
    assert "strip-today" not in strip.svg()
    assert strip.progress == 100
    one_day = SemesterStrip("S", date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 2))
    assert one_day.progress == 0


def test_strip_escapes_labels():
    mark = StripMark(date(2027, 1, 1), "session", '"><script>', "/a?b&c")
    strip = SemesterStrip("S", date(2026, 11, 2), date(2027, 5, 2), date(2027, 1, 1), [mark])
    assert "<script>" not in strip.svg()


def test_progress_and_undo():
    assert 'width="50.0%"' in render('{% progress 1 2 "Un sur deux" %}')
    assert 'width="0.0%"' in render('{% progress 1 0 "Rien" %}')
    assert render('{{ "safe undo:/a/1" |undo_url }}') == "/a/1"
    assert render('{{ ""|undo_url }}') == ""
