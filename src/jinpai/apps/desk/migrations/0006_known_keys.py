from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_raised_and_approved")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["list", "since", "key"], name="task_known"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("climbed_at__isnull", True), ("state__in", ("open", "claimed", "snoozed"))
                ),
                fields=["due"],
                name="task_to_climb",
            ),
        ),
    ]
