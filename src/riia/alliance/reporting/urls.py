"""Addresses of reports, packs and the calendar of what is due."""

from django.urls import URLPattern, path

from riia.alliance.reporting.views import calendar, listing, preparing, reading

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("reports/", listing.home, name="home"),
    path("reports/board/", listing.board, name="board"),
    path("reports/compare/", reading.compare, name="compare"),
    path("reports/register/", listing.register, name="register"),
    path("reports/register/new/", listing.new_line, name="new_line"),
    path("reports/register/<uuid:reference>/", listing.kind, name="kind"),
    path("reports/register/<uuid:reference>/change/", listing.change_line, name="change_line"),
    path("reports/register/<uuid:reference>/end/", listing.retire, name="retire"),
    path("reports/register/<uuid:reference>/asked/", listing.asked, name="asked"),
    path("reports/register/<uuid:reference>/<str:code>/", preparing.prepare, name="prepare"),
    path("reports/register/<uuid:reference>/<str:code>/not-needed/", preparing.drop_report, name="drop"),
    path("reports/<uuid:reference>/", preparing.report, name="report"),
    path("reports/<uuid:reference>/take-up/", preparing.take_up, name="take_up"),
    path("reports/versions/<uuid:reference>/", reading.edition, name="edition"),
    path("reports/versions/<uuid:reference>/receive/", reading.receive, name="receive"),
    path("reports/versions/<uuid:reference>/withdraw/", preparing.withdraw_edition, name="withdraw"),
    path("reports/versions/<uuid:reference>/receipts/<int:pk>/", reading.note, name="note_receipt"),
    path("reports/versions/<uuid:reference>/file/<str:form>/", reading.file, name="file"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/addresses/", calendar.feeds, name="feeds"),
    path("calendar/addresses/<uuid:reference>/stop/", calendar.stop, name="stop_feed"),
    path("calendar/feed/<str:token>.ics", calendar.feed, name="feed"),
]
