from django.urls import path

from outbox import views

app_name = "outbox"

urlpatterns = [
    path("", views.message_list, name="message-list"),
    path("<int:pk>", views.message_detail, name="message-detail"),
    path("<int:pk>/renvoyer", views.message_send_again, name="message-send-again"),
    path("<int:pk>/considerer-envoye", views.message_consider_sent, name="message-consider-sent"),
]
