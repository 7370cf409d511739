"""The access table: every address × every role × one's own object and somebody else's.

Each room lists its `ROWS` in `tests/access/<room>.py`. A route missing from the tables fails the build.

    Row("groups:group-detail", {"pk": "group.pk"}, own="secretary tutor intern mate", other="secretary")

`kwargs` maps each URL argument to an attribute path looked up first in `world.own`, then in `world.other`
(see `tests/access/world.py`); a value that starts with `=` is taken as it is. `own` and `other` name who gets
the page of one's own object and of somebody else's; for everybody else it is a 404. An address without
object has only `own`. `method="post"`: POST only, so that whoever is entitled gets a 405 on GET.
`public`: no sign-in needed. `status`: what an entitled GET answers, 200 unless told. `sent_on`: roles who are
redirected to a page of theirs (302). `is_page`: False for a file, a fragment or a feed, which the tests of
whole pages leave out.
"""

from dataclasses import dataclass, field

ROLES = (
    "secretary",
    "coordinator",
    "director",
    "tutor",
    "co_tutor",
    "intern",
    "mate",
    "supervisor",
    "commission",
    "administrator",
)
EVERYBODY = " ".join(ROLES)
STAFF = "secretary coordinator director"


@dataclass(frozen=True)
class Row:
    name: str
    kwargs: dict[str, str] = field(default_factory=dict)
    own: str = ""
    other: str | None = None
    method: str = "get"
    public: bool = False
    status: int = 200
    sent_on: str = ""
    query: str = ""
    is_page: bool = True

    def entitled(self, whose: str) -> frozenset[str]:
        names = self.own if whose == "own" else self.other
        roles = frozenset((names or "").split())
        assert roles <= frozenset(ROLES), f"{self.name}: {roles - frozenset(ROLES)} is no role of the world"
        return roles
