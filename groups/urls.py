from django.urls import path

from groups.views import cohorts, constitution, groups, imports, needs, people, policies, tutoring

app_name = "groups"

COHORT = "promotions/<int:year>/"
IMPORT = "imports/<int:pk>/"

urlpatterns = [
    path("promotions/", cohorts.cohort_list, name="cohort-list"),
    path("promotions/nouvelle", cohorts.cohort_new, name="cohort-new"),
    path(COHORT, cohorts.cohort_detail, name="cohort-detail"),
    path(f"{COHORT}besoins", needs.cohort_needs, name="cohort-needs"),
    path(f"{COHORT}constituer", constitution.group_constitute, name="group-constitute"),
    path(f"{COHORT}politique/", policies.policy_edit, name="policy-edit"),
    path(f"{COHORT}politique/reprendre", policies.policy_reset, name="policy-reset"),
    path(f"{COHORT}politique/historique", policies.policy_history, name="policy-history"),
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
