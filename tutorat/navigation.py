"""The pages each role finds in the header, in order; four of them make the bottom bar of a telephone."""

from dataclasses import dataclass

from accounts.models import Role
from design.addresses import address
from design.chrome import NavItem


@dataclass(frozen=True, slots=True)
class Page:
    label: str
    name: str
    icon: str
    tab: bool = False
    counts: str = ""  # which number of `Chrome.counts` is its badge


PAGES: dict[Role, tuple[Page, ...]] = {
    Role.SECRETARY: (
        Page("Semestre", "home", "layout-dashboard", tab=True),
        Page("Promotions", "groups:cohort-list", "graduation-cap"),
        Page("Groupes", "groups:group-list", "users-round", tab=True),
        Page("Planning", "meetings:planning", "calendar-days", tab=True),
        Page("Convocations", "meetings:convocation-list", "mail", tab=True),
        Page("Salles", "meetings:room-list", "door-open"),
        Page("Tuteurs", "groups:tutor-list", "user-round"),
        Page("Messages", "outbox:message-list", "inbox"),
    ),
    Role.COORDINATOR: (
        Page("Suivi", "evaluations:cohort-followup", "activity", tab=True),
        Page("Charge", "evaluations:tutor-load", "scale", tab=True),
        Page("Promotions", "groups:cohort-list", "graduation-cap", tab=True),
        Page("Groupes", "groups:group-list", "users-round", tab=True),
        Page("Programme", "meetings:programme-edit", "list-checks"),
        Page("Rencontres", "meetings:meeting-list", "messages-square"),
        Page("Commissions", "evaluations:commission-list", "gavel"),
        Page("Journal", "accounts:journal", "history"),
    ),
    Role.TUTOR: (
        Page("Accueil", "home", "house", tab=True),
        Page("Mes groupes", "groups:group-list", "users-round", tab=True),
        Page("Séances", "meetings:session-list", "calendar-days", tab=True),
        Page("À lire", "portfolios:reading-list", "book-open", tab=True, counts="to_read"),
        Page("Cahier", "evaluations:logbook", "notebook-pen"),
        Page("Rencontres", "meetings:meeting-list", "messages-square"),
    ),
    Role.INTERN: (
        Page("Accueil", "home", "house", tab=True),
        Page("Portfolio", "portfolios:trace-list", "book-open", tab=True),
        Page("Séances", "meetings:session-list", "calendar-days", tab=True),
        Page("Mon groupe", "groups:group-list", "users-round", tab=True),
        Page("Thèse", "portfolios:thesis-edit", "scroll-text"),
    ),
    Role.SUPERVISOR: (
        Page("Évaluations de stage", "evaluations:placement-evaluation-list", "stethoscope", tab=True),
    ),
    Role.COMMISSION: (Page("Commissions", "evaluations:commission-list", "gavel", tab=True),),
    Role.ADMINISTRATOR: (
        Page("Personnes", "accounts:people", "users-round", tab=True),
        Page("Journal", "accounts:journal", "history", tab=True),
        Page("Messages", "outbox:message-list", "inbox", tab=True),
    ),
}
PAGES[Role.DIRECTOR] = PAGES[Role.COORDINATOR]
PAGES[Role.CO_TUTOR] = PAGES[Role.TUTOR]


def navigation(role: Role, path: str, counts: dict[str, int]) -> list[NavItem]:
    """The entries of `role`; the one whose address begins `path` most precisely is the active one."""
    pages = PAGES[role]
    urls = [address(page.name) for page in pages]
    matching = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    active = max(matching, key=len, default="")
    return [
        NavItem(
            label=page.label,
            url=url,
            icon=page.icon,
            active=url == active,
            badge=counts.get(page.counts, 0),
            tab=page.tab,
        )
        for page, url in zip(pages, urls, strict=True)
    ]
