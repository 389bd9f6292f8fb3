"""The clinic's own settings; docs/publishing.md tells what each means.

All of this file is yours. The settings of the product stand in
plugins/publishing/product_settings.py; one that is given again at the end of this file wins.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from plugins.publishing.product_settings import *

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
