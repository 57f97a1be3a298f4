"""What the two who work on a plan do with its goals, and what each is told: what waits for them, and what is to be read."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from ladders.core.errors import DomainError, StaleError
from ladders.growth.actions.goals import GoalWords, agree, change_goal, remark, remove_goal, take_up, write_goal
from ladders.growth.actions.targets import keep_to_oneself, share_target
from ladders.growth.models import Goal, GoalRemark, Target
from ladders.moves.models import Notice

from .conftest import TODAY, Firm

pytestmark = pytest.mark.django_db


def test_the_manager_suggests_asks_and_agrees_and_the_person_decides(firm: Firm, target: Target) -> None:
    ada, manager = firm.user("ada"), firm.user("manager")
    share_target(target=target, by=ada)
    idea = write_goal(target=target, competency=None, words=GoalWords("Lead the reading group"), by=manager)
    assert (idea.suggested, idea.suggested_by) == (True, firm["manager"])
    with pytest.raises(DomainError, match="takes it up"):
        agree(goal=idea, agreed=True, by=manager)
    with pytest.raises(PermissionDenied):
        take_up(goal=idea, by=manager)
    take_up(goal=idea, by=ada)
    agree(goal=idea, agreed=True, by=manager)
    assert (Goal.objects.get().agreed_by, Goal.objects.get().agreed_on) == (firm["manager"], TODAY)
    change_goal(goal=idea, words=GoalWords("Lead the reading group", due_on=TODAY), seen=1, by=ada)
    assert Goal.objects.get().agreed_by is None  # to other words
    remark(goal=idea, text="Which book first?", by=manager)
    remark(goal=idea, text="The one on glue", by=ada)
    assert [each.text for each in GoalRemark.objects.visible_to(manager)] == ["Which book first?", "The one on glue"]
    with pytest.raises(StaleError):
        change_goal(goal=idea, words=GoalWords("Explain one thing a week"), seen=1, by=ada)
    other = write_goal(target=target, competency=None, words=GoalWords("Less of it"), by=manager)
    remove_goal(goal=other, by=ada)
    remove_goal(goal=other, by=ada)
    assert [(n.recipient, n.kind) for n in Notice.objects.order_by("id")] == [
        (manager, "plan"),  # shared
        (ada, "plan"),  # suggested: to take up or to set aside
        (ada, "informed"),  # agreed
        (ada, "informed"),  # remarks
        (manager, "informed"),
        (ada, "plan"),
    ]
    assert {n.page for n in Notice.objects.all()} == {f"growth-target {target.pk}"}
    keep_to_oneself(target=target, by=ada)
    assert not Notice.objects.unread().exists()
