from tests.access.table import STAFF, Row

COHORT = {"year": "cohort.year"}
SECRETARY = {"own": "secretary", "other": "secretary"}
TEAM = {"own": STAFF, "other": STAFF}
GROUP_PEOPLE = f"{STAFF} tutor co_tutor intern mate"

ROWS = [
    Row("groups:cohort-list", own=STAFF),
    Row("groups:cohort-new", own="secretary"),
    Row("groups:cohort-detail", COHORT, **TEAM),
    Row("groups:cohort-needs", COHORT, **TEAM),
    Row("groups:group-constitute", COHORT, **SECRETARY),
    Row("groups:policy-edit", COHORT, **TEAM),
    Row("groups:policy-reset", COHORT, own="coordinator", other="coordinator", method="post"),
    Row("groups:policy-history", COHORT, **TEAM),
    Row("groups:group-list", own=GROUP_PEOPLE),
    Row("groups:group-detail", {"pk": "group.pk"}, own=GROUP_PEOPLE, other=STAFF),
    Row("groups:group-tutors", {"pk": "group.pk"}, **SECRETARY),
    Row("groups:tutor-change", {"pk": "group.pk"}, **SECRETARY, method="post"),
    Row("groups:co-tutor-add", {"pk": "group.pk"}, **SECRETARY, method="post"),
    Row("groups:co-tutor-end", {"pk": "co_tutorship.pk"}, **SECRETARY, method="post"),
    Row("groups:member-move", {"pk": "membership.pk"}, **SECRETARY),
    Row("groups:member-move-undo", {"pk": "membership.pk"}, **SECRETARY, method="post"),
    Row("groups:intern-list", own=STAFF),
    Row("groups:intern-card", {"pk": "intern.pk"}, **TEAM),
    Row("groups:intern-standing", {"pk": "intern.pk"}, **SECRETARY, method="post"),
    Row("groups:intern-place", {"pk": "intern.pk"}, **SECRETARY),
    Row("groups:intern-alone", {"pk": "intern.pk"}, **SECRETARY),
    Row("groups:intern-cohort", {"pk": "intern.pk"}, **SECRETARY),
    Row("groups:tutor-list", own=STAFF),
    Row("groups:tutor-detail", {"pk": "tutor.pk"}, own=f"{STAFF} tutor", other=STAFF),
    Row("groups:supervisor-list", own=STAFF),
    Row("groups:import-start", own="secretary"),
    Row("groups:import-template", {"kind": "=interns"}, own="secretary", is_page=False),
    Row("groups:import-preview", {"pk": "import_file.pk"}, **SECRETARY),
    Row("groups:import-remap", {"pk": "import_file.pk"}, **SECRETARY, method="post"),
    Row("groups:import-apply", {"pk": "import_file.pk"}, **SECRETARY, method="post"),
    Row("groups:import-abandon", {"pk": "import_file.pk"}, **SECRETARY, method="post"),
]
