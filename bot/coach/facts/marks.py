"""A text cut into facts: verbatim clauses with their source, each marked with what it tells."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.coach import metrics
from bot.coach.clauses import clauses
from bot.coach.vocabulary import (
    AFFECTED,
    INCIDENT,
    SHIPPED,
    TARGET_NOUNS,
    WORD,
    brings_bad_news,
    decides,
    notices,
    trades,
    trusts,
)


class Mark(StrEnum):
    """What a fact tells, as far as rules can see."""

    RESULT = "result"
    TARGET = "target"
    BAD = "bad"
    HEDGE = "hedge"
    DECISION = "decision"
    TRADEOFF = "tradeoff"
    REASON = "reason"
    TRUST = "trust"
    PROBLEM = "problem"
    OUTPUT = "output"
    INCIDENT = "incident"
    NEXT = "next"
    OPEN = "open"
    CREDIT = "credit"
    WHO = "who"
    WHEN = "when"
    CAUSE = "cause"
    ACTED = "acted"
    MINE = "mine"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Fact:
    """One verbatim clause: its words, where they come from, and what they tell."""

    text: str
    source: str
    marks: frozenset[Mark]


def _any(*lines: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(lines) + r")(?!\w)", re.IGNORECASE)


_MONTH = (
    "january|february|march|april|june|july|august|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember|"
    "janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_PATTERNS: Final[tuple[tuple[Mark, re.Pattern[str]], ...]] = (
    (
        Mark.RESULT,
        _any(
            r"(?:usage|adoption|retention|conversion|activation|churn|revenue|nps|it) (?:was|is|stayed|remained) flat|(?:did not|didn't) (?:move|change)|no (?:effect|impact|change)",
            r"(?:went|goes|are|is|came|dropped|fell|rose|grew|increased|decreased|improved|cut \w+|reduced \w+) (?:up |down )?by (?:half|[\d$€£]\S*|a third)",
            r"(?:she|he|they|who|that|customers?|accounts?|users) (?:has |have |still )?(?:renewed|churned|dropped off|signed up|expanded)|(?:we |i )?missed (?:the|our)|fell short",
            r"\d ?% (?:vs\.?|versus|against|gegenüber|contre|frente a) \d[\d.,]* ?%",
            r"\d+ ?% of [^.]{1,30} (?:upgraded|adopted|use|uses|activated|converted|switched|completed)|erreicht haben wir|haben wir [^.]{0,30} erreicht",
            r"(?:stieg|sank|fiel|wuchs|gestiegen|gesunken) um|verfehlt|unverändert|blieb(?:en)? (?:flach|gleich)|verlängert",
            r"(?:augmenté|baissé|progressé|chuté|reculé) de|(?:n'a|n'ont) pas (?:bougé|changé)|manqué|renouvelé",
            r"(?:subió|bajó|creció|cayó|aumentó|mejoró) (?:un|en un)|no (?:cambió|se movió)|no (?:alcanzamos|llegamos)|renovó|quedó plana",
        ),
    ),
    (
        Mark.TARGET,
        _any(
            r"(?:i|we) (?:want|wanted|expect|expected|hope|hoped|aim|aimed|intend|are aiming)(?! me)[^.]{0,60}\d",
            r"should (?:reach|get|be|go|drop|rise|fall|cut|bring)[^.]{0,40}\d|supposed to[^.]{0,40}\d",
            r"(?:wir|ich) (?:wollen|will|wollten|möchten|hoffen|erwarten|erwarte)[^.]{0,60}\d|soll(?:te|en)?[^.]{0,60}\d",
            r"(?:nous|je|on) (?:voulons|visons|visait|espérons|attendons|veux|vise)[^.]{0,60}\d|devrait[^.]{0,60}\d",
            r"(?:queremos|quiero|esperamos|apuntamos|debería)[^.]{0,60}\d",
        ),
    ),
    (
        Mark.BAD,
        _any(
            r"missed|flat|fell short|failed|worse|complain\w*|roll(?:ed)? \w* ?back|nobody asked|no (?:effect|impact)|(?:did not|didn't) (?:move|change|work)|only \d+|one of them me",
            r"verfehlt|schlechter|gescheitert|zurückgerollt|unverändert|blieb(?:en)? (?:flach|gleich)|niemand (?:hat )?gefragt",
            r"manqué|pire|échoué|raté|n'a pas (?:bougé|marché)|retour arrière|personne n'a demandé",
            r"no (?:alcanzamos|llegamos|cambió|funcionó)|peor|fracasó|revertimos|revertí|nadie (?:lo )?pidió|quedó plana",
        ),
    ),
    (
        Mark.HEDGE,
        _any(
            r"i think|i believe|probably|perhaps|maybe|might|seems?|likely|roughly|correlat\w*|not sure|unclear|so far|early (?:data|days|signs?)|anecdotal\w*|i suspect|may be|could be",
            r"vielleicht|wahrscheinlich|vermutlich|wohl|scheint|könnte|ich glaube|ich denke|unklar|korrelation",
            r"peut-être|probablement|sans doute|semble|je crois|je pense|pourrait|corrélation|pas sûre?",
            r"quizás?|probablemente|tal vez|parece|creo que|podría|correlación|no estoy segur[oa]",
        ),
    ),
    (
        Mark.REASON,
        _any(
            r"because|reasons?(?= ?:)|(?<=, )so|since (?:we|i|they|users|customers|it|the|most|only|nobody)|the reason|so that|given that|as (?:most|only|users|customers)|(?:research|data|interviews?|surveys?|tests?|analysis|numbers|logs) (?:showed|show|told|said|suggested?)|to free|told (?:[\w-]+ ){1,3}that",
            r"weil|denn|deshalb|daher|da (?:die|der|das|wir|nur|kaum|sie)|damit|(?:interviews?|daten|umfragen?|tests?|forschung|analyse|zahlen) (?:zeigten|zeigte|zeigen|zeigt|ergab|ergaben)|grund",
            r"raison(?= ?:)|parce qu\w*|parce que|puisque|(?<=, )car|donc|du coup|afin de|(?:entretiens|données|tests?|enquête|analyse|chiffres) (?:ont montré|montraient|a montré|montre|montrent|montrait)",
            r"porque|motivo(?= ?:)|razón(?= ?:)|así que|por eso|ya que|puesto que|debido a|para que|(?:entrevistas|datos|encuesta|pruebas|investigación|análisis|cifras) (?:mostraron|mostró|mostraban|muestran|muestra|decían)",
        ),
    ),
    (
        Mark.NEXT,
        _any(
            r"(?:i|we)(?:'d| would) like to|(?:i|we) want to(?![^.]{0,80}\d)|\w+ing [^.]{1,60}(?:tomorrow|next (?:week|month|sprint|quarter))|(?:tomorrow|next (?:week|month|sprint|quarter)) (?:i|we)",
            r"(?:ich|wir) (?:möchten?|wollen?|will)(?![^.]{0,80}\d)[^.]{1,80}(?:en|ern|eln)|(?:je|nous|on) (?:veux|voulons|veut|aimerais|voudrais)(?![^.]{0,80}\d)|(?:quiero|queremos|me gustaría)(?![^.]{0,80}\d)",
            r"(?:and (?:will|plan to)|und werde|et je vais|y voy a)|(?:i|we)(?:'ll| will| am going to| are going to|'re going to| plan to| intend to)|next (?:step|up|steps|i|we)|next:|(?:i |we |and )?committed to|promised to|(?:i|we) asked for an?|follow(?:ing)?[ -]up (?:is|on|in|with)|to[ -]?do:",
            r"(?:ich|wir) werden?|werde ich|werden wir|nächste[rns]? schritte?|als nächstes|versprochen|(?:ich|wir) planen?|zugesagt|plane ich|planen wir",
            r"prochaines? étapes?|promis de|ensuite|je vais|nous allons|on va|je prévois|nous prévoyons|engagée? à",
            r"(?:próximo|siguiente) paso|prometí|voy a|vamos a|me comprometí a|próximos pasos|planeo|a continuación",
        ),
    ),
    (
        Mark.OPEN,
        _any(
            r"unclear|unknown|not yet|still (?:open|unclear|waiting|blocked|don't|do not|need|needs|missing)|open question|blocked|waiting (?:for|on)|risk|we (?:don't|do not) know|not sure|will (?:break|block|delay|hit)",
            r"noch (?:nicht|offen|unklar)|unklar|offen(?:e frage)?|blockiert|risiko|wissen (?:wir )?(?:noch )?nicht|wird [^.]{0,60}(?:brechen|blockieren|verzögern)",
            r"pas encore|pas clair|bloquée?s?|risque|reste à|on ne sait pas|nous ne savons pas|en attente",
            r"todavía no|aún no|no está claro|bloquead[oa]s?|riesgo|pendientes?|no sabemos|falta (?:por|ver|saber)",
        ),
    ),
    (
        Mark.CREDIT,
        _any(
            r"[\w-]{1,30}(?:'s|\u2019s|s') (?:team|squad|group) (?:\w+ly )?(?:built|wrote|designed|did|made|ran|fixed|shipped|led|found|implemented|came|rebuilt|carried|owns?)|credits? (?:goes |go )?to|kudos|shout-?out|all (?:the )?work by|did (?:all |most of )?the (?:hard |heavy )?(?:work|lifting)|led by|built by|designed by",
            r"(?:das )?team (?:von|um) [^.]{1,30} (?:hat|haben|baute)|verdienst|dank geht an|lob (?:an|geht)|gebaut (?:hat|haben) (?:es|das|sie)|(?:gebaut|umgesetzt|entworfen) von",
            r"l'équipe (?:de |d')[^.]{1,30} (?:a|ont)|bravo à|le mérite revient|réalisée? par|conçue? par|développée? par|merci à l'équipe",
            r"el equipo de [^.]{1,30} (?:hizo|construyó|diseñó|creó|desarrolló|montó)|el mérito es|mérito de|hecho por|construido por|diseñado por|felicidades a",
        ),
    ),
    (
        Mark.WHEN,
        _any(
            rf"(?:in|on|since|by|until|from|between|last|next|this|per|a|each|every|within|after|over) (?:\w+ ){{0,2}}(?:week|weeks|month|months|quarter|quarters|year|days?|half|sprint|{_MONTH}|may|q[1-4]|[a-z]{{3}} \d{{1,2}})|q[1-4]|h[12]|weekly|monthly|daily|{_MONTH}",
            r"(?:woche|wochen|monat|monate|monaten|quartal|jahr|tagen?|tage|halbjahr)|seit|wöchentlich|monatlich",
            r"(?:semaines?|mois|trimestre|ans?|année|jours?)|depuis|par (?:jour|semaine|mois)",
            r"(?:semanas?|mes|meses|trimestre|año|días?)|desde",
        ),
    ),
    (
        Mark.CAUSE,
        _any(
            r"because of|control group|control \d\S*|hold-?out|a/b|experiment(?! slot)s?|compared with|correlat\w*|randomi[sz]ed|caused|drove|attribut\w*|also (?:ran|launched|changed|rewrote)|at the same time|in parallel|can't say (?:what|which|if|whether)",
            r"kontrollgruppe|a/b-\w+|verglichen mit|im vergleich|korrelation|dank|wegen|parallel|gleichzeitig|zeitgleich|zur gleichen zeit",
            r"groupe (?:de contrôle|témoin)|test a/b|comparée? à|corrélation|grâce à|en parallèle|en même temps",
            r"grupo de control|test a/b|prueba a/b|comparad[oa] con|correlación|gracias a|en paralelo|al mismo tiempo",
        ),
    ),
    (
        Mark.WHO,
        _any(
            r"(?:for|among|of|by|with|at|from) (?:[\w'-]{1,30} ){0,3}(?:users|customers|accounts|partners|teams|admins|sellers|merchants|subscribers|clients|members|visitors|people)(?! (?:is|was|are|were))",
            r"\d+ (?:[\w-]{1,30} ){0,2}(?:users|customers|accounts|partners|people|teams|admins|clients|merchants)|users who|only (?:on|for|in|with|among)|on (?:mobile|web|desktop|ios|android)|(?:on|in|for) [^.,;]{1,40} only",
            r"nur (?:bei|für|auf|in)|(?:seulement|uniquement) (?:pour|sur|chez|dans)|(?:solo|sólo|solamente) (?:en|para|con)",
            r"(?:für|bei|von|unter) (?:[\w-]{1,30} ){0,3}(?:nutzer|nutzern|kunden|konten|teams|händlern?|nutzerinnen)|\d+ (?:[\w-]{1,30} ){0,2}(?:nutzer|kunden|konten|teams|händler)",
            r"(?:pour|chez|parmi|des|auprès des) (?:[\w'-]{1,30} ){0,3}(?:utilisateurs|utilisatrices|clients|comptes|équipes|abonnés|marchands)|\d+ (?:[\w-]{1,30} ){0,2}(?:utilisateurs|clients|comptes|équipes)",
            r"(?:para|entre|de) (?:[\w'-]{1,30} ){0,3}(?:usuarios|usuarias|clientes|cuentas|equipos|comercios)|\d+ (?:[\w-]{1,30} ){0,2}(?:usuarios|clientes|cuentas|equipos)",
        ),
    ),
    (
        Mark.ACTED,
        _any(
            r"so (?:i|we) (?!far)\w+|in response",
            r"(?:deshalb|daher|darum) (?:habe|haben|hat)",
            r"(?:donc|alors|du coup),? (?:j'ai|nous avons|on a)",
            r"(?:así que|por eso) \w+(?:é|í|mos)",
        ),
    ),
    (
        Mark.MINE,
        _any(
            r"i|i'm|i've|my|ich|mein\w*|je|j'\w+|mon|ma|mes|yo|mi|mis|lancé|decidí|propuse|recomendé|lideré|noté|detecté|descubrí|pospuse|hice"
        ),
    ),
    (Mark.OURS, _any(r"we|we've|our|wir|unser\w*|nous|notre|nos|nosotros|nuestr[oa]s?|\w+(?:amos|imos)")),
)


_EXPLAINS: Final = re.compile(r"\w[ \u00a0]?: \w+ \w+ \w+")


def read(text: str, source: str) -> tuple[Fact, ...]:
    """Cut a clean text into its facts, in order."""
    return tuple(Fact(clause, source, marks_of(clause)) for clause in clauses(text))


def marks_of(clause: str) -> frozenset[Mark]:
    """Say what one clause tells."""
    low = clause.lower()
    words = WORD.findall(low)
    marks = {mark for mark, pattern in _PATTERNS if pattern.search(low)}
    marks |= {mark for mark, holds in _by_words(low, words).items() if holds}
    if metrics.find(clause, words):
        marks.add(Mark.RESULT)
        marks.discard(Mark.TARGET)
    if brings_bad_news(low, words):
        marks |= {Mark.RESULT, Mark.BAD}
    if Mark.DECISION in marks and _EXPLAINS.search(clause):
        marks.add(Mark.REASON)
    return frozenset(marks)


def _by_words(low: str, words: list[str]) -> dict[Mark, bool]:
    return {
        Mark.DECISION: decides(low, words),
        Mark.TRUST: trusts(low, words),
        Mark.PROBLEM: notices(low, words),
        Mark.TRADEOFF: trades(low, words),
        Mark.OUTPUT: not SHIPPED.isdisjoint(words),
        Mark.INCIDENT: not INCIDENT.isdisjoint(words),
        Mark.TARGET: not TARGET_NOUNS.isdisjoint(words),
        Mark.WHO: "who" in words and not AFFECTED.isdisjoint(words),
        Mark.OPEN: low.endswith("?"),
    }
