"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from .views import feedback, feedback_giving, goals, plan, rules, talk, talks, ways

urlpatterns = [
    path("growth/", plan.my_plan, name="growth"),
    path("growth/choose/<uuid:level>/", plan.choose, name="growth-choose"),
    path("growth/targets/<int:pk>/", plan.target_page, name="growth-target"),
    path("growth/targets/<int:pk>/share/", plan.share, name="growth-share"),
    path("growth/targets/<int:pk>/keep/", plan.keep, name="growth-keep"),
    path("growth/targets/<int:pk>/end/", plan.end, name="growth-end"),
    path("growth/targets/<int:pk>/goals/", goals.goal_new, name="growth-goal-new"),
    path("growth/goals/<int:pk>/", goals.goal_edit, name="growth-goal"),
    path("growth/goals/<int:pk>/state/", goals.goal_state, name="growth-goal-state"),
    path("growth/goals/<int:pk>/take-up/", goals.goal_take_up, name="growth-goal-take-up"),
    path("growth/goals/<int:pk>/agree/", goals.goal_agree, name="growth-goal-agree"),
    path("growth/goals/<int:pk>/say/", goals.goal_say, name="growth-goal-say"),
    path("growth/goals/<int:pk>/remove/", goals.goal_remove, name="growth-goal-remove"),
    path("growth/ways/", ways.my_ways, name="growth-ways"),
    path("growth/ways/to/<uuid:level>/", ways.way_open, name="growth-way-open"),
    path("growth/ways/<int:pk>/ask/", ways.way_ask, name="growth-way-ask"),
    path("growth/ways/questions/<int:pk>/answer/", ways.way_answer, name="growth-way-answer"),
    path("growth/ways/questions/<int:pk>/remove/", ways.way_remove, name="growth-way-remove"),
    path("growth/feedback/", feedback.feedback_list, name="feedback"),
    path("growth/feedback/ask/", feedback.feedback_ask, name="feedback-ask"),
    path("growth/feedback/<int:pk>/", feedback.feedback_asked, name="feedback-asked"),
    path("growth/feedback/<int:pk>/remove/", feedback.feedback_remove, name="feedback-remove"),
    path("growth/feedback/given/<int:pk>/", feedback_giving.feedback_give, name="feedback-give"),
    path("growth/feedback/given/<int:pk>/decline/", feedback_giving.feedback_decline, name="feedback-decline"),
    path("growth/feedback/given/<int:pk>/take-back/", feedback_giving.feedback_take_back, name="feedback-take-back"),
    path("growth/feedback/given/<int:pk>/readers/", feedback_giving.feedback_readers, name="feedback-readers"),
    path("growth/feedback/given/<int:pk>/talk/", feedback.feedback_talk, name="feedback-talk"),
    path("growth/feedback/given/<int:pk>/wider/", feedback.feedback_wider, name="feedback-wider"),
    path("talks/", talks.talk_list, name="talks"),
    path("talks/due/", talks.due_counts, name="talks-due"),
    path("talks/with/<int:pk>/", talks.talk_new, name="talk-new"),
    path("talks/<int:pk>/", talk.talk_page, name="talk"),
    path("talks/<int:pk>/date/", talk.talk_move, name="talk-move"),
    path("talks/<int:pk>/off/", talk.talk_off, name="talk-off"),
    path("talks/<int:pk>/held/", talk.talk_held, name="talk-held"),
    path("talks/<int:pk>/not-held/", talk.talk_not_held, name="talk-not-held"),
    path("talks/<int:pk>/write/", talk.entry_write, name="talk-write"),
    path("talks/<int:pk>/entries/<int:entry>/remove/", talk.entry_remove, name="talk-entry-remove"),
    path("talks/<int:pk>/mine/", talk.private_note, name="talk-mine"),
    path("talks/<int:pk>/calendar.ics", talk.calendar, name="talk-calendar"),
    path("settings/talks/", rules.rhythm, name="talk-rules"),
]
