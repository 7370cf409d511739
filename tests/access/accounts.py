from tests.access.table import EVERYBODY, Row

ROWS = [
    Row("accounts:people", own="secretary administrator"),
    Row("accounts:person-new", own="administrator"),
    Row(
        "accounts:person-edit",
        {"pk": "person.pk"},
        own="secretary administrator",
        other="secretary administrator",
    ),
    Row(
        "accounts:invite",
        {"pk": "person.pk"},
        own="secretary administrator",
        other="secretary administrator",
        method="post",
    ),
    Row("accounts:invitation", {"token": "=inconnu"}, own=EVERYBODY, public=True, status=410),
    Row("accounts:journal", own="administrator coordinator director"),
    Row("accounts:profile", own=EVERYBODY),
    Row("accounts:profile-photo", own=EVERYBODY, method="post"),
    Row("accounts:switch-role", own=EVERYBODY, method="post"),
    Row("accounts:theme", own=EVERYBODY, method="post"),
    Row("accounts:photo", {"name": "=inconnue"}, own=""),
]
