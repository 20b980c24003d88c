"""Slack's markup as a person reads it."""

import pytest

from bot.coach.markup import broadcasts, readable


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("*Shipped* it", "Shipped it"),
        ("_really_ done", "really done"),
        ("GA of ~beta~ search", "GA of search"),
        ("run `make`", "run make"),
        ("Done :tada: now", "Done now"),
        ("Shipped 🚀 it", "Shipped it"),
        ("Big week :tada: Released filters", "Big week\nReleased filters"),
        ("at 10:30:45 sharp", "at 10:30:45 sharp"),
        ("thanks to <@U012AB3CD>", "thanks to [colleague]"),
        ("thanks to <@U012AB3CD|lena>", "thanks to @lena"),
        ("in <#C01|launches> and <#C02>", "in #launches and [channel]"),
        ("see the <https://a.example/x|plan>", "see the plan"),
        ("14 use it weekly <https://a.example/x|doc>", "14 use it weekly (doc)"),
        ("<https://a.example/x?token=1>", "https://a.example/x"),
        ("<mailto:a@b.example>", "a@b.example"),
        ("<!channel> hi", "hi"),
        ("@here hi", "hi"),
        ("<!date^1^{date}|3 May>", "3 May"),
        ("- one\n• two\n1. three\n> four", "one\ntwo\nthree\nfour"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("a\u200bb\u202ec", "abc"),
        ("نص\u200cعربي", "نص\u200cعربي"),
        ("a\u2028b\r\nc", "a\nb\nc"),
        ("a\ud800b", "a\ufffdb"),
        ("done , really .", "done, really."),
    ],
)
def test_markup_reads_cleanly_r1(text: str, plain: str) -> None:
    assert readable(text) == plain


def test_broadcasts_are_seen() -> None:
    assert broadcasts("<!here> hi")
    assert broadcasts("hi @channel")
    assert not broadcasts("hi @lena")
    assert "<!" not in readable("<!<!here>channel> <!<!<!x")
