"""What each role may promise: versions, who has read them, what is asked for beyond."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aftersales", "0003_warehouse"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuthorityVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=16)),
                ("number", models.PositiveIntegerField()),
                ("effective", models.DateField()),
                ("terms", models.JSONField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("made_by", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField()),
                ("key", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ["role", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("role", "number"), name="one_number_a_role")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("shop", models.CharField(blank=True, max_length=64)),
                ("order_id", models.CharField(blank=True, max_length=64)),
                ("what", models.CharField(max_length=16)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("thing", models.CharField(blank=True, max_length=100)),
                ("reason", models.CharField(max_length=300)),
                ("role", models.CharField(max_length=16)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("limit", models.CharField(blank=True, max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("within", "权限之内"),
                            ("waiting", "等批"),
                            ("granted", "批了"),
                            ("refused", "没批"),
                            ("withdrawn", "收回了"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_by", models.CharField(blank=True, max_length=64)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_why", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asks",
                        to="aftersales.case",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["shop", "order_id"], name="ask_of_order"),
                    models.Index(fields=["by", "what", "at"], name="ask_of_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorityReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="aftersales.authorityversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "at"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "by"), name="read_once_a_version")
                ],
            },
        ),
    ]
