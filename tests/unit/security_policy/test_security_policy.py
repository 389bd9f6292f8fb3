"""What a browser may load for a page of ours."""

import pytest

from plugins.digest.core import hash_source
from plugins.security_policy import core


def directives(policy):
    return {name: values for name, *values in (part.split() for part in policy.split("; "))}


def test_nothing_is_loaded_from_elsewhere_and_no_script_runs():
    found = directives(core.policy())

    assert found["default-src"] == found["script-src"] == found["base-uri"] == ["'none'"]
    assert {source for values in found.values() for source in values} == {"'none'", "'self'"}
    assert found["connect-src"] == ["'self'"]  # nothing but the site itself


def test_what_is_declared_is_let_in_where_it_is_declared_and_nowhere_else():
    strict = directives(core.policy(scripts=True))
    found = directives(core.policy({"form-action": ("https://a.example",),
                                    "frame-src": ("https://b.example",)}, scripts=True))

    assert found["form-action"] == ["'self'", "https://a.example"]
    assert found["frame-src"] == ["https://b.example"]
    assert {name: values for name, values in found.items()
            if name not in ("form-action", "frame-src")} == {
        name: values for name, values in strict.items() if name != "form-action"}


def test_scripts_are_those_of_the_site_and_of_whom_it_declares():
    assert directives(core.policy(scripts=True))["script-src"] == ["'self'"]
    assert directives(core.policy({"script-src": ("https://a.example",)}, True))[
        "script-src"] == ["'self'", "https://a.example"]


def test_structured_data_is_let_in_by_its_bytes_alone():
    # The example of CSP level 2, section 4.2.4.
    source = hash_source("alert('Hello, world.');")
    assert source == "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    assert directives(core.policy(data=source))["script-src"] == [source]
    assert directives(core.policy(scripts=True, data=source))["script-src"] == ["'self'", source]


@pytest.mark.parametrize("policy", [
    core.policy(), core.policy({"script-src": ("https://a.example",)}, True)])
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
