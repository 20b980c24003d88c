"""A model proposes and code decides: what of a manuscript is shown, and what stands in its place (R2, R3, R5, R8, R12)."""

import pytest

from bot.coach import weaving
from bot.coach.composing import composed
from bot.coach.making import MODEL, RULES, Maker, Material, label_of
from bot.coach.placing import Heading
from bot.coach.proposal import Kind, Metric
from bot.coach.reframing import Reframed, reframe
from tests.coach.scripted import Scripted, says

UPDATE = (
    "So we rolled out the new checkout in May. Conversion went from 2.1% to 2.6% on mobile. Ana's team built the wallet. "
    "Returns did not move. I think the rest is seasonal."
)


def told(draft: Reframed, heading: Heading) -> list[str]:
    return [claim.text for section in draft.sections if section.heading is heading for claim in section.claims]


def everything(draft: Reframed) -> list[str]:
    return [claim.text for section in draft.sections for claim in section.claims]


def fact(editor: Scripted, words: str) -> str:
    return next(name for name, text in editor.briefs[0].facts.items() if words in text)


async def facts_of(update: str) -> dict[str, str]:
    """The ids that the facts of an update get, by their words."""
    spy = Scripted("unreachable")
    await composed(Material(update), spy)
    return {text: name for name, text in spy.briefs[0].facts.items()}


async def test_a_supported_sentence_stands_in_the_place_of_its_fact_r1_r12() -> None:
    ids = await facts_of(UPDATE)
    conversion = ids["Conversion went from 2.1% to 2.6% on mobile."]
    editor = Scripted([says("Conversion on mobile rose from 2.1% to 2.6%.", conversion)])

    draft, by = await composed(Material(UPDATE), editor)

    assert "Conversion on mobile rose from 2.1% to 2.6%." in told(draft, Heading.OUTCOME)
    assert "Conversion went from 2.1% to 2.6% on mobile." not in everything(draft)
    claim = next(
        claim for section in draft.sections for claim in section.claims if claim.text.startswith("Conversion on")
    )
    assert [quote.text for quote in claim.quotes()] == ["Conversion went from 2.1% to 2.6% on mobile."]
    assert (by.coach, by.model, by.prompt, by.tokens_in) == (MODEL, "small-one", "reframe@0badcafe", 100)


@pytest.mark.parametrize(
    "lie",
    [
        "Conversion on mobile rose from 2.1% to 3.6%.",
        "Conversion rose from 2.1% to 2.6%.",
        "The new checkout raised conversion from 2.1% to 2.6% on mobile.",
        "Conversion on mobile rose 24 points.",
    ],
)
async def test_a_lie_is_never_shown_and_its_fact_stands_verbatim_r2_r3(lie: str) -> None:
    ids = await facts_of(UPDATE)
    conversion = ids["Conversion went from 2.1% to 2.6% on mobile."]
    editor = Scripted([says(lie, conversion)], [says(lie, conversion)])

    draft, by = await composed(Material(UPDATE), editor)

    assert lie not in everything(draft)
    assert "Conversion went from 2.1% to 2.6% on mobile." in told(draft, Heading.OUTCOME)
    assert by.coach == RULES
    assert by.firewall
    assert by.firewall["failed"] == "unsupported"


async def test_a_refused_sentence_is_repaired_once_r3() -> None:
    ids = await facts_of(UPDATE)
    conversion = ids["Conversion went from 2.1% to 2.6% on mobile."]
    good = says("Conversion rose from 2.1% to 2.6% on mobile.", conversion)
    editor = Scripted([says("Conversion doubled on mobile.", conversion)], [good])

    draft, by = await composed(Material(UPDATE), editor)

    assert good.text in everything(draft)
    assert editor.rejected[0][0].reasons
    assert by.tokens_in == 200
    assert by.firewall
    assert by.firewall["repaired"] == 1


async def test_what_a_model_leaves_out_is_still_there_r5() -> None:
    ids = await facts_of(UPDATE)
    editor = Scripted(
        [says("Conversion on mobile rose from 2.1% to 2.6%.", ids["Conversion went from 2.1% to 2.6% on mobile."])]
    )

    draft, _ = await composed(Material(UPDATE), editor)

    assert {"Ana's team built the wallet.", "Returns did not move.", "I think the rest is seasonal."} <= {
        *everything(draft)
    }


async def test_a_sentence_that_cites_nothing_or_somebody_elses_id_is_refused_r2() -> None:
    editor = Scripted([says("Returns did not move."), says("Returns did not move.", "f99")], [])

    draft, by = await composed(Material(UPDATE), editor)

    assert draft == reframe(UPDATE)
    assert by.firewall
    assert by.firewall["refused"] == 2


async def test_a_plan_is_not_told_as_an_outcome_whatever_a_model_wants_r5() -> None:
    update = "Activation is flat. Next I will test a shorter form with 5 customers."
    plan = (await facts_of(update))["Next I will test a shorter form with 5 customers."]

    draft, _ = await composed(
        Material(update), Scripted([says("Next I will test a shorter form with 5 customers.", plan)])
    )

    assert told(draft, Heading.OUTCOME) == ["Activation is flat."]
    assert told(draft, Heading.NEXT_STEP) == ["Next I will test a shorter form with 5 customers."]


async def test_what_was_only_done_is_not_told_as_an_outcome_whatever_a_model_wants_r5() -> None:
    update = "Launched the new checkout in May. Decided to drop the coupon field. Conversion went from 2.1% to 2.6%."
    ids = await facts_of(update)
    editor = Scripted([says(text, name) for text, name in ids.items()])

    draft, by = await composed(Material(update), editor)

    assert by.coach == MODEL
    assert told(draft, Heading.OUTCOME) == ["Conversion went from 2.1% to 2.6%."]
    assert told(draft, Heading.EVIDENCE) == ["Launched the new checkout in May."]


async def test_what_a_model_tells_wrongly_stands_in_the_persons_own_words_r3() -> None:
    update = "Ana's team built the wallet. I wrote the brief and ran the rollout. Conversion went from 2.1% to 2.6%."
    ids = await facts_of(update)
    own = "I wrote the brief and ran the rollout."
    lie = says("I led the rollout alone.", ids[own])
    true = says("Conversion rose from 2.1% to 2.6%.", ids["Conversion went from 2.1% to 2.6%."])

    draft, by = await composed(Material(update), Scripted([true, lie], [lie]))

    assert by.coach == MODEL
    assert own in everything(draft)


async def test_an_answered_number_may_be_told_as_the_change_it_completes_r4() -> None:
    material = Material("Activation is at 58% now.", {"baseline": "42%"})
    spy = Scripted("unreachable")
    await composed(material, spy)
    ids = list(spy.briefs[0].facts)

    draft, _ = await composed(material, Scripted([says("Activation rose from 42% to 58%.", *ids)]))

    assert "Activation rose from 42% to 58%." in everything(draft)


@pytest.mark.parametrize("reason", ["timeout", "rate_limited", "refused"])
async def test_a_model_that_fails_leaves_the_rules_draft_and_says_so_r8(reason: str) -> None:
    draft, by = await composed(Material(UPDATE), Scripted(reason))

    assert draft == reframe(UPDATE)
    assert by == Maker(model="small-one", firewall={"where": "models.test", "failed": reason})


async def test_an_answer_that_something_of_ours_fails_over_leaves_the_rules_draft_r8(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(weaving, "judged", fail)

    draft, by = await composed(Material(UPDATE), Scripted([]))

    assert draft == reframe(UPDATE)
    assert (by.coach, by.firewall) == (RULES, {"where": "models.test", "failed": "broken"})


@pytest.mark.parametrize("update", ["thanks!", "", "hello team"])
async def test_no_model_is_asked_about_what_is_no_update_r6(update: str) -> None:
    editor = Scripted([])

    draft, by = await composed(Material(update), editor)

    assert editor.briefs == []
    assert (draft, by) == (reframe(update), Maker())


async def test_neither_a_secret_nor_a_confidential_part_is_handed_over_r9() -> None:
    update = "Churn fell to 3%. The key is sk-abcdefghijklmnop1234. CONFIDENTIAL: we are buying Acme. Write to jane@corp.test."
    editor = Scripted("unreachable")

    await composed(Material(update), editor)

    given = repr(editor.briefs[0])
    assert not any(secret in given for secret in ("sk-abcdef", "Acme", "jane@"))
    assert "Churn fell to 3%" in given


async def test_broadcasts_markup_and_lines_of_a_model_do_not_get_through_r2() -> None:
    returns = (await facts_of(UPDATE))["Returns did not move."]
    editor = Scripted([says("<!channel> *Returns*\ndid not move.", returns)])

    draft, _ = await composed(Material(UPDATE), editor)

    assert "Returns did not move." in everything(draft)


async def test_a_model_asks_in_its_order_and_never_its_own_questions_r4() -> None:
    rules = reframe("Launched the new onboarding flow in Q2. We shipped on time.")
    slots = [question.slot for question in rules.questions]
    ids = list((await facts_of("Launched the new onboarding flow in Q2. We shipped on time.")).values())
    editor = Scripted([says("We shipped on time.", ids[1])], asks=("nonsense", *reversed(slots)))

    draft, _ = await composed(Material("Launched the new onboarding flow in Q2. We shipped on time."), editor)

    assert [question.slot for question in draft.questions] == list(reversed(slots))


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize(
    "by",
    [
        Maker(MODEL, model="small-one", firewall={"where": "models.test"}),
        Maker(model="small-one", firewall={"where": "models.test", "failed": "timeout"}),
        Maker(model="small-one", firewall={"where": "models.test", "failed": "unsupported"}),
    ],
)
def test_a_draft_says_which_model_was_asked_and_where_r9(language: str, by: Maker) -> None:
    said = label_of(by, language)

    assert "small-one" in said
    assert "models.test" in said


def test_a_draft_by_rules_says_so_r8() -> None:
    assert "No AI model was used" in label_of(Maker(), "en")
    assert "used up" in label_of(Maker(firewall={"failed": "budget"}), "en")


@pytest.mark.parametrize("failed", [None, "timeout", "budget", "unsupported"])
@pytest.mark.parametrize(("language", "own"), [("en", "your own"), ("de", "deine"), ("fr", "tes "), ("es", "tus ")])
def test_words_of_somebody_else_are_never_called_the_persons_own_r5(
    failed: str | None, language: str, own: str
) -> None:
    by = Maker(RULES if failed else MODEL, model="small-one", firewall={"where": "models.test", "failed": failed})

    assert own not in label_of(by, language, of_others=True)


@pytest.mark.parametrize(
    ("proposed", "stands"),
    [
        (Metric("Conversion", "2.1%", "2.6%"), True),
        (Metric("Conversion", "2.6%", "2.1%"), False),
        (Metric("Conversion", "2.1%", "3.6%"), False),
        (Metric("Returns", "2.1%", "2.6%"), False),
        (Metric("Conversion", "low", "high"), False),
        (Metric("Conversion", None, None), False),
        (Metric(None, "2.1%", "2.6%"), False),
    ],
)
async def test_a_models_metric_counts_only_as_a_fact_tells_it_c4(proposed: Metric, *, stands: bool) -> None:
    update = "Conversion went from 2.1% to 2.6% on mobile. Returns did not move."
    rules = reframe(update).metric

    draft, _ = await composed(Material(update), Scripted([], kind=Kind.METRIC, metric=proposed))

    assert draft.metric == (proposed if stands else rules)


async def test_a_models_goal_is_no_reading_c4() -> None:
    update = "We want churn to go from 5% to 3%. Shipped the new plan page."

    draft, _ = await composed(Material(update), Scripted([], kind=Kind.METRIC, metric=Metric("churn", "5%", "3%")))

    assert draft.metric == reframe(update).metric
    assert draft.kind is reframe(update).kind


async def test_a_kind_that_the_person_chose_stands_above_the_models_c4() -> None:
    editor = Scripted([], kind=Kind.TRUST)

    draft, _ = await composed(Material(UPDATE, decided=Kind.DECISION), editor)

    assert draft.kind is Kind.DECISION


async def test_a_models_kind_sorts_the_draft_c4() -> None:
    draft, _ = await composed(Material(UPDATE), Scripted([], kind=Kind.DECISION))

    assert draft.kind is Kind.DECISION
