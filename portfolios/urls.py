from django.urls import path

from portfolios import views

app_name = "portfolios"

urlpatterns = [
    path("portfolio/", views.trace_list, name="trace-list"),
    path("a-lire/", views.reading_list, name="reading-list"),
    path("traces/nouvelle/", views.trace_new, name="trace-new"),
    path("traces/<int:pk>/", views.trace_detail, name="trace-detail"),
    path("traces/<int:pk>/ecrire/", views.trace_edit, name="trace-edit"),
    path("traces/<int:pk>/reperes/", views.trace_flags, name="trace-flags"),
    path("traces/<int:pk>/fichier/", views.trace_attach, name="trace-attach"),
    path("traces/<int:pk>/soumettre/", views.trace_submit, name="trace-submit"),
    path("traces/<int:pk>/reprendre/", views.trace_continue, name="trace-continue"),
    path("traces/<int:pk>/corriger/", views.trace_correct, name="trace-correct"),
    path("traces/<int:pk>/archiver/", views.trace_archive, name="trace-archive"),
    path("traces/<int:pk>/desarchiver/", views.trace_restore, name="trace-restore"),
    path("traces/<int:pk>/versions/", views.trace_versions, name="trace-versions"),
    path("traces/<int:pk>/lire/", views.trace_read, name="trace-read"),
    path("traces/<int:pk>/ouverte/", views.trace_opened, name="trace-opened"),
    path("traces/<int:pk>/commenter/", views.annotation_new, name="annotation-new"),
    path("traces/fichiers/<int:pk>/", views.trace_file, name="trace-file"),
    path("commentaires/<int:pk>/repondre/", views.annotation_reply, name="annotation-reply"),
    path("commentaires/<int:pk>/retirer/", views.annotation_remove, name="annotation-remove"),
    path("projet/", views.project_edit, name="project-edit"),
    path("these/", views.thesis_edit, name="thesis-edit"),
]
