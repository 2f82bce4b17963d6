"""Addresses of what looks after the data function: the yearly survey, collection reviews, the log, and staffing."""

from django.urls import path

from riia.alliance.returns.views import survey, survey_public

patterns = [
    path("returns/survey/", survey.listing, name="surveys"),
    path("returns/survey/open/", survey.open_survey, name="open_survey"),
    path("returns/survey/elsewhere/", survey.elsewhere, name="survey_elsewhere"),
    path("returns/survey/answer/", survey_public.answer, name="answer_survey"),
    path("returns/survey/answer/<str:token>/", survey_public.survey_link, name="survey_link"),
    path("returns/enquiries/<uuid:reference>/address/", survey.asker_address, name="asker_address"),
    path("returns/survey/<uuid:reference>/", survey.survey, name="survey"),
    path("returns/survey/<uuid:reference>/invite/", survey.invite, name="invite_to_survey"),
    path("returns/survey/<uuid:reference>/close/", survey.close, name="close_survey"),
    path("returns/survey/<uuid:reference>/withdraw/", survey.withdraw, name="withdraw_survey"),
    path("returns/survey/<uuid:reference>/share/", survey.share, name="share_survey"),
]
