"""Tables of this room."""

from .due import OwedReport
from .figures import ReportFigure, ReportPeople, ReportQuarter, ReportReceiving
from .opinions import ReportOpinion
from .reports import Report, ReportCategory, ReportState
