"""The exact HTML of the form for every service, to be read beside the service's documentation.

`pytest tests/golden --update-golden` takes over what is printed now.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.contact_form.core import form
from plugins.contact_form.providers import PROVIDERS, SECURE_FORMS
from plugins.site_model.settings import ContactSettings
from plugins.style_guide.examples import example
from tests.components.rendering import render
from tests.golden.golden_site import CLINIC, HERE, SITEURL, publish

FORMS = HERE / "forms"
SECURE = {"jotform": "https://hipaa.jotform.com/240001112223",
          "formstack": "https://golden.formstack.com/forms/contact",
          "hushmail": "https://secure.hushmail.com/golden",
          "paubox": "https://forms.paubox.com/golden",
          "google-forms": "https://docs.google.com/forms/d/e/1FAIpQLSgolden/viewform",
          "other": "https://portal.golden.clinic/contact"}


def settings_of(key: str) -> ContactSettings:
    """Sound settings for a service or a vendor."""
    if key in SECURE:
        return ContactSettings("link-out", key, SECURE[key], placement="frame")
    return ContactSettings(provider=key, form_id="https://forms.golden.clinic/contact"
                           if key == "endpoint" else "xgoldenid")


@pytest.mark.parametrize("compact", [False, True], ids=["full", "compact"])
@pytest.mark.parametrize("key", [*PROVIDERS, *SECURE_FORMS])
def test_form_is_printed_as_expected(key: str, compact: bool, update_golden: bool) -> None:
    card = example("contact_form", "normal")._replace(
        prefix="contact",
        form=form(settings_of(key), SITEURL, development=False, compact=compact))
    printed = render("contact_form", card)
    # The short form of a vendor is its form: one file is enough.
    expected = FORMS / f"{key}{'-compact' if compact and key in PROVIDERS else ''}.html"
    if update_golden:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(printed, "utf-8")

    assert printed == expected.read_text("utf-8")


@pytest.mark.parametrize("contact, policy", [
    (settings_of("netlify"), "script-src 'self'; "),
    (settings_of("endpoint"), "connect-src 'self' https://forms.golden.clinic; "),
    (settings_of("jotform"), "frame-src https://hipaa.jotform.com"),
    (ContactSettings(provider="basin", form_id="xgoldenid", turnstile="0x4AAAAAAAgolden"),
     "script-src 'self' https://challenges.cloudflare.com; "),
], ids=lambda value: getattr(value, "provider", ""))
def test_site_with_the_form_passes_its_own_checks(contact: ContactSettings, policy: str,
                                                  tmp_path: Path) -> None:
    publish(tmp_path / "output", CLINIC=replace(CLINIC, contact=contact))
    headers = (tmp_path / "output" / "_headers").read_text("utf-8")
    page = (tmp_path / "output" / "contact" / "index.html").read_text("utf-8")

    assert policy in headers
    assert policy.replace("'", "&#39;").rstrip("; ") in page
    assert ("challenges.cloudflare.com" in page) == bool(contact.turnstile)


def test_no_form_is_expected_of_a_service_that_is_gone() -> None:
    known = {*PROVIDERS, *SECURE_FORMS, *(f"{key}-compact" for key in PROVIDERS)}

    assert {path.stem for path in FORMS.iterdir()} == known
