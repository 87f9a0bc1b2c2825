"""What people say and decide in an appraisal."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("person", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("points", models.DecimalField(decimal_places=2, max_digits=6)),
                ("kind", models.CharField(max_length=100)),
                ("evidence", models.CharField(max_length=2000)),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=64, unique=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.CharField(blank=True, max_length=150)),
                ("withdrawn_reason", models.CharField(blank=True, max_length=1000)),
            ],
            options={
                "ordering": ["-day", "-pk"],
                "indexes": [models.Index(fields=["month", "person"], name="event_month_person")],
            },
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("person", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("targets", "定目标"),
                            ("open", "待自评"),
                            ("self_assessed", "已自评"),
                            ("leader", "组长已评"),
                            ("supervisor", "主管已评"),
                            ("third", "复评完"),
                            ("acknowledged", "本人已确认"),
                            ("disputed", "有异议"),
                            ("closed", "已关闭"),
                        ],
                        default="targets",
                        max_length=16,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("rated_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=150)),
                ("total", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("coefficient", models.DecimalField(decimal_places=4, max_digits=6, null=True)),
                ("rulebook", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["month", "person"],
                "constraints": [
                    models.UniqueConstraint(fields=("month", "person"), name="sheet_month_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=64)),
                ("value", models.DecimalField(decimal_places=6, max_digits=20)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("set_by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("acknowledged_by", models.CharField(blank=True, max_length=150)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="targets",
                        to="appraisal.sheet",
                    ),
                ),
            ],
            options={
                "ordering": ["sheet", "item", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("self", "自评"),
                            ("leader", "组长"),
                            ("supervisor", "主管"),
                            ("third", "复评"),
                        ],
                        max_length=16,
                    ),
                ),
                ("item", models.CharField(blank=True, max_length=64)),
                ("points", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("note", models.CharField(blank=True, max_length=2000)),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="appraisal.sheet",
                    ),
                ),
            ],
            options={
                "ordering": ["sheet", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sheet", "step", "item"), name="rating_once_a_step"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=2000)),
                ("evidence", models.CharField(blank=True, max_length=2000)),
                ("points_then", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("wanted", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("raised_by", models.CharField(max_length=150)),
                ("raised_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "待处理"),
                            ("kept", "维持"),
                            ("accepted", "采纳"),
                            ("set", "改定"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("answer", models.CharField(blank=True, max_length=2000)),
                ("decided_by", models.CharField(blank=True, max_length=150)),
                ("decided_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="appraisal.sheet",
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("sheet", "item"),
                        name="one_open_dispute_an_item",
                    )
                ],
            },
        ),
    )
