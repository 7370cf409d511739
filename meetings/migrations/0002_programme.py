"""The cahier des charges of the thesis (A-125 to A-128) and the proposal for the sessions it leaves open (D.5)."""

from django.db import migrations

# (text, is mandatory), by session number.
PROGRAMME = {
    1: [
        ("Prise de contact : chacun se présente", True),
        ("Rôle du tuteur, règles du groupe", True),
        ("Point sur le premier stage", True),
        ("À quoi servent le portfolio et les RSCA", True),
        ("Photo et coordonnées à jour", False),
    ],
    2: [
        ("Point sur le stage", True),
        ("Comprendre les RSCA à partir des premiers récits", True),
        ("Objectifs fixés pour le semestre suivant", True),
        ("Question libre du groupe", False),
    ],
    3: [
        ("Point sur le portfolio et le cursus", True),
        ("RSCA déposés : nombre, familles de situations", True),
        ("Compétences : où en est chaque interne", True),
        ("Point sur le stage", True),
        ("Avis écrit du tuteur", False),
    ],
    4: [
        ("Thèse : sujet, direction, calendrier", True),
        ("RSCA du semestre", True),
        ("Point sur le stage", True),
        ("Projet professionnel, première esquisse", False),
    ],
    5: [
        ("Thèse : fiche et avancement", True),
        ("Projet professionnel", True),
        ("Compétences et familles de situations qui manquent", True),
        ("Évaluations de stage", True),
        ("Objectifs de l’année", True),
    ],
    6: [
        ("Bilan du parcours, portfolio relu", True),
        ("Note de synthèse : préparation", True),
        ("Commission de validation : préparation", True),
        ("Installation et post-internat", False),
    ],
    7: [
        ("Bilan d’autonomie", True),
        ("Formation continue", False),
        ("Exercice et gestion", False),
    ],
    8: [
        ("Bilan d’autonomie", True),
        ("Exercice et gestion", False),
        ("Thèse, si une dérogation court", False),
    ],
}


def ship(apps, schema_editor):
    ProgrammeItem = apps.get_model("meetings", "ProgrammeItem")
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(session_number=number, position=position, text=text, is_mandatory=is_mandatory)
        for number, lines in PROGRAMME.items()
        for position, (text, is_mandatory) in enumerate(lines, start=1)
    )


def take_back(apps, schema_editor):
    apps.get_model("meetings", "ProgrammeItem").objects.filter(cohort=None).delete()


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]
    operations = [migrations.RunPython(ship, take_back)]
