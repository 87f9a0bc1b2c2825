"""`createowner`: the first owner's login, with a password asked for or from the environment."""

from __future__ import annotations

import getpass
import os
import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from jinpai.apps.team import actions


class Command(BaseCommand):
    help = "Make the owner's login; the password is asked for, or read from the environment."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--username", default="owner")
        parser.add_argument("--name", default="")

    def handle(self, *args, **options) -> None:
        password = os.environ.get("JINPAI_OWNER_PASSWORD") or self._ask()
        try:
            user = actions.create_owner(
                username=options["username"], password=password, name=options["name"]
            )
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        except actions.Impossible as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(user.username)

    def _ask(self) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                "没有终端可以问密码:请设置 JINPAI_OWNER_PASSWORD。 / "
                "No terminal to ask for a password: set JINPAI_OWNER_PASSWORD."
            )
        first = getpass.getpass("密码 Password: ")
        if first != getpass.getpass("再输入一次 Once more: "):
            raise CommandError("两次不一样。 / They differ.")
        return first
