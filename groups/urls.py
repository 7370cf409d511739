from django.urls import path

from groups.views import cohorts, constitution, groups, imports, needs, people, policies, repairs, tutoring
from groups.views.draws import constraints, listing, minutes, result, sealing, wishes

app_name = "groups"

COHORT = "promotions/<int:year>/"
DRAW = f"{COHORT}tirage/"
IMPORT = "imports/<int:pk>/"
REPAIR = "promotions/reparations/<int:pk>/"

urlpatterns = [
    path("promotions/", cohorts.cohort_list, name="cohort-list"),
    path("promotions/nouvelle", cohorts.cohort_new, name="cohort-new"),
    path(COHORT, cohorts.cohort_detail, name="cohort-detail"),
    path(f"{COHORT}besoins", needs.cohort_needs, name="cohort-needs"),
    path(f"{COHORT}constituer", constitution.group_constitute, name="group-constitute"),
    path(f"{DRAW}liste", listing.draw_list, name="draw-list"),
    path(f"{DRAW}liste/reprendre", listing.draw_list_again, name="draw-list-again"),
    path(f"{DRAW}contraintes", constraints.draw_rules, name="draw-rules"),
    path(f"{DRAW}demandes", constraints.draw_pair_new, name="draw-pair-new"),
    path(f"{DRAW}liens", constraints.draw_tie_new, name="draw-tie-new"),
    path(f"{DRAW}graine", sealing.draw_seed, name="draw-seed"),
    path(f"{DRAW}recommencer", sealing.draw_again, name="draw-again"),
    path(f"{DRAW}resultat", result.draw_result, name="draw-result"),
    path(f"{DRAW}echanger", result.draw_swap, name="draw-swap"),
    path(f"{DRAW}valider", result.draw_validate, name="draw-validate"),
    path(f"{DRAW}proces-verbal", minutes.draw_minutes, name="draw-minutes"),
    path("tirages/demandes/<int:pk>/retirer", constraints.draw_pair_remove, name="draw-pair-remove"),
    path("tirages/liens/<int:pk>/retirer", constraints.draw_tie_remove, name="draw-tie-remove"),
    path("tirages/<int:pk>/", minutes.draw_detail, name="draw-detail"),
    path("tirages/<int:pk>/proces-verbal.json", minutes.draw_minutes_json, name="draw-minutes-json"),
    path(
        "tirages/<int:pk>/proces-verbal-confidentiel.json",
        minutes.draw_minutes_full,
        name="draw-minutes-full",
    ),
    path("tirages/<int:pk>/proces-verbal.pdf", minutes.draw_minutes_pdf, name="draw-minutes-pdf"),
    path("tirages/documents/<int:pk>.json", minutes.draw_document, name="draw-document"),
    path("tirages/verify_draw.py", minutes.draw_verifier, name="draw-verifier"),
    path("tirages/verifier", minutes.draw_check, name="draw-check"),
    path("tirages/mot", minutes.draw_word, name="draw-word"),
    path("tirages/ne-pas-etre-avec", wishes.apart_list, name="apart-list"),
    path("tirages/ne-pas-etre-avec/<int:pk>/retirer", wishes.apart_withdraw, name="apart-withdraw"),
    path(f"{COHORT}politique/", policies.policy_edit, name="policy-edit"),
    path(f"{COHORT}politique/reprendre", policies.policy_reset, name="policy-reset"),
    path(f"{COHORT}politique/historique", policies.policy_history, name="policy-history"),
    path(f"{COHORT}reparations/", repairs.repair_list, name="repair-list"),
    path(f"{COHORT}reparations/nouvelle", repairs.repair_new, name="repair-new"),
    path(REPAIR, repairs.repair_detail, name="repair-detail"),
    path(f"{REPAIR}tirer", repairs.repair_draw, name="repair-draw"),
    path(f"{REPAIR}appliquer", repairs.repair_apply, name="repair-apply"),
    path(f"{REPAIR}abandonner", repairs.repair_abandon, name="repair-abandon"),
    path(f"{REPAIR}proces-verbal.json", repairs.repair_minutes, name="repair-minutes"),
    path("groupes/", groups.group_list, name="group-list"),
    path("groupes/<int:pk>/", groups.group_detail, name="group-detail"),
    path("groupes/<int:pk>/tutorat", tutoring.group_tutors, name="group-tutors"),
    path("groupes/<int:pk>/tutorat/changer", tutoring.tutor_change, name="tutor-change"),
    path("groupes/<int:pk>/tutorat/co-tutorat", tutoring.co_tutor_add, name="co-tutor-add"),
    path("groupes/tutorats/<int:pk>/terminer", tutoring.co_tutor_end, name="co-tutor-end"),
    path("groupes/appartenances/<int:pk>/deplacer", groups.member_move, name="member-move"),
    path("groupes/appartenances/<int:pk>/annuler", groups.member_move_undo, name="member-move-undo"),
    path("internes/", people.intern_list, name="intern-list"),
    path("internes/<int:pk>/", people.intern_card, name="intern-card"),
    path("internes/<int:pk>/situation", people.intern_standing, name="intern-standing"),
    path("internes/<int:pk>/placer", groups.intern_place, name="intern-place"),
    path("internes/<int:pk>/tutorat-individuel", tutoring.intern_alone, name="intern-alone"),
    path("internes/<int:pk>/promotion", tutoring.intern_cohort, name="intern-cohort"),
    path("tuteurs/", people.tutor_list, name="tutor-list"),
    path("tuteurs/<int:pk>/", people.tutor_detail, name="tutor-detail"),
    path("maitres-de-stage/", people.supervisor_list, name="supervisor-list"),
    path("imports/", imports.import_start, name="import-start"),
    path("imports/modeles/<slug:kind>", imports.import_template, name="import-template"),
    path(IMPORT, imports.import_preview, name="import-preview"),
    path(f"{IMPORT}colonnes", imports.import_remap, name="import-remap"),
    path(f"{IMPORT}confirmer", imports.import_apply, name="import-apply"),
    path(f"{IMPORT}abandonner", imports.import_abandon, name="import-abandon"),
]
