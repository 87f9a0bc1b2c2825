"""What is kept, one subject a file; Django finds the models here."""

from .authority import Ask, AuthorityReading, AuthorityVersion
from .case import Case
from .case_event import CaseEvent
from .case_file import CaseFile
from .parcel import Inspection, Parcel, ParcelPhoto
from .reconciliation import Signature
from .shipping import Packing, WrongShipment

__all__ = [
    "Ask",
    "AuthorityReading",
    "AuthorityVersion",
    "Case",
    "CaseEvent",
    "CaseFile",
    "Inspection",
    "Packing",
    "Parcel",
    "ParcelPhoto",
    "Signature",
    "WrongShipment",
]
