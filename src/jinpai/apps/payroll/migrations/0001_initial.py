"""The tables of the payroll: pay data, runs, payslips, problems, differences, receipts."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Loss",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("day", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("evidence", models.TextField()),
                ("clause", models.CharField(max_length=500)),
            ],
            options={
                "ordering": ["person", "day", "id"],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("calculated", "已计算"),
                            ("confirmed", "已确认"),
                            ("paid", "已发放"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("rulebook_sha256", models.CharField(blank=True, max_length=64)),
                ("rulebook_code", models.CharField(blank=True, max_length=64)),
                ("rulebook_text", models.TextField(blank=True)),
                ("import_no", models.IntegerField(null=True)),
                ("whole", models.TextField(blank=True)),
                ("based_on", models.JSONField(default=dict)),
                ("people", models.PositiveIntegerField(default=0)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("gross", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("net", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("open_problems", models.PositiveIntegerField(default=0)),
                ("pins", models.JSONField(default=dict)),
                ("override_reason", models.CharField(blank=True, max_length=500)),
                ("opened_by", models.CharField(blank=True, max_length=64)),
                ("opened_at", models.DateTimeField(null=True)),
                ("calculated_by", models.CharField(blank=True, max_length=64)),
                ("calculated_at", models.DateTimeField(null=True)),
                ("confirmed_by", models.CharField(blank=True, max_length=64)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("paid_by", models.CharField(blank=True, max_length=64)),
                ("paid_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-month"],
            },
        ),
        migrations.CreateModel(
            name="City",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("city", models.CharField(max_length=64)),
                ("since", models.DateField()),
                ("minimum_wage", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "pension",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True),
                ),
                (
                    "medical",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True),
                ),
                ("medical_fixed", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                (
                    "unemployment",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True),
                ),
                (
                    "insurance_floor",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "insurance_cap",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "fund_rate",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True),
                ),
                (
                    "fund_floor",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "fund_cap",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "market_wage",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("source", models.CharField(max_length=500)),
            ],
            options={
                "ordering": ["city", "-since", "-id"],
                "indexes": [models.Index(fields=["city", "since"], name="pay_city_since")],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("person", models.CharField(max_length=64)),
                ("month", models.CharField(max_length=7)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("paid_days", "计薪天数"),
                            ("expected_days", "应出勤天数"),
                            ("absent_days", "旷工天数"),
                            ("late_times", "迟到次数"),
                            ("overtime_workday", "工作日加班小时"),
                            ("overtime_rest_day", "休息日加班小时"),
                            ("overtime_holiday", "法定节假日加班小时"),
                            ("adjustment", "补发"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
            ],
            options={
                "ordering": ["month", "person", "what", "-id"],
                "indexes": [models.Index(fields=["month", "person"], name="pay_entry_month")],
            },
        ),
        migrations.CreateModel(
            name="LossDropped",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "loss",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dropped",
                        to="payroll.loss",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("person", models.CharField(max_length=64)),
                ("year", models.PositiveSmallIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                ("income", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("exempt", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("social", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("additional", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("other", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("withheld", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
            ],
            options={
                "ordering": ["person", "-year", "-id"],
                "indexes": [models.Index(fields=["person", "year"], name="pay_opening_year")],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("person", models.CharField(max_length=64)),
                ("since", models.DateField()),
                ("paid_here", models.BooleanField(default=True)),
                ("city", models.CharField(blank=True, max_length=64)),
                ("insured", models.BooleanField(default=True)),
                (
                    "insurance_base",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("fund", models.BooleanField(default=True)),
                (
                    "fund_base",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                (
                    "fund_rate",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=7, null=True),
                ),
                ("additional", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                (
                    "other_deductions",
                    models.DecimalField(decimal_places=2, default=0, max_digits=14),
                ),
                ("first_employment", models.BooleanField(default=False)),
                ("whole_allowance", models.BooleanField(default=False)),
                ("contract_from", models.DateField(blank=True, null=True)),
                ("contract_to", models.DateField(blank=True, null=True)),
                ("probation_until", models.DateField(blank=True, null=True)),
                ("bank", models.CharField(blank=True, max_length=64)),
                ("bank_account", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["person", "-since", "-id"],
                "indexes": [models.Index(fields=["person", "since"], name="pay_profile_since")],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=64)),
                ("month", models.CharField(max_length=7)),
                ("adjustment", models.CharField(max_length=100)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("total", models.DecimalField(decimal_places=2, max_digits=14)),
                ("lines", models.JSONField(default=list)),
                ("figures", models.JSONField(default=list)),
                ("rows", models.JSONField(default=list)),
                ("rulings", models.JSONField(default=list)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="payroll.run",
                    ),
                ),
            ],
            options={
                "ordering": ["person", "month"],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, max_length=64)),
                ("role", models.CharField(blank=True, max_length=32)),
                ("shop", models.CharField(blank=True, max_length=64)),
                ("scheme", models.CharField(blank=True, max_length=64)),
                ("score", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                ("gross", models.DecimalField(decimal_places=2, max_digits=14)),
                ("net", models.DecimalField(decimal_places=2, max_digits=14)),
                ("taxable", models.DecimalField(decimal_places=2, max_digits=14)),
                ("tax", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("social", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("additional", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("other", models.DecimalField(decimal_places=2, default=0, max_digits=14)),
                ("inputs", models.TextField()),
                ("appraised", models.TextField(blank=True)),
                ("slip", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slips",
                        to="payroll.run",
                    ),
                ),
            ],
            options={
                "ordering": ["person"],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "slip",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="payroll.slip",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trouble",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(blank=True, max_length=64)),
                ("name", models.CharField(blank=True, max_length=64)),
                ("code", models.CharField(max_length=64)),
                ("severity", models.CharField(max_length=8)),
                ("open", models.BooleanField()),
                ("path", models.CharField(blank=True, max_length=300)),
                ("zh", models.TextField()),
                ("en", models.TextField()),
                ("found", models.TextField(blank=True)),
                ("wanted", models.TextField(blank=True)),
                ("article", models.CharField(blank=True, max_length=300)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="troubles",
                        to="payroll.run",
                    ),
                ),
            ],
            options={
                "ordering": ["-open", "person", "id"],
            },
        ),
        migrations.CreateModel(
            name="Unpaid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=64)),
                ("name", models.CharField(blank=True, max_length=64)),
                ("elsewhere", models.BooleanField(default=False)),
                ("inputs", models.TextField()),
                ("appraised", models.TextField(blank=True)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unpaid",
                        to="payroll.run",
                    ),
                ),
            ],
            options={
                "ordering": ["person"],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[("adjustment", "差额"), ("loss", "损失赔偿")], max_length=12
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("month", models.CharField(blank=True, max_length=7)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("link", models.CharField(blank=True, max_length=200)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("taken", models.DecimalField(decimal_places=2, max_digits=14)),
                ("left", models.DecimalField(decimal_places=2, max_digits=14)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="payroll.run",
                    ),
                ),
            ],
            options={
                "ordering": ["person", "id"],
                "indexes": [models.Index(fields=["person", "key"], name="pay_booking_key")],
            },
        ),
        migrations.AddIndex(
            model_name="slip",
            index=models.Index(fields=["person"], name="pay_slip_person"),
        ),
        migrations.AddConstraint(
            model_name="slip",
            constraint=models.UniqueConstraint(
                fields=("run", "person"), name="one_slip_a_person_and_run"
            ),
        ),
        migrations.AddConstraint(
            model_name="unpaid",
            constraint=models.UniqueConstraint(
                fields=("run", "person"), name="one_unpaid_a_person_and_run"
            ),
        ),
    ]
