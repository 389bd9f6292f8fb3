"""Lay a content folder of bad (or good) input into a site of our own and run the publish build.

    python tests/badinputs/build_case.py CONTENT_DIR OUT_DIR

The folder brings posts, pages and pictures; people and vocabulary are added here. Exit status 0
when the site was built into OUT_DIR, 1 when it was refused, with the reasons on standard error.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from plugins.publishing.build import build  # noqa: E402
from plugins.site_model.problem import ContentError  # noqa: E402
from plugins.site_model.settings import (  # noqa: E402
    Address,
    Clinic,
    ContactSettings,
    SettingsError,
)

PEOPLE = {"dana-reyes": ("Dana Reyes", "PT"), "sam-okafor": ("Sam Okafor", "DPT")}
VOCABULARY = "categories:\n  - Knee pain\n  - Back pain\nregions: []\ntags: []\nopen tags: true\n"
CLINIC = Clinic(
    name="Bad Input Physical Therapy", phone="+12075550142", email="hello@example.org",
    address=Address("12 Example Street", "Fernhollow", "ME", "00000"),
    contact=ContactSettings(provider="formspree", form_id="xqkrwbze"))
SETTINGS = {"CLINIC": CLINIC, "SITEURL": "https://clinic.example", "PUBLISH": True,
            "ALLOW_DEMO": True}


def build_case(content: Path, output: Path) -> tuple[int, str]:
    """Exit status and what an author is told."""
    with tempfile.TemporaryDirectory(prefix="case-") as folder:
        site = Path(folder) / "content"
        if not content.is_dir():
            return 1, f"{content.name}: the content folder is missing — restore it"
        try:
            shutil.copytree(content, site, symlinks=True)
        except shutil.Error as error:  # a pipe or a device among the files
            names = ", ".join(Path(source).name for source, _, _ in error.args[0])
            return 1, f"content/{names}: is no ordinary file — delete it"
        people = site / "people"
        if not people.is_symlink() and (people.is_dir() or not people.exists()):
            people.mkdir(parents=True, exist_ok=True)
            for key, (name, credentials) in PEOPLE.items():
                (people / f"{key}.md").write_text(
                    f"name: {name}\ncredentials: {credentials}\n\nA physical therapist.\n", "utf-8")
        if not (site / "vocabulary.yaml").exists():
            (site / "vocabulary.yaml").write_text(VOCABULARY, "utf-8")
        try:
            report = build(ROOT / "pelicanconf.py", output, {
                **SETTINGS, "PATH": str(site), "CACHE_PATH": str(site.parent / "cache")})
        except (ContentError, SettingsError) as error:
            return 1, str(error)
        return 0, "\n".join([*report.lines, f"Built {report.pages} pages."])


def main(content: Path, output: Path) -> int:
    """Build, and say what an author is told; the exit status."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    status, said = build_case(content, output)
    print(said, file=sys.stderr if status else sys.stdout)
    return status


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
