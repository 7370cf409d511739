from copy import deepcopy

import pytest


@pytest.fixture(autouse=True)
def without_the_rooms_above(settings):
    """The design language stands alone: its pages bring their own `chrome`."""
    templates = deepcopy(settings.TEMPLATES)
    processors = templates[0]["OPTIONS"]["context_processors"]
    templates[0]["OPTIONS"]["context_processors"] = [name for name in processors if "tutorat" not in name]
    settings.TEMPLATES = templates
