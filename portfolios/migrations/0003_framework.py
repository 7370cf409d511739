"""The six competencies and the eleven families of situations, « Autre » added (domain B.5, B.6)."""

from django.db import migrations

COMPETENCIES = [
    (
        "APC",
        "Approche centrée patient, relation",
        "Relation, communication, approche centrée patient",
        "Construire une relation avec le patient, son entourage et les intervenants, avec les habiletés "
        "communicationnelles adéquates.",
    ),
    (
        "PRU",
        "Premier recours, urgences",
        "Premier recours, urgences",
        "Gérer avec la personne les problèmes de santé indifférenciés, non sélectionnés, programmés ou non.",
    ),
    (
        "AGC",
        "Approche globale, complexité",
        "Approche globale, prise en compte de la complexité",
        "Conduire une démarche décisionnelle centrée sur le patient selon un modèle global de santé.",
    ),
    (
        "EPD",
        "Éducation, dépistage, prévention",
        "Éducation en santé, dépistage, prévention, individuelle et communautaire",
        "Accompagner le patient dans une démarche autonome visant à maintenir et améliorer sa santé.",
    ),
    (
        "CSC",
        "Continuité, suivi, coordination",
        "Continuité, suivi, coordination des soins autour du patient",
        "Assurer la continuité et la coordination des soins dans une relation de suivi.",
    ),
    (
        "PRO",
        "Professionnalisme",
        "Professionnalisme",
        "S’engager envers la société, respecter l’éthique et la déontologie, avoir une pratique réflexive et "
        "prendre ses responsabilités.",
    ),
]

FAMILIES = [
    (
        "Maladies chroniques",
        "Situations autour de patients souffrant de pathologies chroniques, polymorbidité à forte prévalence",
    ),
    (
        "Aigu fréquent",
        "Situations liées à des problèmes aigus / non programmés / fréquents / exemplaires",
    ),
    (
        "Urgences, réelles ou ressenties",
        "Situations liées à des problèmes aigus / non programmés / dans le cadre des urgences réelles ou "
        "ressenties",
    ),
    (
        "Enfant et adolescent",
        "Situations autour de problèmes de santé concernant les spécificités de l’enfant et de l’adolescent",
    ),
    ("Sexualité, génitalité", "Situations autour de la sexualité et de la génitalité"),
    (
        "Famille et couple",
        "Situations autour de problèmes liés à l’histoire familiale et à la vie de couple",
    ),
    (
        "Travail et souffrance",
        "Situations de problèmes de santé et/ou de souffrance liés au travail",
    ),
    (
        "Légal et déontologie",
        "Situations dont les aspects légaux, déontologiques et/ou juridiques / médicolégaux sont au premier "
        "plan",
    ),
    ("Patients exigeants", "Situations avec des patients difficiles / exigeants"),
    ("Problèmes sociaux", "Situations où les problèmes sociaux sont au premier plan"),
    ("Autre culture", "Situations avec des patients d’une autre culture"),
    ("Autre", "Autre"),
]


def fill(apps, schema_editor):
    Competency = apps.get_model("portfolios", "Competency")
    for position, (code, short, label, definition) in enumerate(COMPETENCIES, start=1):
        Competency.objects.update_or_create(
            code=code,
            defaults={
                "position": position,
                "short_label": short,
                "label": label,
                "definition": definition,
            },
        )
    SituationFamily = apps.get_model("portfolios", "SituationFamily")
    for position, (short, label) in enumerate(FAMILIES, start=1):
        SituationFamily.objects.update_or_create(
            position=position, defaults={"short_label": short, "label": label}
        )


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0002_gate_and_returned_readings")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
