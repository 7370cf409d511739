from tests.access.table import Row

READERS = "secretary administrator"
MESSAGE = {"pk": "message.pk"}
BOTH = {"own": READERS, "other": READERS}

ROWS = [
    Row("outbox:message-list", own=READERS),
    Row("outbox:message-detail", MESSAGE, **BOTH),
    Row("outbox:message-send-again", MESSAGE, **BOTH, method="post"),
    Row("outbox:message-consider-sent", MESSAGE, **BOTH, method="post"),
]
