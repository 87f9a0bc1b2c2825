"""What later files say of a case's order, and since when that waits for somebody's word."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aftersales", "0001_initial")]

    operations = [
        migrations.AddField("case", "order_later", models.JSONField(default=dict)),
        migrations.AddField("case", "judge_again", models.DateTimeField(null=True)),
    ]
