from tests.access.table import EVERYBODY, Row

ROWS = [
    Row("design:language", own="", public=True, status=404),
    Row("demo-sign-in", own="", public=True, status=404),
    Row("demo-file", {"name": "=demo_etudiants.csv"}, own=""),
    Row(
        "home",
        own="secretary tutor co_tutor intern mate",
        sent_on="coordinator director supervisor commission administrator",
    ),
    Row("search", own=EVERYBODY),
    Row("privacy", own=EVERYBODY, public=True),
    Row("accessibility", own=EVERYBODY, public=True),
    Row("help", own=EVERYBODY),
    Row("health", own=EVERYBODY, public=True, is_page=False),
]
