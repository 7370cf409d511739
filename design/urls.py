from django.urls import path

from design import views

app_name = "design"

urlpatterns = [path("langage", views.language, name="language")]
