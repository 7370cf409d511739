from django.urls import path

from meetings.views import answers

app_name = "meetings"

urlpatterns = [
    path("convocations/reponse/<str:token>", answers.answer, name="answer"),
    path("convocations/<int:pk>/reponse", answers.convocation_answer, name="convocation-answer"),
]
