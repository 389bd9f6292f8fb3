"""The clinic's file holds what is the clinic's; the product's settings come with the product."""

from __future__ import annotations

from pathlib import Path

from pelican import Pelican
from pelican.settings import read_settings as read_as_pelican

from plugins.publishing import product_settings
from plugins.publishing.settings import ours, read_settings

ROOT = Path(__file__).resolve().parents[3]
OWN = '''\
from plugins.publishing.product_settings import *

CLINIC = Clinic(name="Probe", phone="+12075550142", email="hello@example.org", language="es",
                address=Address("1 Street", "Town", "ME", "00000"), time_zone="America/Chicago")
'''


def project(folder: Path, more: str = "") -> Path:
    for name in ("content", "theme"):
        (folder / name).mkdir()
    (folder / "pelicanconf.py").write_text(OWN + more, "utf-8")
    return folder / "pelicanconf.py"


def test_the_clinics_file_sets_nothing_of_the_products() -> None:
    names = {}
    text = (ROOT / "pelicanconf.py").read_text("utf-8")
    exec(compile(text, str(ROOT / "pelicanconf.py"), "exec"),
         {"__file__": str(ROOT / "pelicanconf.py")}, names)
    own = {name for name, value in names.items()
           if name.isupper() and value is not getattr(product_settings, name, None)}

    assert own == {"CLINIC", "RELATED"}


def test_a_few_lines_are_settings_enough(tmp_path: Path) -> None:
    settings = read_settings(project(tmp_path), {})

    assert ours(settings)
    assert {name: settings[name] for name in ("PATH", "THEME", "OUTPUT_PATH", "CACHE_PATH")} == {
        "PATH": str(tmp_path / "content"), "THEME": str(tmp_path / "theme"),
        "OUTPUT_PATH": str(tmp_path / "output"), "CACHE_PATH": str(tmp_path / ".cache")}
    assert settings["JINJA_ENVIRONMENT"] == product_settings.JINJA_ENVIRONMENT


def test_a_line_of_the_clinics_wins(tmp_path: Path) -> None:
    settings = read_settings(project(
        tmp_path, 'FAST_TEXT = False\nPLUGINS = [*PLUGINS, "sitemap"]\n'), {})

    assert settings["FAST_TEXT"] is False
    assert not ours(settings)
    assert product_settings.FAST_TEXT is True


def test_pelican_is_told_what_follows_from_the_clinic(tmp_path: Path) -> None:
    file = project(tmp_path, 'THEME_TEMPLATES_OVERRIDES = ["own"]\n')
    settings = Pelican(read_as_pelican(str(file))).settings

    assert {name: settings[name] for name in ("SITENAME", "TIMEZONE", "DEFAULT_LANG")} == {
        "SITENAME": "Probe", "TIMEZONE": "America/Chicago", "DEFAULT_LANG": "es"}
    assert settings["THEME_TEMPLATES_OVERRIDES"] == ["own", str(tmp_path / "theme")]
