"""Settings of the site. The clinic's own part is CLINIC; the rest belongs to the product."""

from __future__ import annotations

import sys
from pathlib import Path

from jinja2 import StrictUndefined

ROOT = Path(__file__).resolve().parent
sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]

from plugins.page_models import plugin as page_models  # noqa: E402
from plugins.related.settings import RelatedPosts, Weights  # noqa: E402, F401
from plugins.site_model.settings import (  # noqa: E402
    Address,
    Clinic,
    ClinicWords,  # noqa: F401
    ContactSettings,
    Hours,
    Offer,
    Policy,
    SpecialHours,  # noqa: F401
)

# ------------------------------------------------------------------ your clinic

CLINIC = Clinic(
    name="Fernhollow Physical Therapy",
    # True while name, telephone and people are made up. Set it to False when they are yours.
    demo=True,
    tagline="Clear advice for bodies that hurt",
    welcome="Plain-language articles by the physical therapists of Fernhollow: what is going on, "
            "what helps, and when to get help.",
    # One colour for links, buttons and the body map, such as "#1a4fa3"; empty is the theme's green.
    accent="",
    home_picture="images/home/welcome.svg",
    home_picture_alt="A physical therapist walks beside an older woman with a cane, along a "
                     "harbor.",
    phone="+12075550142",
    email="hello@example.org",
    # Where the public finds the site, such as "https://your-clinic.org".
    site_url="",
    address=Address(street="12 Example Street", city="Fernhollow", region="ME",
                    postal_code="00000"),
    hours=(
        Hours(("Monday", "Tuesday", "Wednesday", "Thursday"), "08:00", "18:00"),
        Hours(("Friday",), "08:00", "14:00"),
    ),
    # Days with other hours, such as SpecialHours("Thanksgiving", "2026-11-26"),
    special_hours=(),
    time_zone="America/New_York",
    language="en-US",
    offer=Offer(
        title="Talk to a physical therapist, free",
        text="Fifteen minutes by telephone or in the clinic, no treatment and no obligation.",
        terms="free-consultation",
    ),
    # The form service that carries your messages: docs/publishing.md tells how to choose one.
    contact=ContactSettings(mode="no-phi", provider="", form_id=""),
    policy=Policy(reviewer="error", key_points="error", references="error"),
)

# How many related posts stand under an article; docs/authoring.md tells more.
RELATED = RelatedPosts(length=3, in_text_from=0)

# ------------------------------------------------------------------ the product

PREVIEW = False
PUBLISH = False
ALLOW_DEMO = False
REPORT: list[str] = []  # what a build has to say beside errors: warnings, posts held back

SITENAME = CLINIC.name
SITEURL = "http://localhost:8000"
TIMEZONE = CLINIC.time_zone
DEFAULT_LANG = CLINIC.language
LOCALE = ("C.UTF-8", "C")  # the same words and dates whatever the machine speaks

PATH = str(ROOT / "content")
OUTPUT_PATH = str(ROOT / "output")
THEME = str(ROOT / "theme")
THEME_TEMPLATES_OVERRIDES = [str(ROOT / "theme")]
PLUGINS = [page_models]

# Undefined names and unescaped text are errors, not blanks.
JINJA_ENVIRONMENT = {
    "undefined": StrictUndefined,
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
    "extensions": ["plugins.words.templates.Translated"],
}

# Our generator reads and prints everything (docs/decisions/0002); Pelican's own have no work.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
RELATIVE_URLS = False
FAST_TEXT = True  # False: Markdown, YAML and typography by the libraries alone; same pages, later
CACHE_CONTENT = False
CACHE_PATH = str(ROOT / ".cache")
DELETE_OUTPUT_DIRECTORY = False
