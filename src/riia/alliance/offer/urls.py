from django.urls.resolvers import URLPattern

app_name = "offer"
urlpatterns: list[URLPattern] = []
