"""The contact page of every form service, each on the loopback with a service that is imitated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plugins.contact_form.imitation import State
from plugins.contact_form.providers import PROVIDERS
from plugins.contact_form.receiver import Message, MessageStore
from plugins.images.core import Picture
from plugins.page_models.bodies import convert_all
from plugins.page_models.frame import Assets
from plugins.page_models.plan import plan
from plugins.page_models.theme import theme_files
from plugins.preview.desk import Desk
from plugins.preview.server import PreviewServer
from plugins.publishing.build import build
from plugins.site_model.settings import ContactSettings
from tests.components.rendering import ENVIRONMENT
from tests.unit.builders import loaded, post

ROOT = Path(__file__).resolve().parents[2]
KEYS = (*PROVIDERS, "development")
VENDOR = "https://hipaa.jotform.com/240001112223"
# An article with two forms: one that its author put there, and the one at its end.
CONTENT: dict[str, str | bytes] = {"posts/two.md": post(title="Two", body="x\n\n[contact-form]")}


@dataclass(frozen=True)
class Imitated:
    """The running preview: `state` is what every service answers from now on."""

    url: str
    store: MessageStore
    desk: Desk

    def page(self, key: str, path: str = "contact/") -> str:
        """The address of a page whose form is sent to the receiver."""
        return f"{self.url}/local/{key}/{path}"

    def public(self, key: str) -> str:
        """The address of the contact page as readers get it, with the service's own address."""
        return f"{self.url}/public/{key}/contact/"

    def state(self, state: State) -> None:
        self.desk.state = state

    @property
    def newest(self) -> Message:
        return self.store.messages()[0]

    @property
    def count(self) -> int:
        """How many messages have arrived, whatever became of them."""
        found = self.store.messages()
        return found[0].id if found else 0


def settings_of(key: str) -> ContactSettings:
    """Sound settings for a service."""
    if key == "development":
        return ContactSettings()
    if key == "jotform":
        return ContactSettings("link-out", "jotform", VENDOR, placement="frame")
    return ContactSettings(provider=key, form_id="https://forms.fernhollow.clinic/contact"
                           if key == "endpoint" else "xqkrwbze")


@contextmanager
def imitated(folder: Path) -> Iterator[Imitated]:
    """Build the pages into `folder` and serve them."""
    site = folder / "site"
    store, desk = MessageStore(folder / "messages.sqlite3"), Desk(a_minute=10_000)
    server = PreviewServer(lambda: site, store, 0, say=lambda line: None, desk=desk)
    build(ROOT / "pelicanconf.py", site, {
        "SITEURL": server.url, "CACHE_PATH": str(site.parent / "cache")})
    server.start()
    try:
        _, assets = theme_files({"THEME": str(ROOT / "theme")})
        for key in KEYS:
            _write(site / "local" / key, key, server.url, assets, preview=True)
        for key in (*PROVIDERS, "jotform"):
            _write(site / "public" / key, key, server.url, assets, preview=False)
        yield Imitated(server.url, store, desk)
    finally:
        server.stop()


def _write(folder: Path, key: str, siteurl: str, assets: Assets, preview: bool) -> None:
    """The pages with a form for one service, by the real plan and the real templates."""
    found = loaded(CONTENT, contact=settings_of(key))
    texts = convert_all(found, "content", lambda path: Picture(path, 800, 500))
    for page in plan(found.site, texts, siteurl, assets, None, preview).pages:
        if page.template in ("contact", "article"):
            # Without the reload script of the preview: it keeps a connection open.
            model = page.model._replace(shell=page.model.shell._replace(preview=""))
            path = folder / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(ENVIRONMENT.get_template(f"{page.template}.html").render(model=model),
                            "utf-8")


