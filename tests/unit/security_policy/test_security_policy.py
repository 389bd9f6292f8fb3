"""What a browser may load for a page of ours."""

import pytest

from plugins.security_policy import core


def directives(policy):
    return {name: values for name, *values in (part.split() for part in policy.split("; "))}


def test_nothing_is_loaded_from_elsewhere_and_no_script_runs():
    found = directives(core.policy())

    assert found["default-src"] == found["script-src"] == found["base-uri"] == ["'none'"]
    assert {source for values in found.values() for source in values} == {"'none'", "'self'"}
    assert found["connect-src"] == ["'self'"]  # nothing but the site itself


@pytest.mark.parametrize("host, allowed", [
    ("", ["'self'"]), ("formspree.io", ["'self'", "https://formspree.io"])])
def test_only_the_form_may_leave_the_site(host, allowed):
    assert directives(core.policy(host))["form-action"] == allowed
    assert host not in str({name: values for name, values in directives(core.policy(host)).items()
                            if name != "form-action"}) or not host


def test_a_preview_may_reload_itself():
    found = directives(core.policy(preview=True))

    assert found["script-src"] == found["connect-src"] == ["'self'"]


@pytest.mark.parametrize("policy", [core.policy(), core.policy("a.example", True)])
def test_no_policy_lets_in_inline_code(policy):
    assert "unsafe" not in policy
    assert "*" not in policy


def test_the_headers_file_gives_the_policy_to_every_page():
    lines = core.headers_file("default-src 'none'", ["/blog/static/"]).splitlines()

    assert lines[0] == "/*"
    assert lines[1] == "  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'"
    assert "  X-Content-Type-Options: nosniff" in lines


def test_only_hashed_files_are_kept_for_long():
    text = core.headers_file("x", ["/static/"])

    assert text.count("immutable") == 1
    assert text.endswith("/static/*\n  Cache-Control: public, max-age=31536000, immutable\n")
    assert "Cache-Control" not in core.headers_file("x", [])
