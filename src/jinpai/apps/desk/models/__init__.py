"""What is kept, one subject a file; Django finds the models here."""

from .approval import RefundRequest
from .buyers import Consent, Contact
from .campaigns import Campaign, CampaignChange
from .handover import HandedTask, Handover
from .incident import Incident
from .orders import OutgoingChange, OutgoingStep
from .task import OPEN_STATES, Act, Task

__all__ = [
    "OPEN_STATES",
    "Act",
    "Campaign",
    "CampaignChange",
    "Consent",
    "Contact",
    "HandedTask",
    "Handover",
    "Incident",
    "OutgoingChange",
    "OutgoingStep",
    "RefundRequest",
    "Task",
]
