"""A campaign's automatic replies, on the campaign's page: which there are, and what is missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from jinpai.apps import home
from jinpai.apps.desk.models import Campaign
from jinpai.apps.knowledge.models import AutoReply
from jinpai.apps.knowledge.queries import autoreplies as query
from jinpai.apps.team import roles
from jinpai.apps.team.models import User
from jinpai.workflow import autoreplies as rule


def part(campaign: Campaign, user: User, now: datetime) -> tuple[str, dict[str, Any]] | None:
    """Without a welcome of its own a campaign is not prepared."""
    if campaign.cancelled_at is not None:
        return None
    reading = home.reading()
    names = {s.code: s.name for s in reading.shops()}
    replies = list(
        AutoReply.objects.filter(campaign=campaign.name, retired_at__isnull=True).filter(
            Q(shop="") | Q(shop__in=campaign.shops)
        )
    )
    without = [
        names.get(shop, shop)
        for shop in campaign.shops
        if any(one.campaign.name == campaign.name for one in query.unprepared(reading, shop, now))
    ]
    return "knowledge/_campaign_replies.html", {
        "campaign": campaign, "replies": replies, "kinds": rule.KINDS, "without": without,
        "edits": user.may(roles.EDIT_PHRASES), "over": _over(campaign, now),
    }  # fmt: skip


def _over(campaign: Campaign, now: datetime) -> bool:
    return timezone.localtime(now).date() > campaign.last
