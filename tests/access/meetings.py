from tests.access.table import EVERYBODY, STAFF, Row

SESSION = {"pk": "session.pk"}
GOERS = f"{STAFF} tutor co_tutor intern mate"
SECRETARY = {"own": "secretary", "other": "secretary"}
EDITORS = {"own": "secretary coordinator", "other": "secretary coordinator"}

ROWS = [
    Row("meetings:semester-list", own=STAFF),
    Row("meetings:semester-new", own="secretary"),
    Row("meetings:semester-detail", {"pk": "session.semester.pk"}, own=STAFF),
    Row("meetings:semester-edit", {"pk": "session.semester.pk"}, own="secretary"),
    Row("meetings:planning", own=STAFF),
    Row("meetings:session-place", {"pk": "group.pk"}, **SECRETARY),
    Row("meetings:session-list", own="tutor co_tutor intern mate"),
    Row("meetings:session-sheet", SESSION, own=f"{STAFF} tutor co_tutor", other=STAFF),
    Row("meetings:session-detail", SESSION, own=GOERS, other=STAFF),
    Row("meetings:session-edit", SESSION, **SECRETARY),
    Row("meetings:session-cancel", SESSION, **SECRETARY),
    Row("meetings:session-remove", SESSION, **SECRETARY, method="post"),
    Row("meetings:session-room", SESSION, **SECRETARY, method="post"),
    Row("meetings:rooms-confirm", own="secretary", method="post"),
    Row("meetings:room-list", own=STAFF),
    Row("meetings:room-new", own="secretary"),
    Row("meetings:room-edit", {"pk": "room.pk"}, **SECRETARY),
    Row("meetings:room-closure-new", {"pk": "room.pk"}, **SECRETARY, method="post"),
    Row("meetings:room-closure-delete", {"pk": "closure.pk"}, **SECRETARY, method="post"),
    Row("meetings:seminar-list", own=STAFF),
    Row("meetings:seminar-new", own="secretary"),
    Row("meetings:seminar-edit", {"pk": "seminar.pk"}, **SECRETARY),
    Row("meetings:seminar-delete", {"pk": "seminar.pk"}, **SECRETARY, method="post"),
    Row("meetings:unavailability-list", {"pk": "tutor.pk"}, own="secretary tutor", other="secretary"),
    Row(
        "meetings:unavailability-delete",
        {"pk": "absence.pk"},
        own="secretary tutor co_tutor",
        other="secretary tutor co_tutor",
        method="post",
    ),
    Row("meetings:interview-ask", own="intern mate"),
    Row("meetings:programme-edit", own=STAFF),
    Row("meetings:meeting-list", own=f"{STAFF} tutor co_tutor"),
    Row("meetings:meeting-new", own="secretary coordinator"),
    Row("meetings:meeting-edit", {"pk": "tutors_meeting.pk"}, **EDITORS),
    Row("meetings:convocation-list", own=STAFF),
    Row("meetings:convocation-proofs", own=STAFF, is_page=False),
    Row("meetings:convocation-detail", {"pk": "convocation.pk"}, own=STAFF, other=STAFF),
    Row("meetings:convocation-remind", own="secretary", method="post"),
    Row("meetings:session-publish", own="secretary", method="post"),
    Row("meetings:answer", {"token": "answer_token"}, own=EVERYBODY, other=EVERYBODY, public=True),
    Row("meetings:convocation-answer", {"pk": "convocation.pk"}, own="intern", other="", method="post"),
]
