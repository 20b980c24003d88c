"""The words by which the rules recognise a decision, a result, a goal and the rest, in four languages.

Single words are sets, because looking words up is cheap and `/win` asks for it before it acknowledges.
Phrases are patterns; where they are costly, a set of trigger words stands before them.
"""

import re
from typing import Final

WORD: Final = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")
_TOO_SHORT = 6


def word_set(text: str) -> frozenset[str]:
    """Give the words of a list that is written as one text."""
    return frozenset(text.split())


def _phrases(*lines: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(lines) + r")(?!\w)")


DECIDED: Final = word_set("""
    recommended recommend decided decision deprioritized deprioritised deprioritize de-prioritized postponed postpone
    descoped cancelled canceled scrapped sunset sunsetted shelved rejected opted rollback vetoed prioritized prioritised
    entschieden entschied entschlossen entscheidung empfohlen empfahl verschoben verschieben gestrichen zurückgestellt
    abgelehnt beschlossen verworfen depriorisiert priorisiert zurückgerollt gekippt eingestellt ausgeredet
    décidé décidée décision recommandé choisi reporté repoussé abandonné dépriorisé annulé refusé renoncé tranché écarté dissuadé
    decidí decidimos decidido decisión recomendé recomendamos elegí elegimos pospuse pospusimos aplacé aplazamos
    descarté descartamos despriorizamos despriorizé prioricé priorizamos rechacé rechazamos cancelé cancelamos
    disuadí disuadimos
""")
_MAYBE_DECIDED: Final = word_set("""
    cut dropped chose choose killed paused stopped said rolled rolling pulled delayed declined moved held nein non no removed
    gave talked turned pushed told agreed convinced persuaded ruled refused left convencí convencimos
""")
_OURS: Final = (  # what others turned down or talked the person out of is no decision of theirs
    r"(?:(?:i|we)(?:'ve| have)? (?:also |then |therefore |deliberately )?|^|(?<=[.!?;]\s)|(?<=\n))"
)
_TALKED_OUT: Final = r"talked (?!me\b|us\b)(?:[\w'-]+ ){1,6}?out of"
_TURNED_DOWN: Final = (
    r"turned (?:it|this|that|them|[^.!?\n]{1,50}(?:request|offer|idea|ask|proposal|demand)s?(?: for [\w'-]+)?) down|"
    r"turned down(?!.{0,40}\b(?:volume|noise|frequency|rate|logging|alerts?)\b)"
)
_TOLD_NO: Final = r"told (?:[\w'-]+ ){1,4}no(?! longer| one| more)"
_DECIDING: Final = _phrases(
    rf"{_OURS}(?:chose|killed|paused|stopped|pulled|delayed|declined|cut|dropped|removed)"
    r"(?! (?:from|by|to|off)\b)(?!.{0,60}\bfrom \S{0,3}\d)",
    r"said no",
    rf"{_OURS}gave up(?! on\b)",
    rf"{_OURS}moved (?:the |our )?(?:[\w-]+ )?(?:launch|release|deadline|rollout|go-live|migration)(?! plan| notes?| page)",
    rf"{_OURS}(?:{_TALKED_OUT}|{_TURNED_DOWN}|pushed back|{_TOLD_NO}|ruled out|refused|left (?:[\w'-]+ ){{1,5}}out(?= of|[.,;]|$))",
    rf"{_OURS}(?:agreed not to|(?:convinced|persuaded) (?:[\w'-]+ ){{1,5}}?(?:not to|to (?:wait|drop|skip|postpone|do without)))",
    r"convenc(?:í|imos) a (?:[\w'-]+ ){1,4}de no",
    r"roll(?:ed|ing) (?:it|this|that|them|the \w+|back)(?: \w+)? ?back",
    r"roll(?:ed|ing) back",
    r"held (?:it|this|the \w+) back",
    r"nein gesagt",
    r"(?:ai|avons|a) dit non",
    r"dije que no",
    r"dijimos que no",
)
_REFUSING: Final = _phrases(
    r"(?:leave|leaves|leaving|left)(?: [\w'-]+){0,6} out|sa(?:id|y|ying) no|not to|ruled out|refused|"
    rf"{_TALKED_OUT}|{_TURNED_DOWN}|{_TOLD_NO}|pushed back|ausgeredet|dissuadé|disuad(?:í|imos)|convenc(?:í|imos)(?: [\w'-]+){{1,5}} de no|"
    r"(?:cut|dropped|removed|killed|paused|stopped|postponed|delayed|declined|rejected|scrapped|shelved|descoped|sunset|vetoed)",
    r"cancell?ed|depriorit[iy][sz]ed|de-prioriti[sz]ed|nein gesagt|gestrichen|verschoben|weggelassen|abgelehnt|verworfen|gekippt|eingestellt",
    r"dit non|abandonné|reporté|repoussé|annulé|refusé|renoncé|écarté",
    r"dij(?:e|imos) que no|descart\w+|pospus\w+|aplaz\w+|cancel(?:é|amos)|rechaz\w+|renunci\w+",
)
TRUSTED: Final = word_set("""
    trusts trusted entrusted vouched endorsed
    vertraut anvertraut geeinigt einigten gebeten
    m'a m'ont m'invite confiance acordamos acordé confió confía
""")
_MAYBE_TRUSTED: Final = word_set("""
    me my agreed renewed happy forwards relies mich mir me nous m'a m'ont zufrieden verlängert content contente contenta
    renouvelé renovó d'accord acuerdo feliz satisfaite
    approved signed backed funded longer said says wrote sagte sagt meine meinen mehr ab plus désormais dit dijo dice ya partir mis
""")
_TRUSTING: Final = _phrases(
    r"(?:asks?|asked|invited|invites|let|lets|trusts?|trusted|chose|picked|wants|wanted|nominated) me(?: to| into| for| with| if)?",
    r"thanked me|(?:handed|gave|gives|delegated)(?: \w+){0,4} to me|gave me|to me first|(?:comes?|came) to me|relies on me",
    r"(?<!\bi )(?<!\bwe )(?:quoted|cited|referenced|adopted|copied|presented|forwarded|reused|praised) my",
    r"(?:board|ceo|cfo|cto|cpo|coo|vp|leadership|management|finance|legal|director) (?:has |have )?(?:approved|signed off|backed|funded)",
    r"agreed (?:on|with|to)|(?:backed|supports?|supported) (?:me|my)",
    r"so happy|happy with|(?:she|he|they|who|that|customers?|accounts?|clients?) (?:has |have )?renewed|renewed for",
    r"(?:bat|baten|bittet|fragt|fragte|lud|holt) mich|(?:zuerst|direkt) (?:zu|an) mich|an mich weiter|zu mir|auf mich",
    r"(?:überließ|überlässt|gab|vertraut|übergab) mir|so zufrieden|hat verlängert",
    r"m'(?:a|ont) (?:demandé|invitée?|confié|proposé|chargée?|laissée?)|me (?:demande|transmet|consulte|confie|fait confiance)|d'accord sur",
    r"no longer (?:double-)?(?:checks?|reviews?|asks?|approves?|proofreads?|edits?|questions?|challenges?|insists? on|needs? to (?:see|check|review|approve)|signs? off(?: on)?|sits? in on|wants? to (?:see|check|review|approve))"
    r"[^.!?\n]{0,40}?(?<!\w)(?:me|my|mine)",
    r"(?<!\bi )(?<!\bwe )(?:said|says|wrote)[^.!?\n]{0,40}from now on",
    r"from now on[^.!?\n]{0,80}(?<!\w)(?:by|past|through|with|to|ask|asks|include|includes|involve|loop|consult) (?:me|him|her|us)",
    r"(?<!\bi )(?<!\bwe )(?:said|says|wrote)[^.!?\n]{0,60}(?:trusts? (?:me|my)|without (?:checking|asking|me)|(?:ask|check with|go to|goes to|go through|goes through|run it by|listen to) me|(?:good|right|fine|happy|enough) (?:if|when|because) i|my (?:call|judge?ment|word))",
    r"(?:prüft|liest|kontrolliert|hinterfragt|korrigiert|freigibt) (?:jetzt )?(?:meine?[nrms]?)[^.!?\n]{0,40}nicht mehr|(?:ab (?:jetzt|sofort)|von nun an|künftig)[^.!?\n]{0,80}(?:mit|über|an|bei|zu) (?:mich|mir|ihr|ihm)",
    r"ne (?:relit|vérifie|contrôle|corrige|valide) plus (?:mes|mon|ma)|(?:désormais|dorénavant|à partir de maintenant)[^.!?\n]{0,80}(?:par|avec|à) (?:moi|elle|lui)",
    r"ya no (?:revisa|corrige|comprueba|cuestiona|aprueba) (?:mis?)|(?:a partir de ahora|de ahora en adelante)[^.!?\n]{0,80}(?:por mí|conmigo|por ella|con ella|con él)",
    r"a renouvelé|si content|si contente",
    r"me (?:pidió|pide|pidieron|invitó|confió|consulta|reenvía|encargó|dejó|eligió)|de acuerdo (?:en|sobre)|tan feliz|tan contenta|renovó",
)
NOTICED: Final = word_set("""
    noticed spotted flagged discovered realized realised uncovered unearthed
    bemerkt bemerkte aufgefallen entdeckt entdeckte hingewiesen gewarnt festgestellt
    remarqué constaté repéré découvert signalé alerté
    noté detecté descubrí avisé alerté observé señalé
""")
_MAYBE_NOTICED: Final = word_set("""
    reported knew fiel gemeldet rendu personne cuenta nadie one nobody niemand
    found figured learned learnt don't doesn't didn't can't cannot could couldn't never churned left lost cancelled canceled
""")
_CROWD: Final = r"(?:users|customers|accounts|people|admins|sellers|buyers|merchants|teams|clients|they|nobody)"
_NOTICING: Final = _phrases(
    r"(?:nobody|no one|no-one)(?: else)? (?:had )?(?:reported|noticed|knew|seen|flagged)",
    r"(?:found|figured) out (?:that|why|how)|(?:learned|learnt) that",
    rf"{_CROWD} (?:can't|cannot|can not|could not|couldn't|never)|{_CROWD} (?:don't|do not|didn't) (?:understand|find|see|get|know|notice|use)",
    rf"{_CROWD} (?:churned|left|cancell?ed) (?:because|over|due)|\d left (?:because|over|due)",
    r"lost (?:[\w'-]+ ){1,3}?(?:deals?|customers?|accounts?|clients?|renewals?) (?:because|over|due)",
    r"fiel mir auf|niemand hatte",
    r"rendu compte|personne n'avait",
    r"me di cuenta|nadie (?:lo )?había",
)
SHIPPED: Final = word_set("""
    launched launch shipped released closed fixed delivered built published migrated deployed finished completed merged live
    rolled implemented wrote created added redesigned updated
    ausgeliefert veröffentlicht gelauncht gebaut fertiggestellt abgeschlossen ausgerollt eingeführt behoben umgesetzt gelaunched
    lancé lancée livré livrée publié publiée sorti déployé corrigé terminé fermé ajouté ligne
    lancé lanzamos publiqué publicamos entregamos entregué desplegamos cerramos arreglé arreglamos terminamos terminé creamos
""")
INCIDENT: Final = word_set(
    "outage incident downtime breach ausfall störung vorfall panne incident caída incidente interrupción"
)
TARGET_NOUNS: Final = word_set("""
    goal goals target targets objective objectives aim okr okrs kr
    ziel ziele zielwert zielmarke objectif objectifs cible objetivo objetivos meta
""")
AIMING: Final = word_set("""
    aiming want wants wanted expect expected expects hope hoped hoping should would plan plans intend intended
    wollen wollten will soll sollen sollte sollten planen möchten hoffen erwarten erwarte peilen
    visons visait vise viser voulons voulait devrait espérons espère prévoyons attendons
    queremos quiero debería esperamos espero apuntamos planeamos pretendemos
""")
METRIC_NOUNS: Final = word_set("""
    retention activation conversion churn usage adoption nps csat ces revenue mrr arr latency tickets complaints completion
    signups sign-ups engagement dau wau mau cac ltv aov ctr bounce abandonment uptime downloads installs orders bookings
    margin cost costs errors refunds calls escalations trials p50 p95 p99 time-to-value trial-to-paid rate score sessions visits sales
    umsatz nutzung abwanderung aktivierung kündigungsrate beschwerden ladezeit latenz absprungrate quote rate anfragen
    rétention rétentions attrition désabonnement chiffre utilisation adoption réclamations plaintes latence taux revenus demandes
    retención activación conversión abandono uso adopción quejas latencia tasa ingresos cancelaciones solicitudes
""")
DIRECTIONS: Final = word_set("""
    up down rose fell dropped grew climbed increased decreased improved declined doubled halved flat
    stieg stiegen sank sanken fiel fielen wuchs gestiegen gesunken gefallen verbessert
    augmenté baissé progressé chuté grimpé reculé
    subió subieron bajó bajaron cayó creció aumentó mejoró empeoró
""")
CHANGING: Final = word_set("""
    reduced cut improved increased raised lowered grew boosted doubled halved
    gesenkt senkten reduziert verbessert erhöht gesteigert réduit amélioré augmenté reduje redujimos mejoramos aumentamos subimos bajamos
""")
UNCHANGED: Final = word_set("flat unchanged stable unverändert stabil inchangé inchangée estable")
SAYING: Final = word_set("""
    told said says reported heard learned learnt saw means noticed shows showed confirmed
    sagte sagt sagten erzählte berichtete gehört sah zeigt zeigte dit disait raconté montre dijo dice contó muestra
""")
COMPARING: Final = word_set("fewer less more higher lower weniger mehr moins plus menos más")


_MAYBE_BAD: Final = word_set("lost missed verloren verfehlt perdu manqué perdimos perdí alcanzamos llegamos")
_BAD_NEWS: Final = _phrases(
    r"lost (?:[\w'-]+ ){1,4}?(?:deals?|customers?|accounts?|clients?|renewals?|contracts?|partners?|tenders?|pitch)",
    r"missed (?:the|our|my|its|their) (?:[\w'-]+ ){0,2}?(?:goals?|targets?|deadlines?|dates?|launch|okrs?|krs?|number|quota)",
    r"(?:kund\w+|vertrag|auftrag|verlängerung|ausschreibung) (?:[\w'-]+ ){0,3}?verloren|(?:ziel\w*|termin|frist) (?:[\w'-]+ ){0,3}?verfehlt",
    r"perdu (?:[\w'-]+ ){1,3}?(?:clients?|contrats?|renouvellement)|manqué (?:l'objectif|notre objectif|la cible)",
    r"(?:perdimos|perdí) (?:[\w'-]+ ){1,3}?(?:clientes?|contratos?|renovación)|no (?:alcanzamos|llegamos a) (?:el|la|nuestr[oa]) (?:objetivo|meta)",
)


def brings_bad_news(low: str, words: list[str]) -> bool:
    """Whether the text tells of something lost or missed: a customer, a deal, a goal, a date."""
    return not _MAYBE_BAD.isdisjoint(words) and bool(_BAD_NEWS.search(low))


def decides(low: str, words: list[str]) -> bool:
    """Whether somebody chose, cut, postponed or said no; `words` are those of the lower-cased text."""
    return not DECIDED.isdisjoint(words) or (not _MAYBE_DECIDED.isdisjoint(words) and bool(_DECIDING.search(low)))


def refuses(low: str) -> bool:
    """Whether a decision, in lower case, is one to leave something undone."""
    return bool(_REFUSING.search(low))


def trusts(low: str, words: list[str]) -> bool:
    """Whether somebody let the person do something, asked for them, or agreed with them."""
    return not TRUSTED.isdisjoint(words) or (not _MAYBE_TRUSTED.isdisjoint(words) and bool(_TRUSTING.search(low)))


_PRAISE: Final = re.compile(
    r"\b(?:thanks|thank you|thx|kudos|props to|shout[ -]?out|hats off|(?:great|good|nice|amazing|excellent|brilliant) "
    r"(?:job|work|call|catch|idea|instinct)|well done|appreciate|couldn't have|could not have|"
    r"danke|vielen dank|gut gemacht|tolle arbeit|starke arbeit|merci|bravo|beau travail|bon travail|chapeau|"
    r"gracias|buen trabajo|gran trabajo|enhorabuena|felicidades|bien hecho)\b"
)


def praises(low: str) -> bool:
    """Whether somebody thanks or praises, in a text in lower case."""
    return bool(_PRAISE.search(low))


def notices(low: str, words: list[str]) -> bool:
    """Whether the person saw a problem before others did."""
    return not NOTICED.isdisjoint(words) or (not _MAYBE_NOTICED.isdisjoint(words) and bool(_NOTICING.search(low)))


TRADED: Final = word_set("""
    instead freed frees freeing trade-off tradeoff rather sacrificed
    stattdessen statt verzichtet verzichten freigesetzt
    plutôt renoncé libéré libère
    liberó libera renunciamos renuncié
""")
_MAYBE_TRADED: Final = word_set("""
    room expense frei lieu place cambio lugar hueco platz cost costs kostete not nicht pas no could
    first stay stayed stick stuck keep kept lose loses lost gave give gives giving
""")
_TRADING: Final = _phrases(
    r"(?:to )?make room|at the (?:expense|cost) of|costs? us|(?:loses?|lost) us|(?:gave|gives?|giving) up",
    r"(?:we|and|i|we'll) (?:stay|stayed|stick|stuck|keep|kept) (?:with|on|to)",
    r"(?:we|i|we'll) (?:do|build|fix|take|start with) (?:[\w'-]+ ){1,8}first",
    r"so (?:that )?(?:the team|we|engineering|engineers) could (?:finish|focus on|keep|concentrate on|stay on|get back to)",
    r"(?:chose|decided|opted|chosen|preferred|agreed) not to|(?:entschieden|beschlossen|entschied|entschlossen)[^.!?\n]{0,80} nicht zu(?! \w*(?:erst|letzt))",
    r"(?:décidé|choisi|renoncé|préféré) (?:de |à )?ne pas|(?:decidí|decidimos|decidido|elegí|elegimos|preferimos) no",
    r"wurden? (?:[\w -]{1,40} )?frei|platz (?:zu schaffen|gemacht)|kostete uns",
    r"au lieu de|faire de la place",
    r"en lugar de|a cambio de|hacer hueco|en vez de",
)
AFFECTED: Final = word_set("""
    users customers accounts partners people teams admins sellers buyers merchants subscribers clients members visitors
    nutzer nutzern nutzerinnen kunden kundinnen konten händler teams partner mitglieder
    utilisateurs utilisatrices clients clientes comptes équipes partenaires abonnés marchands
    usuarios usuarias clientes cuentas equipos socios suscriptores comercios
    shops companies businesses households schools drivers patients students readers developers teachers doctors
    neukunden neukundinnen bestandskunden neukonten unternehmen läden shops schulen
    boutiques entreprises écoles lecteurs
    tiendas empresas escuelas lectores
""")
_FOR_WHOM: Final = _phrases(
    r"(?:for|among|with|at|from|in|für|bei|unter|pour|chez|parmi|para|entre|en) (?:[\w'-]{1,30} ){0,3}"
    rf"(?:{'|'.join(sorted(AFFECTED))})(?! (?:is|was|are|were)\b)"
)
GREETING: Final = word_set("""
    hi hello hey thanks thank you thx ty ok okay cool great nice test testing lol haha yes no bye morning good there all cheers
    hallo zusammen leute team everyone folks danke guten morgen tag ja nein super vielen dank servus moin dir euch
    salut bonjour merci oui non bonsoir beaucoup à tous
    hola gracias buenos buenas días tardes sí vale muchas a todos
""")


def trades(low: str, words: list[str]) -> bool:
    """Whether the text names what was given up, or what that made free."""
    return not TRADED.isdisjoint(words) or (not _MAYBE_TRADED.isdisjoint(words) and bool(_TRADING.search(low)))


def names_whom(low: str) -> bool:
    """Whether the text names the people for whom it holds, such as `for small shops`."""
    return bool(_FOR_WHOM.search(low))


def is_small_talk(low: str, words: list[str]) -> bool:
    """Whether a text is empty, a greeting or thanks, or only a question: nothing that could be evidence."""
    if GREETING.issuperset(words):
        return True
    asks = low.rstrip().endswith("?") and not any(end in low for end in (". ", "! ", ".\n"))
    if not asks and len(low.strip()) >= _TOO_SHORT:
        return False
    return SHIPPED.isdisjoint(words) and not (decides(low, words) or trusts(low, words) or notices(low, words))
