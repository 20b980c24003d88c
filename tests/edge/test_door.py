"""A message's text as it was typed: marks of Slack are taken off once, and what only looks like them stays."""

import pytest

from handlers.door.reading import as_typed


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("R&amp;D cut CAC to &lt;$40", "R&D cut CAC to <$40"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&lt;https://a.example|x&gt;", "<https://a.example|x>"),
        ("see <https://a.example/x?b=1&amp;c=2>", "see https://a.example/x?b=1&c=2"),
        ("see <https://a.example|a.example>", "see https://a.example"),
        ("see <https://a.example|the doc>.", "see the doc (https://a.example)."),
        ("<mailto:ana@a.example|ana@a.example>", "ana@a.example"),
        ("<tel:+15550100|555 0100>", "555 0100 (+15550100)"),
        ("in <#C012|launches> and <#C012>", "in #launches and <#C012>"),
        ("<!channel> <!here|here> <!everyone>", "@channel @here @everyone"),
        ("<!subteam^S012|@pms> <!subteam^S012>", "@pms <!subteam^S012>"),
        ("by <!date^1700000000^{date}|14 Nov>", "by 14 Nov"),
        ("thanks <@U0BEN00001> and <@U0BEN00001|ben>", "thanks <@U0BEN00001> and @ben"),
        ("<> <", "<> <"),
        ("", ""),
    ],
)
def test_a_message_is_kept_as_it_was_typed_c10(text: str, typed: str) -> None:
    assert as_typed(text) == typed


@pytest.mark.parametrize("text", ["<" * 40_000, "<a|" * 13_000, "<" + "a" * 39_999])
def test_the_strangest_message_is_read_at_once(text: str) -> None:
    assert as_typed(text) == text
