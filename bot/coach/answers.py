"""What an answer is worth: a fact, a goal that is not yet one, or nothing at all; and what must be said before it."""

import re
from typing import Final

from bot.coach.clauses import clauses
from bot.coach.facts.marks import Mark, marks_of
from bot.coach.quantities import changes, figures
from bot.coach.vocabulary import COMPARING, DIRECTIONS, METRIC_NOUNS, TARGET_NOUNS, WORD

MEASURED: Final = frozenset({"baseline", "current"})  # the slots that ask for what is so, not for what is wished
_NAMES_ONLY = 3  # words


def _any(*lines: str) -> re.Pattern[str]:
    return re.compile(_one_of(lines), re.IGNORECASE)


def _any_small(*lines: str) -> re.Pattern[str]:
    """In small letters, for texts in small letters: a tenth of the time."""
    return re.compile(_one_of(lines))


def _one_of(lines: tuple[str, ...]) -> str:
    return r"(?<!\w)(?:" + "|".join(lines) + r")(?!\w)"


_NOTHING: Final = re.compile(
    r"(?:well|so|hm+|sorry|honestly|also|ehrlich gesagt|bueno|alors|ben)?[ ,]*(?:"
    r"(?:i |we )?(?:really |honestly )?(?:do not|don'?t|dont) (?:really )?(?:know|have (?:one|any|it|that|this|a number|numbers|data))(?: it| this| that)?|dunno|idk|"
    r"(?:i have |we have |i've |i got )?no (?:idea|clue|data|numbers?|answer)|(?:i'?m |i am |we are |we're )?(?:not sure|unsure)|"
    r"nothing(?: really| measured| known| to report)?|none|no|nope|unknown|unclear|n\.?/?a\.?|tb[dc]|too (?:early|soon)(?: to (?:say|tell|know))?|"
    r"not (?:yet )?(?:known|measured|applicable|tracked|available)|not yet|(?:can'?t|cannot) (?:say|tell)|hard to (?:say|tell)|we(?:'ll| will) see|skip|pass|"
    r"(?:das )?(?:weiß|weiss) (?:ich |man |wir )?(?:das |es )?(?:leider |noch )*(?:nicht|nix)|(?:ich |wir )?(?:weiß|weiss|wissen) (?:es |das )?(?:leider |noch )*(?:nicht|nix)|keine (?:ahnung|angaben?|daten|zahlen?)|"
    r"(?:noch |bisher |leider )*(?:nichts|nicht|unklar|unbekannt|keine|keiner|offen)(?: gemessen| bekannt| sicher)?|nein|entfällt|(?:ich bin )?(?:mir )?(?:noch )?nicht sicher|zu früh|k\.? ?a\.?|"
    r"(?:je |j'|on |nous )?(?:ne |n'en )?(?:sais|sait|savons) (?:pas|rien)(?: encore)?|(?:je n'ai |j'ai )?aucune (?:idée|donnée)|pas (?:encore|sûre?|de chiffres?|d'idée|mesuré)|rien(?: encore| pour l'instant)?|"
    r"(?:je ne suis )?pas (?:encore )?sûre?|non|inconnu|sans objet|s\.?/?o\.?|trop tôt(?: pour (?:le )?dire)?|"
    r"(?:yo |aún |todavía )*no (?:lo )?(?:sé|sabemos|se sabe)|ni idea|no (?:tengo|tenemos) (?:ni )?(?:idea|datos?|cifras?)|(?:todavía |aún |por ahora )*nada(?: todavía| aún)?|todavía no|aún no|"
    r"(?:no estoy |no estamos )?segur[oa]s?|no estoy segur[oa]|desconocido|no aplica|sin datos|demasiado pronto"
    r")(?:[ ,]*(?:yet|so far|at all|really|sorry|for now|still|either|right now|noch|bisher|leider|encore|todavía|aún|por ahora|pour l'instant|honestly|tbh))*[ .!?…]*",
    re.IGNORECASE,
)
_GOAL_NOUN: Final = "|".join(sorted(TARGET_NOUNS))
_OWN: Final = (
    r"(?:(?:a|the|our|my|its|das|dem|den|unser\w*|mein\w*|un|le|notre|l'|mon|el|la|nuestr[oa]|mi)(?: \w+)? ?)?"
)
_HELD_AGAINST: Final = _any_small(
    rf"(?:above|below|over|under|against|versus|vs\.?|beyond|past|short of|ahead of|hit|met|reached|beat|exceeded|missed|"
    rf"über|unter|gegen|erreicht\w*|verfehlt\w*|übertroffen|dépassé|atteint|manqué|au-dessus de|en dessous de|"
    rf"alcanzamos|superamos|llegamos a|por encima de|por debajo de) {_OWN}(?:{_GOAL_NOUN})",
    rf"(?:{_GOAL_NOUN}) (?:erreicht|verfehlt|übertroffen|atteint|dépassé|manqué|alcanzad[oa]|superad[oa]|reached|met|hit|missed)",
    r"(?:than|as) (?:\w+ )?(?:expected|hoped|planned|wanted|intended)|(?:als|wie) (?:\w+ )?(?:erwartet|geplant|erhofft)|"
    r"(?:que|comme) (?:prévu|espéré|attendu)|(?:de lo|como) (?:esperado|previsto|esperábamos)",
)
_AIMS: Final = _any_small(
    _GOAL_NOUN,
    r"should|shall|supposed to|ought to|aim(?:s|ed|ing)?|need(?:s|ed)? to (?:be|go|get|reach|rise|drop|fall)|must (?:be|go|get|reach|rise|drop|fall)|planned|target(?:ed|ing)",
    r"(?:i|we|team|to|and|but)(?:'d| would|'re| are| am| is|'m)? (?:\w+ly |all |also |just )?(?:want(?:s|ed|ing)?|hop(?:e|es|ed|ing)|expect(?:s|ed|ing)?|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|like to|love to)",
    r"(?:want|hoping|hope|expecting|expect|planning|plan|wanted|hoped|intend) (?:for |to |it |is |a |an |the |at least )*\S{0,2}\d\S*|(?:want|hoping|hope|expecting|expect|planning|plan) (?:to|for)",
    r"(?:will|going to|'ll) (?:\w+ )?(?:be|go|get|reach|rise|drop|fall|grow|increase|decrease|improve|move|climb)",
    r"soll(?:te|ten|en|st)?|(?:wir|ich) (?:\w+ )?(?:wollen|will|wollten|möchten|möchte|hoffen|hoffe|erwarten|erwarte|planen|plane|streben)|"
    r"(?:wollen|will|möchten|möchte|hoffen|hoffe|erwarten|erwarte|planen|peilen|streben) (?:wir|ich)|angestrebt|geplant|ziel\w*",
    r"devrai(?:t|ent)|dev(?:ons|rons)|doi(?:t|vent)|(?:nous |on |je )?(?:voulons|voudrions|voulait|visons|visait|vise|viser|espérons|espère|attendons|prévoyons|souhaitons)|(?:on|je|nous) (?:veut|veux)|visé[es]*|prévu[es]*",
    r"deber(?:ía|ían|emos)|debe[n]?|queremos|quiero|queríamos|esperamos|espero|apuntamos|planeamos|pretendemos|buscamos|previst[oa]",
)
_STANDS_NOW: Final = _any_small(r"now|jetzt|aktuell|maintenant|désormais|aujourd'hui|ahora|hoy")
_WISHED: Final = _any_small(
    r"(?:wanted|expected|hoped|aimed)|wollten|erwarteten|hofften|voulions|espérions|visions|queríamos|esperábamos"
)
_CAME_TO: Final = _any_small(
    r"(?:(?<!wanted )(?<!expected )only|got|reached|ended (?:up )?(?:at|with)|came (?:in )?(?:at|to)|saw) (?:only |just |about )?[$€£]?\d[\d.,]*%?",
    r"(?<!wollten )(?<!erwarteten )nur \d[\d.,]*|(?<!voulions )seulement \d[\d.,]*|(?<!queríamos )(?:solo|sólo) \d[\d.,]*",
)
_TELLS_ITSELF: Final = _any(
    r"is|are|was|were|be|been|has|have|had|now|before|then|today|went|go(?:es)?|from|rose|fell|dropped|grew|takes?|took|can|could|cannot|no longer|fewer|less|more|\w+ing",
    r"ist|sind|war|waren|hat|haben|hatte|jetzt|vorher|heute|stieg|sank|fiel|von|lag|liegt|kann|können|nicht mehr|weniger|mehr",
    r"est|sont|était|étaient|ont|avons|avait|maintenant|avant|aujourd'hui|passée? de|peut|peuvent|plus|moins",
    r"es|son|era|eran|está|están|estaba|ahora|antes|hoy|pasó|pasaron|subió|bajó|puede|pueden|ya no|más|menos",
)
_CHANGED: Final = _any(
    r"now|no longer|not? (?:\w+ )?any ?more|stopped|started|can|could|used to|instead of|without|first time|went|gone|moved|changed|became|switched|halved|doubled|(?:fast|slow|short|long|few|small|bigg|larg|easi|earli)er",
    r"jetzt|nicht mehr|kein\w* [^.]{0,30}mehr|statt|können|kann|erstmals|schneller|langsamer|seitdem|ohne",
    r"maintenant|désormais|ne [^.]{0,30}plus|n'[^.]{0,30}plus|au lieu de|peuvent|peut|sans|depuis",
    r"ahora|ya no|en lugar de|en vez de|pueden|puede|sin|dejaron|empezaron|pasó|pasaron",
)


def says_nothing(answer: str) -> bool:
    """Whether an answer holds none: empty, a dash, "don't know", "noch nichts"."""
    plain = answer.replace("\u2019", "'").strip()
    parts = [part.strip() for part in re.split(r"[,;.!?…\n\u2013\u2014]+", plain) if WORD.search(part)]
    return not WORD.search(plain) or bool(_NOTHING.fullmatch(plain)) or all(map(_NOTHING.fullmatch, parts))


def aims(clause: str) -> bool:
    """Whether a clause tells what is wished for or planned, rather than what is so; in doubt, it does."""
    plain = _HELD_AGAINST.sub(" ", clause.replace("\u2019", "'").lower())
    aim = _AIMS.search(plain)
    if not aim:
        return False
    now = _STANDS_NOW.search(plain, aim.end())
    return not (now and figures(plain[now.end() :]))


def came_to(clause: str) -> bool:
    """Whether a clause tells what became of a goal beside the goal: "only 12 came, we wanted 40"."""
    low = clause.lower()
    return bool(_WISHED.search(low) and _CAME_TO.search(low)) and len(figures(low)) > 1


def is_told(slot: str, clause: str) -> bool:
    """Whether a clause of an answer fills its slot: neither a goal alone nor only the name of a number."""
    if slot not in MEASURED or _misses(slot, clause):
        return True
    if aims(clause):
        return slot == "baseline" and bool(changes(clause, figures(clause)))  # "should go from … to …" tells both ends
    words = WORD.findall(clause.lower())
    return _is_measured(clause) or len(words) > _NAMES_ONLY or METRIC_NOUNS.isdisjoint(words)


def told(slot: str, answer: str) -> str:
    """Give the part of an answer that fills its slot."""
    return "\n".join(clause for clause in clauses(answer) if is_told(slot, clause))


def lead_of(slot: str, clause: str) -> str:
    """Name what has to be said before a clause: its slot, "target" for a goal, or nothing where its own words say it."""
    if _misses(slot, clause):
        return ""  # it says itself which of its numbers was the goal
    if slot in MEASURED and aims(clause):
        return "target" if TARGET_NOUNS.isdisjoint(WORD.findall(clause.lower())) else ""
    if slot in MEASURED and not _is_measured(clause):
        return ""  # the slot would say too much
    if slot == "own_role" and Mark.MINE in marks_of(clause):
        return ""
    return "" if slot in MEASURED and _TELLS_ITSELF.search(clause) else slot


def _misses(slot: str, clause: str) -> bool:
    """Whether a clause answers what is so now, with the goal beside it."""
    return slot == "current" and came_to(clause)


def _is_measured(clause: str) -> bool:
    words = WORD.findall(clause.lower())
    moved = not (DIRECTIONS.isdisjoint(words) and COMPARING.isdisjoint(words)) or bool(_CHANGED.search(clause))
    return bool(figures(clause)) or moved or Mark.RESULT in marks_of(clause)
