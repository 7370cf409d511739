from groups.models import Tutor


def set_road(*, tutor: Tutor, town: str, driving_minutes: int) -> None:
    """Keep where a tutor comes from and how long the road to the faculty takes, one way (A-142)."""
    tutor.town, tutor.driving_minutes = town, driving_minutes
    tutor.save(update_fields=["town", "driving_minutes"])
