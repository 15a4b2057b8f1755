"""Addresses of what people do with the corpus."""

app_name = "annotations"
urlpatterns = []
