"""The demonstration's mailbox; included only with DEMO=1."""

app_name = "courriels"
urlpatterns: list = []
