"""Addresses of what looks after the data function: the yearly survey, collection reviews, the log, and staffing."""

from django.urls import path

from riia.alliance.returns.views import (
    collection_review,
    collection_review_areas,
    feedback,
    staffing,
    survey,
    survey_public,
)

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
    path("returns/reviews/", collection_review.listing, name="collection_reviews"),
    path("returns/reviews/new/", collection_review.new, name="new_collection_review"),
    path("returns/reviews/<uuid:reference>/", collection_review.review, name="collection_review"),
    path("returns/reviews/<uuid:reference>/change/", collection_review.change, name="change_collection_review"),
    path("returns/reviews/<uuid:reference>/findings/", collection_review.findings, name="review_findings"),
    path("returns/reviews/<uuid:reference>/findings/draw/", collection_review.draw, name="draw_findings"),
    path("returns/reviews/<uuid:reference>/publish/", collection_review.publish, name="publish_collection_review"),
    path("returns/reviews/<uuid:reference>/set-aside/", collection_review.set_aside, name="set_review_aside"),
    path("returns/reviews/<uuid:reference>/share/", collection_review.share, name="share_collection_review"),
    path("returns/reviews/<uuid:reference>/areas.<str:form>", collection_review.areas_table, name="areas_table"),
    path("returns/reviews/<uuid:reference>/areas/new/", collection_review_areas.new_area, name="new_area"),
    path("returns/reviews/<uuid:reference>/areas/<int:pk>/", collection_review_areas.change_area, name="change_area"),
    path(
        "returns/reviews/<uuid:reference>/areas/<int:pk>/out/", collection_review_areas.remove_area, name="remove_area"
    ),
    path(
        "returns/reviews/<uuid:reference>/areas/<int:pk>/progress/",
        collection_review_areas.progress,
        name="area_progress",
    ),
    path("returns/reviews/<uuid:reference>/gaps/new/", collection_review_areas.new_gap, name="new_gap"),
    path("returns/reviews/<uuid:reference>/gaps/<int:pk>/", collection_review_areas.change_gap, name="change_gap"),
    path("returns/reviews/<uuid:reference>/gaps/<int:pk>/out/", collection_review_areas.remove_gap, name="remove_gap"),
    path("returns/feedback/", feedback.log, name="feedback"),
    path("returns/feedback/new/", feedback.new_meeting, name="new_group_meeting"),
    path("returns/feedback/groups/", feedback.groups, name="national_groups"),
    path("returns/feedback/quarter/<str:code>/", feedback.review, name="review_feedback"),
    path("returns/feedback/<uuid:reference>/", feedback.meeting, name="group_meeting"),
    path("returns/feedback/<uuid:reference>/log/", feedback.log_meeting, name="log_group_meeting"),
    path("returns/feedback/<uuid:reference>/not-held/", feedback.cancel_meeting, name="cancel_group_meeting"),
    path("returns/feedback/<uuid:reference>/points/new/", feedback.new_point, name="new_point"),
    path("returns/feedback/<uuid:reference>/summary/", feedback.share_summary, name="share_summary"),
    path("returns/feedback/points/<uuid:reference>/", feedback.settle_point, name="settle_point"),
    path("returns/feedback/points/<uuid:reference>/relevance/", feedback.change_relevance, name="point_relevance"),
    path("returns/staffing/", staffing.staffing, name="staffing"),
    path("returns/staffing/new/", staffing.note_funding, name="note_funding"),
    path("returns/staffing/<uuid:reference>/withdraw/", staffing.withdraw_funding, name="withdraw_funding"),
    path("returns/staffing/holdings/<uuid:reference>/", staffing.working_time, name="working_time"),
]
