"""What beat starts, and how often (seconds). Read by the settings, before Django is there."""

from __future__ import annotations

from typing import Any


def beat_schedule(env: Any) -> dict[str, dict[str, Any]]:
    """Each task with its interval; some can be set in the environment."""
    mail = env.float("MAIL_SECONDS", default=30)
    return {
        "sweep-jobs": {"task": "ladders.core.tasks.sweep", "schedule": env.float("JOB_SWEEP_SECONDS", default=15)},
        "sweep-requests": {"task": "ladders.moves.tasks.sweep_requests", "schedule": 600.0},
        "bring-into-effect": {
            "task": "ladders.moves.tasks.bring_into_effect",
            "schedule": env.float("EFFECT_SECONDS", default=600),
        },
        "check-drafts": {"task": "ladders.frameworks.tasks.check_drafts", "schedule": 60.0},
        "work-out-due-reports": {"task": "ladders.pay_reports.tasks.work_out_due_reports", "schedule": 600.0},
        # After what comes into effect, since the demo's days do these one after the other.
        "refresh-pay-positions": {"task": "ladders.compensation.tasks.refresh_pay_positions", "schedule": 60.0},
        "delete-reasons": {"task": "ladders.moves.tasks.delete_reasons", "schedule": 3600.0},
        "remind-of-endings": {"task": "ladders.moves.tasks.remind_of_endings", "schedule": 6 * 3600.0},
        "erase-deleted-evidence": {"task": "ladders.careers.tasks.erase_deleted_evidence", "schedule": 24 * 3600.0},
        "remind-of-exceptions": {"task": "ladders.compensation.tasks.remind_of_exceptions", "schedule": 24 * 3600.0},
        "send-notices": {
            "task": "ladders.moves.tasks.send_notices",
            "schedule": mail,
            "options": {"expires": max(2 * mail, 60)},
        },
        "remind-of-remedies": {"task": "ladders.remedies.tasks.remind_of_remedies", "schedule": 6 * 3600.0},
        "release-figures": {"task": "ladders.insights.tasks.release_figures", "schedule": 24 * 3600.0},
        "remind-before-days": {"task": "ladders.dates.tasks.remind_before_days", "schedule": 3600.0},
        "tell-of-right": {"task": "ladders.pay_information.tasks.tell_of_right", "schedule": 24 * 3600.0},
        "expire-approvals": {"task": "ladders.core.tasks.expire_approvals", "schedule": 3600.0},
        "close-history-days": {"task": "ladders.core.tasks.close_history_days", "schedule": 3600.0},
        "forget-sessions": {"task": "ladders.core.tasks.forget_sessions", "schedule": 3600.0},
        "erase-due": {"task": "ladders.privacy.tasks.erase_due", "schedule": 3600.0},
        "let-go-of-old-data": {"task": "ladders.privacy.tasks.let_go", "schedule": 24 * 3600.0},
    }
