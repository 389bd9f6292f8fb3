"""The moment of a build, and what day that is for the clinic."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from plugins.site_model.problem import ContentError, Problem
from plugins.site_model.settings import Clinic


def moment() -> datetime:
    """The moment of the build; SOURCE_DATE_EPOCH sets it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not (epoch.isascii() and epoch.isdigit() and len(epoch) < 12):
        raise ContentError([Problem("SOURCE_DATE_EPOCH", 0, f"'{epoch}' is no moment",
                                    "give the seconds since 1970, such as 1795000000")])
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)


def day(clinic: Clinic, now: datetime) -> date:
    """The date on the clinic's calendar."""
    return now.astimezone(ZoneInfo(clinic.time_zone)).date()
