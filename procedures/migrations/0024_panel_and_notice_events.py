"""Notices, objections, panels, their cases and sheets have lives, and their events."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import lifecycle.current_transaction
from accounts.row_security import CompositeTenantKey, RowSecurity
from lifecycle.state_guard import StateGuard


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_program_accounts"),
        ("procedures", "0023_case_machine"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
        ),
        migrations.AddField(
            model_name="panelcase",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
        ),
        migrations.AddField(
            model_name="reviewpanel",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, verbose_name="版本号"),
        ),
        migrations.CreateModel(
            name="ObjectionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("organisation_name", models.CharField(blank=True, max_length=200)),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="原因类别"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=lifecycle.current_transaction.CurrentTransaction()
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.district",
                        verbose_name="区市",
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="procedures.objection",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["objection", "id"], name="objection_event_order")],
            },
        ),
        migrations.CreateModel(
            name="PanelCaseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("organisation_name", models.CharField(blank=True, max_length=200)),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="原因类别"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=lifecycle.current_transaction.CurrentTransaction()
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.district",
                        verbose_name="区市",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
                    ),
                ),
                (
                    "panel_case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="procedures.panelcase",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["panel_case", "id"], name="panel_case_event_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicNoticeEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("organisation_name", models.CharField(blank=True, max_length=200)),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="原因类别"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=lifecycle.current_transaction.CurrentTransaction()
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="procedures.publicnotice",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["notice", "id"], name="public_notice_event_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewPanelEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("organisation_name", models.CharField(blank=True, max_length=200)),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="原因类别"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=lifecycle.current_transaction.CurrentTransaction()
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="procedures.reviewpanel",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["panel", "id"], name="review_panel_event_order")],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheetEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transition", models.CharField(max_length=40)),
                ("source", models.CharField(blank=True, max_length=20)),
                ("target", models.CharField(max_length=20)),
                ("organisation_name", models.CharField(blank=True, max_length=200)),
                (
                    "reason_kind",
                    models.CharField(
                        blank=True, default="", max_length=20, verbose_name="原因类别"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="原因")),
                ("facts", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "xid",
                    models.BigIntegerField(
                        db_default=lifecycle.current_transaction.CurrentTransaction()
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.district",
                        verbose_name="区市",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="所属机构",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="procedures.scoresheet",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sheet", "id"], name="score_sheet_event_order")],
            },
        ),
        RowSecurity("procedures_publicnoticeevent", "bureaus", append_only=True),
        StateGuard("procedures_publicnotice", "procedures_publicnoticeevent", "notice_id"),
        RowSecurity("procedures_objectionevent", "investigation", append_only=True),
        CompositeTenantKey("procedures_objectionevent", "procedures_objection", "objection_id"),
        StateGuard("procedures_objection", "procedures_objectionevent", "objection_id"),
        RowSecurity("procedures_reviewpanelevent", "bureaus", append_only=True),
        StateGuard("procedures_reviewpanel", "procedures_reviewpanelevent", "panel_id"),
        RowSecurity("procedures_panelcaseevent", "reviewing", append_only=True),
        CompositeTenantKey("procedures_panelcaseevent", "procedures_panelcase", "panel_case_id"),
        StateGuard("procedures_panelcase", "procedures_panelcaseevent", "panel_case_id"),
        RowSecurity("procedures_scoresheetevent", "score_sheet", append_only=True),
        CompositeTenantKey("procedures_scoresheetevent", "procedures_scoresheet", "sheet_id"),
        StateGuard("procedures_scoresheet", "procedures_scoresheetevent", "sheet_id"),
    ]
