"""Addresses of the delivery plan, its KPIs, evidence and costs."""

from riia.alliance.plans import costs_urls, plan_urls

app_name = "plans"
urlpatterns = [*plan_urls.patterns, *costs_urls.patterns]
