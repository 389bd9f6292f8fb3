"""The tiny site of this folder: whose it is, and how a test builds it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from plugins.publishing.build import Report, build
from plugins.site_model.settings import Address, Clinic, ContactSettings, Hours, Offer

HERE = Path(__file__).resolve().parent
CONTENT = HERE / "site" / "content"
SITEURL = "https://golden.example.org/blog"
NOW = "1793534400"  # 2026-11-01 12:00 UTC; every build of these tests happens then

CLINIC = Clinic(
    name="Golden & Sons Physical Therapy",
    tagline="Always the same bytes",
    welcome="A site that is built only to be compared with what it was before.",
    home_picture="images/everything/shape.svg",
    home_picture_alt="A square inside a circle.",
    phone="+12075550199",
    email="hello@example.org",
    address=Address("1 Example Street", "Golden", "ME", "00000"),
    hours=(Hours(("Monday", "Tuesday", "Wednesday"), "07:30", "12:00"),
           Hours(("Friday",), "08:00", "16:00")),
    location=(44.0, -69.0),
    offer=Offer("Ask us something", "It costs nothing.", "about"),
    contact=ContactSettings(provider="formspree", form_id="xgoldenid"),
)


def publish(output: Path, content: Path = CONTENT, **overrides: object) -> Report:
    """Build the site as for the public. The caller sets SOURCE_DATE_EPOCH."""
    with tempfile.TemporaryDirectory() as cache:
        return build(HERE.parents[1] / "pelicanconf.py", output, {
            "CACHE_PATH": cache, "PATH": str(content), "CLINIC": CLINIC, "SITEURL": SITEURL,
            "PUBLISH": True, "ALLOW_DEMO": True, **overrides})


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}
