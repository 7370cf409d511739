from django.urls import path

from meetings.views import (
    answers,
    convocations,
    interviews,
    my_sessions,
    placing,
    planning,
    programme,
    rooms,
    semester,
    seminars,
    sessions,
    tutors_meetings,
    unavailabilities,
)

app_name = "meetings"

urlpatterns = [
    path("seances/", my_sessions.session_list, name="session-list"),
    path("seances/<int:pk>/feuille", my_sessions.session_sheet, name="session-sheet"),
    path("seances/publier", convocations.session_publish, name="session-publish"),
    path("convocations/", convocations.convocation_list, name="convocation-list"),
    path("convocations/relancer", convocations.convocation_remind, name="convocation-remind"),
    path("convocations/preuves.csv", convocations.convocation_proofs, name="convocation-proofs"),
    path("convocations/<int:pk>", convocations.convocation_detail, name="convocation-detail"),
    path("convocations/reponse/<str:token>", answers.answer, name="answer"),
    path("convocations/<int:pk>/reponse", answers.convocation_answer, name="convocation-answer"),
    path("semestres/", semester.semester_list, name="semester-list"),
    path("semestres/nouveau", semester.semester_new, name="semester-new"),
    path("semestres/<int:pk>/", semester.semester_detail, name="semester-detail"),
    path("semestres/<int:pk>/dates", semester.semester_edit, name="semester-edit"),
    path("planning/", planning.planning, name="planning"),
    path("planning/groupes/<int:pk>", placing.session_place, name="session-place"),
    path("seances/<int:pk>/", sessions.session_detail, name="session-detail"),
    path("seances/<int:pk>/deplacer", placing.session_edit, name="session-edit"),
    path("seances/<int:pk>/annuler", sessions.session_cancel, name="session-cancel"),
    path("seances/<int:pk>/retirer", sessions.session_remove, name="session-remove"),
    path("seances/<int:pk>/salle", sessions.session_room, name="session-room"),
    path("salles/", rooms.room_list, name="room-list"),
    path("salles/nouvelle", rooms.room_new, name="room-new"),
    path("salles/<int:pk>/", rooms.room_edit, name="room-edit"),
    path("salles/<int:pk>/fermetures", rooms.room_closure_new, name="room-closure-new"),
    path("salles/fermetures/<int:pk>/retirer", rooms.room_closure_delete, name="room-closure-delete"),
    path("seminaires/", seminars.seminar_list, name="seminar-list"),
    path("seminaires/nouveau", seminars.seminar_new, name="seminar-new"),
    path("seminaires/<int:pk>/", seminars.seminar_edit, name="seminar-edit"),
    path("seminaires/<int:pk>/retirer", seminars.seminar_delete, name="seminar-delete"),
    path(
        "tuteurs/<int:pk>/indisponibilites", unavailabilities.unavailability_list, name="unavailability-list"
    ),
    path(
        "indisponibilites/<int:pk>/retirer",
        unavailabilities.unavailability_delete,
        name="unavailability-delete",
    ),
    path("entretiens/demander", interviews.interview_ask, name="interview-ask"),
    path("programme/", programme.programme_edit, name="programme-edit"),
    path("rencontres/", tutors_meetings.meeting_list, name="meeting-list"),
    path("rencontres/nouvelle", tutors_meetings.meeting_new, name="meeting-new"),
    path("rencontres/<int:pk>/", tutors_meetings.meeting_edit, name="meeting-edit"),
]
