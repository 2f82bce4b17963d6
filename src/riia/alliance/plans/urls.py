"""Addresses of the delivery plan, its KPIs, evidence and costs."""

from riia.alliance.plans import costs_urls

app_name = "plans"
urlpatterns = [*costs_urls.patterns]
