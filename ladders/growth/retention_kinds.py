"""How long this room keeps what."""

from django.utils.translation import gettext_lazy as _

from ladders.core.retention import RetainedRows, RetentionKind

from .models import FeedbackAsk, Talk, Target, WayQuestion

PLANS = RetentionKind(
    name="plans",
    title=_("Levels that people worked towards"),
    about=_("Targets that ended so long ago go with their goals. Those that somebody works towards stay."),
    tables=(RetainedRows(lambda: Target.objects.filter(ended_on__isnull=False), "ended_on"),),
    usual=36,
    least=6,
    most=120,
)

TALKS = RetentionKind(
    name="talks",
    title=_("Talks about growing"),
    about=_("What was written for them goes with them, private notes too. Dates ahead stay."),
    # From when it was noted or called off: the day itself is typed, and may be any.
    tables=(RetainedRows(Talk.objects.all, "held_at"), RetainedRows(Talk.objects.all, "called_off_at")),
    usual=24,
    least=6,
    most=120,
)

WAY_QUESTIONS = RetentionKind(
    name="way_questions",
    title=_("Questions about moves that colleagues made"),
    about=_("They go with their answers."),
    tables=(RetainedRows(WayQuestion.objects.all, "asked_at"),),
    usual=12,
    least=1,
    most=60,
)

FEEDBACK = RetentionKind(
    name="feedback",
    title=_("Feedback that people asked for"),
    about=_("What was asked goes with all that was given. What was sent with a request stays as long as the request."),
    tables=(RetainedRows(FeedbackAsk.objects.all, "asked_at"),),
    usual=24,
    least=6,
    most=60,
)
