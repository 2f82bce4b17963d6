from django.urls.resolvers import URLPattern

app_name = "diagnostics"
urlpatterns: list[URLPattern] = []
