"""Rules of moves, who is away, requests and what belongs to them."""

from .absence import Absence
from .mails import Mail, NoticeSetting
from .notices import Notice
from .past import PastAnswer
from .policy import DeciderGroup, GroupMember, MovePolicy, PolicyStep
from .private import Reason
from .requests import FollowUp, MoveRequest, NewSalary
from .return_rights import ReturnRight
from .steps import Message, PassedOn, Step
