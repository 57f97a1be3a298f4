"""Tables of this room."""

from .categories import CategoryDecision, CategoryGrade, PaySettingSource
from .country_rules import DIRECTIVE, CountryRules
from .paid_amounts import PaidAmount, PaidKind, PaidYear
from .pay_sums import BandSum, PaySum
from .recorded_sex import RecordedSex, UnknownSexWord
from .release import Release
from .shown_pay import Audience, ShownPay, ShownSum
