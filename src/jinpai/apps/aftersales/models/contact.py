"""A text that lies encrypted in the database: Fernet, with a key made from the signing secret."""

from __future__ import annotations

import base64
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

UNREADABLE = "?"
"""What is read when the secret is another than the one it was written with."""


@lru_cache(maxsize=4)
def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"jinpai case contact")
    return Fernet(base64.urlsafe_b64encode(key.derive(secret.encode())))


class EncryptedText(models.TextField):
    """Plain in Python, encrypted in the row; empty stays empty. It cannot be searched."""

    def get_prep_value(self, value: Any) -> Any:
        plain = super().get_prep_value(value)
        if not plain:
            return plain
        return _fernet(settings.SECRET_KEY).encrypt(str(plain).encode()).decode()

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        if not value:
            return value
        try:
            return _fernet(settings.SECRET_KEY).decrypt(value.encode()).decode()
        except InvalidToken:
            return UNREADABLE
