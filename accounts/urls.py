from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.people, name="people"),
    path("ajouter/", views.person_new, name="person-new"),
    path("<int:pk>/", views.person_edit, name="person-edit"),
    path("<int:pk>/inviter/", views.invite, name="invite"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("journal/", views.journal, name="journal"),
    path("moi/", views.profile, name="profile"),
    path("moi/photo/", views.profile_photo, name="profile-photo"),
    path("moi/role/", views.switch_role, name="switch-role"),
    path("moi/theme/", views.theme, name="theme"),
    path("photo/<slug:name>", views.photo, name="photo"),
]
