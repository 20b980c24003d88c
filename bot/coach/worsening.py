"""Whether a metric went the wrong way: retention that falls, churn that rises."""

from typing import Final

from bot.coach.facts.numbers import Number, number_in
from bot.coach.metrics import Metric
from bot.coach.quantities import figures
from bot.coach.vocabulary import WORD, word_set

_BETTER_LESS: Final = word_set("""
    churn latency tickets complaints error errors failure failures refund refunds bounce abandonment cac cost costs escalations
    p50 p95 p99 crash crashes cancellations load
    abwanderung kündigungsrate abbruchquote abbrüche beschwerden fehlerquote ladezeit latenz absprungrate kosten
    attrition désabonnement réclamations plaintes latence abandon erreurs erreur
    abandono quejas latencia cancelaciones errores error
""")
_BETTER_MORE: Final = word_set("""
    retention activation conversion usage adoption nps csat revenue mrr arr completion signups sign-ups engagement dau wau mau ltv aov
    uptime downloads installs orders bookings margin sales trial-to-paid
    umsatz nutzung aktivierung abschlussquote
    rétention utilisation revenus
    retención activación conversión uso adopción ingresos
""")
_TURNED: Final = word_set("""
    savings saved solved resolved closed answered avoided prevented recovered reduction deflected free
    ersparnis gelöst vermieden résolus évités résolues resueltos evitados ahorro
""")  # more tickets solved are no more trouble


def worsened(metric: Metric | None) -> bool:
    """Whether both readings are known and stand the wrong way round; in doubt it is not."""
    if not (metric and metric.name and metric.before and metric.after):
        return False
    before, after = _number(metric.before), _number(metric.after)
    if not before or not after or before.unit != after.unit:
        return False
    words = WORD.findall(metric.name.lower())
    if not _TURNED.isdisjoint(words):
        return False
    if not _BETTER_LESS.isdisjoint(words):
        return after.value > before.value
    return after.value < before.value and not _BETTER_MORE.isdisjoint(words)


def _number(value: str) -> Number | None:
    found = figures(value)
    return number_in(found[0].text, value.lower(), found[0].end) if len(found) == 1 else None
