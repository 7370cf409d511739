from django.urls import path

from evaluations.views import (
    commissions,
    contacts,
    file,
    followup,
    levels,
    load,
    objectives,
    placement_evaluations,
    session,
    session_writing,
)

app_name = "evaluations"

HOLD = "seances/<int:pk>/tenir/"
PLACEMENTS = "evaluations-de-stage/"

urlpatterns = [
    path(HOLD, session.session, name="session"),
    path(f"{HOLD}ouvrir", session.session_open, name="session-open"),
    path(f"{HOLD}clore", session.session_close, name="session-close"),
    path(f"{HOLD}presence", session_writing.session_everybody, name="session-everybody"),
    path(f"{HOLD}presence/<int:intern_pk>", session_writing.session_presence, name="session-presence"),
    path(f"{HOLD}parole", session_writing.session_floor, name="session-floor"),
    path(f"{HOLD}parole/<int:intern_pk>", session_writing.session_minutes, name="session-minutes"),
    path(f"{HOLD}notes", session_writing.session_group_note, name="session-group-note"),
    path(f"{HOLD}notes/<int:intern_pk>", session_writing.session_notes, name="session-notes"),
    path(f"{HOLD}versions", session_writing.session_version, name="session-version"),
    path(f"{HOLD}objectifs/<int:intern_pk>", session_writing.session_objective, name="session-objective"),
    path(f"{HOLD}entretien/<int:intern_pk>", session_writing.session_interview, name="session-interview"),
    path(f"{HOLD}programme", session_writing.session_item_add, name="session-item-add"),
    path(f"{HOLD}programme/<int:item_pk>", session_writing.session_item, name="session-item"),
    path("dossiers/<int:pk>/", file.intern_file, name="intern-file"),
    path("dossiers/<int:pk>/niveaux/<slug:code>/", levels.assessment_new, name="assessment-new"),
    path("suivi/cahier/", contacts.logbook, name="logbook"),
    path("suivi/internes/<int:pk>/contact", contacts.contact_new, name="contact-new"),
    path("suivi/contacts/<int:pk>/", contacts.contact_edit, name="contact-edit"),
    path("suivi/contacts/<int:pk>/retirer", contacts.contact_withdraw, name="contact-withdraw"),
    path("suivi/internes/<int:pk>/objectif", objectives.objective_new, name="objective-new"),
    path("suivi/objectifs/<int:pk>/bilan", objectives.objective_settle, name="objective-settle"),
    path("suivi/objectifs/<int:pk>/retirer", objectives.objective_withdraw, name="objective-withdraw"),
    path("suivi/", followup.cohort_followup, name="cohort-followup"),
    path("suivi/charge/", load.tutor_load, name="tutor-load"),
    path(PLACEMENTS, placement_evaluations.placement_evaluation_list, name="placement-evaluation-list"),
    path(
        f"{PLACEMENTS}demander/",
        placement_evaluations.placement_evaluation_ask,
        name="placement-evaluation-ask",
    ),
    path(
        f"{PLACEMENTS}merci/",
        placement_evaluations.placement_evaluation_thanks,
        name="placement-evaluation-thanks",
    ),
    path(
        f"{PLACEMENTS}lien/<str:token>/",
        placement_evaluations.placement_evaluation_open,
        name="placement-evaluation-open",
    ),
    path(f"{PLACEMENTS}<int:pk>/", placement_evaluations.placement_evaluation, name="placement-evaluation"),
    path("commissions/", commissions.commission_list, name="commission-list"),
    path("commissions/nouvelle/", commissions.commission_new, name="commission-new"),
    path("commissions/<int:pk>/", commissions.commission_detail, name="commission-detail"),
    path("commissions/<int:pk>/modifier/", commissions.commission_edit, name="commission-edit"),
]
