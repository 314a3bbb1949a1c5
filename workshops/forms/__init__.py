"""What is asked about a visit: by the school, the officer, the team."""

from workshops.forms.clash import ClashForm
from workshops.forms.door import AuthorityForm, ClearanceForm, ConfirmVisitForm, FacilitatorForm, TerrainForm
from workshops.forms.feedback import FeedbackForm
from workshops.forms.forum import CancelForm, ForumForm, ProposeForm, usual_programme
from workshops.forms.moves import CopiesForm, MovesFilter, MovesForm
from workshops.forms.report import NoShowForm, PhotoForm, ReportForm, VerifyForm
from workshops.forms.request import AcceptForm, AgreeForm, AskForm, CodeForm, OnBehalfForm, TeacherAskForm
from workshops.forms.session import GuestForm, ModuleForm, SessionForm

__all__ = [
    "AcceptForm",
    "AgreeForm",
    "AskForm",
    "AuthorityForm",
    "CancelForm",
    "ClashForm",
    "ClearanceForm",
    "CodeForm",
    "ConfirmVisitForm",
    "CopiesForm",
    "FacilitatorForm",
    "FeedbackForm",
    "ForumForm",
    "GuestForm",
    "ModuleForm",
    "MovesFilter",
    "MovesForm",
    "NoShowForm",
    "OnBehalfForm",
    "PhotoForm",
    "ProposeForm",
    "ReportForm",
    "SessionForm",
    "TeacherAskForm",
    "TerrainForm",
    "VerifyForm",
    "usual_programme",
]
