"""What people of the demo wrote. Nothing here is true of anybody."""

import re

NBSP, THIN = "\u00a0", "\u202f"


def set_in_type(text: str) -> str:
    """Give French texts the spaces of print: inside « », before : ; ? ! and inside an hour."""
    text = re.sub(r"« ", f"«{NBSP}", text)
    text = re.sub(r" (»|:)", rf"{NBSP}\1", text)
    text = re.sub(r" ([;?!])", rf"{THIN}\1", text)
    return re.sub(r"(\d) (h|min|%|ans|mois|jours)\b", rf"\1{NBSP}\2", text)
