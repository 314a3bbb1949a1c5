"""What is asked about a visit: by the school, the officer, the team."""

from workshops.forms.clash import ClashForm
from workshops.forms.door import AuthorityForm, ClearanceForm, ConfirmVisitForm, FacilitatorForm, TerrainForm
from workshops.forms.forum import CancelForm, ForumForm, ProposeForm, usual_programme
from workshops.forms.report import NoShowForm, PhotoForm, ReportForm, VerifyForm
from workshops.forms.request import AcceptForm, AgreeForm, AskForm, CodeForm, OnBehalfForm, TeacherAskForm

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
    "FacilitatorForm",
    "ForumForm",
    "NoShowForm",
    "OnBehalfForm",
    "PhotoForm",
    "ProposeForm",
    "ReportForm",
    "TeacherAskForm",
    "TerrainForm",
    "VerifyForm",
    "usual_programme",
]
