"""What is kept, one subject a file; Django finds the models here."""

from .autoreply import AutoReply, AutoReplyChange
from .phrase import Phrase, PhraseChange, PhraseGroup, Use, Variant

__all__ = [
    "AutoReply",
    "AutoReplyChange",
    "Phrase",
    "PhraseChange",
    "PhraseGroup",
    "Use",
    "Variant",
]
