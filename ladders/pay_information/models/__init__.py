"""Tables of this room."""

from .requests import InformationAnswer, InformationRequest, InformationState
from .right_to_know import Recipient, SmallGroupRecipient, YearlyNotice
