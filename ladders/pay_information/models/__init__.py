"""Tables of this room."""

from .requests import InformationAnswer, InformationRequest, InformationState
from .rights import Recipient, SmallGroupRecipient, YearlyNotice
