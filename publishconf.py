"""What differs in public. Each value may also come from the environment, as CI gives it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *  # noqa: E402, F403
from plugins.site_model.settings import clinic_of, from_environment, site_url  # noqa: E402

PUBLISH = True

CLINIC = from_environment(clinic_of(globals()), os.environ)
SITEURL = site_url(os.environ.get("SITEURL") or CLINIC.site_url)
# Publishing the demonstration clinic itself must be asked for by name.
ALLOW_DEMO = os.environ.get("ALLOW_DEMO") == "1"
