"""People, and the promises made to them."""

from accounts.models.action import Action
from accounts.models.concern import Concern
from accounts.models.consent import Consent
from accounts.models.invitation import Invitation
from accounts.models.message import Message
from accounts.models.paper import IssuedPaper
from accounts.models.printing import PrintItem, PrintJob
from accounts.models.user import User

__all__ = ["Action", "Concern", "Consent", "Invitation", "IssuedPaper", "Message", "PrintItem", "PrintJob", "User"]
