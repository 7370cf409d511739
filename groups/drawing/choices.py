"""Tutors chosen by interns (A-107): who may still choose, and whom."""

from groups.draw import Strength
from groups.drawing.constraints import kept_rules
from groups.drawing.documents import links_of
from groups.models import Draw, DrawEntry, DrawOffer, Intern


def open_choice(intern: Intern) -> DrawEntry | None:
    """The line on which the intern may write a tutor: of a draw by choice that is not sealed."""
    return (
        DrawEntry.objects.filter(
            intern=intern,
            set_aside="",
            draw__state=Draw.State.PREPARING,
            draw__tutor_mode=Draw.TutorMode.CHOSEN,
        )
        .select_related("draw__cohort__policy", "intern__person", "wanted__person")
        .order_by("-draw")
        .first()
    )


def offered_to(entry: DrawEntry) -> list[DrawOffer]:
    """The tutors the intern of `entry` may choose, by name: without those the rules refuse for a tie."""
    offers = list(
        entry.draw.offers.select_related("tutor__person", "co_tutor__person").order_by(
            "tutor__person__last_name", "tutor__person__first_name", "pk"
        )
    )
    if kept_rules(entry.draw)["links"] != Strength.HARD:
        return offers
    tied = {tutor for _, tutor in links_of([entry], offers)}
    return [offer for offer in offers if offer.tutor_id not in tied]
