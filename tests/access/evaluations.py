from tests.access.table import EVERYBODY, STAFF, Row

SESSION = {"pk": "session.pk"}
MEMBER = SESSION | {"intern_pk": "intern.pk"}
ITEM = SESSION | {"item_pk": "item.pk"}
INTERN = {"pk": "intern.pk"}
TUTORS = {"own": "tutor co_tutor", "other": ""}
WRITING = {"own": "tutor co_tutor", "method": "post"}

ROWS = [
    Row("evaluations:session", SESSION, **TUTORS),
    Row("evaluations:session-close", SESSION, **TUTORS),
    Row("evaluations:session-open", SESSION, **WRITING),
    Row("evaluations:session-everybody", SESSION, **WRITING),
    Row("evaluations:session-presence", MEMBER, **WRITING),
    Row("evaluations:session-floor", SESSION, **WRITING),
    Row("evaluations:session-minutes", MEMBER, **WRITING),
    Row("evaluations:session-group-note", SESSION, **WRITING),
    Row("evaluations:session-notes", MEMBER, **WRITING),
    Row("evaluations:session-version", SESSION, **WRITING),
    Row("evaluations:session-objective", MEMBER, **WRITING),
    Row("evaluations:session-interview", MEMBER, **WRITING),
    Row("evaluations:session-item-add", SESSION, **WRITING),
    Row("evaluations:session-item", ITEM, **WRITING),
    Row("evaluations:logbook", own="tutor co_tutor"),
    Row("evaluations:contact-new", INTERN, **TUTORS),
    Row("evaluations:contact-edit", {"pk": "contact.pk"}, own="tutor", other=""),
    Row("evaluations:contact-withdraw", {"pk": "contact.pk"}, own="tutor co_tutor", method="post"),
    Row("evaluations:objective-new", INTERN, **TUTORS),
    Row("evaluations:objective-settle", {"pk": "objective.pk"}, **WRITING),
    Row("evaluations:objective-withdraw", {"pk": "objective.pk"}, **WRITING),
    Row(
        "evaluations:intern-file",
        INTERN,
        own="coordinator director tutor co_tutor intern commission",
        other="coordinator director",
    ),
    Row("evaluations:assessment-new", INTERN | {"code": "=APC"}, own="tutor", other=""),
    Row("evaluations:cohort-followup", own="coordinator director"),
    Row("evaluations:tutor-load", own=STAFF),
    Row("evaluations:placement-evaluation-list", own="supervisor"),
    Row("evaluations:placement-evaluation-ask", own="coordinator tutor"),
    Row(
        "evaluations:placement-evaluation",
        {"pk": "placement_evaluation.pk"},
        own="supervisor",
        other="",
    ),
    Row(
        "evaluations:placement-evaluation-open",
        {"token": "=inconnu"},
        own=EVERYBODY,
        public=True,
        status=410,
    ),
    Row("evaluations:placement-evaluation-thanks", own=EVERYBODY, public=True),
    Row("evaluations:commission-list", own="coordinator director commission"),
    Row("evaluations:commission-new", own="coordinator"),
    Row(
        "evaluations:commission-detail",
        {"pk": "commission.pk"},
        own="coordinator director commission",
        other="coordinator director",
    ),
    Row("evaluations:commission-edit", {"pk": "commission.pk"}, own="coordinator", other="coordinator"),
]
