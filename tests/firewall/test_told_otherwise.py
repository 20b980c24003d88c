"""What may be told in another way or order: each licence of the firewall with an honest sentence. Its lies are in `lies.jsonl`."""

import pytest

from bot.coach.facts.firewall import check


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("They told me at lunch that Legal is ok with it.", "I was told at lunch that Legal is ok with it."),
        ("47 min of degraded checkout on sunday.", "Checkout was degraded for 47 minutes on Sunday."),
        ("Poll of admins: 58% like it, 22% same, 20% worse.", "In the poll of admins, 58% like it and 20% worse."),
        ("Then the sale: 2.1k orders.", "The sale had 2,100 orders."),
        ("Kwame has an idea that might get us to 0.90.", "Kwame's idea might get us to 0.90."),
        ("We lost it. Reason given: no EU hosting.", "We lost it, with no EU hosting as the reason given."),
        ("managers w/ >20 reports take 4 days", "Managers with more than 20 reports take 4 days."),
        ("Correctif de tracking prévu le 3 juin.", "Un correctif de tracking est prévu le 3 juin."),
        ("We lost 2 days bc of the outage.", "Because of the outage, we lost 2 days."),
        ("I ran 6 interviews last week.", "Last week I ran 6 interviews."),
        ("No complaints so far.", "So far there are no complaints."),
        ("Latency p95 went from 900ms to 450ms.", "p95 latency went from 900 ms to 450 ms."),
        ("Latency p95 went from 900ms to 450ms.", "p95 latency halved from 900 ms to 450 ms."),
        ("Pageviews: 51k in Oct, 49k in Nov.", "Pageviews fell from 51k in October to 49k in November."),
        ("Tickets fell from 40 to 25.", "Tickets fell 37.5%, from 40 to 25."),
        ("We fixed the bug. Also wrote tests.", "We fixed the bug and wrote tests."),
        ("Hi all, we fixed the bug.", "We fixed the bug."),
    ],
)
def test_another_way_to_tell_it_passes(source: str, sentence: str) -> None:
    assert check(source, (), sentence).supported


def test_what_is_told_in_another_order_keeps_all_that_binds_it() -> None:
    assert not check(
        "We lost 2 days because of the outage, I think.", (), "Because of the outage, we lost 2 days."
    ).supported
    assert not check(
        "Pageviews in NL: 51k in Oct, 49k in Nov.", (), "Pageviews fell from 51k in October to 49k in November."
    ).supported
