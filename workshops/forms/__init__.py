"""What is asked about a visit: by the school, the officer, the team."""

from workshops.forms.forum import CancelForm, ForumForm, ProposeForm, usual_programme
from workshops.forms.report import NoShowForm, ReportForm, VerifyForm
from workshops.forms.request import AcceptForm, AgreeForm, AskForm, CodeForm, OnBehalfForm, TeacherAskForm

__all__ = [
    "AcceptForm",
    "AgreeForm",
    "AskForm",
    "CancelForm",
    "CodeForm",
    "ForumForm",
    "NoShowForm",
    "OnBehalfForm",
    "ProposeForm",
    "ReportForm",
    "TeacherAskForm",
    "VerifyForm",
    "usual_programme",
]
