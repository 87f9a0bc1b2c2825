"""A change that a later export does not show, or shows otherwise."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_outgoing_changes")]

    operations = [
        migrations.AddField(
            "outgoingchange", "contradicted", models.JSONField(null=True, blank=True)
        ),
    ]
