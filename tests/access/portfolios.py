from tests.access.table import Row

READERS = "tutor co_tutor coordinator"
INTERNS = "intern mate"

ROWS = [
    Row("portfolios:trace-list", own=INTERNS),
    Row("portfolios:trace-new", own=INTERNS),
    Row("portfolios:reading-list", own="tutor co_tutor"),
    Row("portfolios:project-edit", own=INTERNS),
    Row("portfolios:thesis-edit", own=INTERNS),
    Row(
        "portfolios:trace-detail",
        {"pk": "trace.pk"},
        own=f"intern director {READERS}",
        other="coordinator director",
    ),
    Row("portfolios:trace-edit", {"pk": "draft.pk"}, own="intern", other=""),
    Row("portfolios:trace-flags", {"pk": "draft.pk"}, own="intern", other="", is_page=False),
    Row("portfolios:trace-submit", {"pk": "draft.pk"}, own="intern", other=""),
    Row("portfolios:trace-attach", {"pk": "draft.pk"}, own=INTERNS, other=INTERNS, method="post"),
    Row("portfolios:trace-continue", {"pk": "draft.pk"}, own=INTERNS, other=INTERNS, method="post"),
    Row("portfolios:trace-correct", {"pk": "decided.pk"}, own="intern", other=""),
    Row("portfolios:trace-archive", {"pk": "trace.pk"}, own=INTERNS, other=INTERNS, method="post"),
    Row("portfolios:trace-restore", {"pk": "trace.pk"}, own=INTERNS, other=INTERNS, method="post"),
    Row(
        "portfolios:trace-versions",
        {"pk": "trace.pk"},
        own=f"intern director {READERS}",
        other="coordinator director",
    ),
    Row("portfolios:trace-read", {"pk": "trace.pk"}, own=READERS, other="coordinator"),
    Row("portfolios:trace-opened", {"pk": "trace.pk"}, own=READERS, other=READERS, method="post"),
    Row(
        "portfolios:trace-file",
        {"pk": "version.pk"},
        own=f"intern director {READERS}",
        other="coordinator director",
        is_page=False,
    ),
    Row(
        "portfolios:annotation-reply",
        {"pk": "annotation.pk"},
        own=f"{INTERNS} {READERS}",
        other=f"{INTERNS} {READERS}",
        method="post",
    ),
    Row("portfolios:annotation-remove", {"pk": "annotation.pk"}, own=READERS, other=READERS, method="post"),
    Row("portfolios:annotation-new", {"pk": "trace.pk"}, own=READERS, other=READERS, method="post"),
]
