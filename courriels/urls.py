"""The demonstration's mailbox; included only with DEMO=1."""

from django.urls import path

from courriels import views

app_name = "courriels"
urlpatterns = [
    path("", views.liste, name="liste"),
    path("<slug:cle>/", views.message, name="message"),
    path("<slug:cle>/apercu/", views.apercu, name="apercu"),
    path("<slug:cle>/invitation.ics", views.calendrier, name="calendrier"),
    path("<slug:cle>/message.eml", views.original, name="original"),
]
