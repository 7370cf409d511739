"""The three ready-made policies, as data (PRODUCT.md, A-180).

A preset is where a cohort starts from: the coordinator then changes whatever the department decides.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from groups.models import Policy

_COMMON: Mapping[str, Any] = {
    "group_min": 4,
    "group_target": 5,
    "group_max": 6,
    "groups_per_tutor": 3,
    "speaking_minutes": 20,
    "session_minutes": 120,
    "reminder_days": [30, 7, 1],
    "answer_until_hours": 0,
    "on_seminar": Policy.Severity.WARN,
    "on_room_unsuited": Policy.Severity.WARN,
    "on_room_small": Policy.Severity.REFUSE,
    "on_room_closed": Policy.Severity.REFUSE,
    "on_holiday": Policy.Severity.REFUSE,
    "on_tutor_unavailable": Policy.Severity.WARN,
    "on_short_session": Policy.Severity.WARN,
    "note_readers": Policy.NoteReaders.AUTHOR,
    "co_tutor_validates": False,
    "after_absence": Policy.AfterAbsence.NOTHING,
    "production": Policy.Production.INCENTIVE,
    "rsca_per_semester": 1,
    "other_traces_per_semester": 1,
    "tutor_validates": True,
    "no_contact_days": 90,
}

PRESETS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        Policy.Preset.TOURS: _COMMON,
        Policy.Preset.PARIS: {**_COMMON, "production": Policy.Production.OBLIGATION},
        Policy.Preset.BORDEAUX: {
            **_COMMON,
            "after_absence": Policy.AfterAbsence.BLOCKS_PHASE,
            "tutor_validates": False,
        },
    }
)

IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        Policy.Preset.TOURS: "Incitation à produire des traces, aucune sanction automatique ; "
        "relances 30, 7 et 1 jours avant la séance.",
        Policy.Preset.PARIS: "Obligation : 1 RSCA et 1 autre trace par semestre, validés par le tuteur.",
        Policy.Preset.BORDEAUX: "Un semestre sans rencontre bloque la phase socle ; "
        "le tuteur lit les traces sans les valider.",
    }
)


def preset_values(preset: str) -> dict[str, Any]:
    """A copy of the values of a preset, ready for `Policy(**values)`; raises KeyError for an unknown one."""
    values = dict(PRESETS[preset])
    values["reminder_days"] = list(values["reminder_days"])
    return values


def differences(policy: Policy) -> list[str]:
    """The names of the fields in which a policy is no longer its preset."""
    return [name for name, value in PRESETS[policy.preset].items() if getattr(policy, name) != value]
