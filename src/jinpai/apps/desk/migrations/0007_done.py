from django.db import migrations, models

ENDED = models.Q(("done_at__isnull", False))


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_known_keys")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=ENDED, fields=["done_by", "done_at"], name="task_done_by"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(condition=ENDED, fields=["list", "done_at"], name="task_done_of"),
        ),
    ]
