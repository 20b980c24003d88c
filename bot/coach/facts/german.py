"""German, as the firewall reads it: enough to pass what is nearly verbatim, and to refuse the rest."""

from typing import Final

from bot.coach.facts.lexicon import Lexicon, families, word_set

_BASE: Final = families({
    "steigen": "stieg stiegen gestiegen steigt", "sinken": "sank sanken gesunken sinkt", "fallen": "fiel fielen gefallen fällt",
    "wachsen": "wuchs wuchsen gewachsen wächst", "gehen": "ging gingen gegangen geht", "bringen": "brachte brachten gebracht",
    "finden": "fand fanden gefunden", "schreiben": "schrieb schrieben geschrieben", "helfen": "half halfen geholfen",
    "entscheiden": "entschied entschieden entscheidung", "sehen": "sah sahen gesehen", "sagen": "sagt sagte sagten gesagt",
    "denken": "dachte dachten gedacht", "geben": "gab gaben gegeben gibt", "nehmen": "nahm nahmen genommen",
    "werden": "wird werde", "bauen": "baute bauten gebaut", "leiten": "leitete leiteten geleitet", "schlagen": "schlug vorgeschlagen",
    "bleiben": "blieb blieben geblieben", "verlieren": "verlor verloren", "gewinnen": "gewann gewannen gewonnen",
})  # fmt: skip

GERMAN: Final = Lexicon(
    glue=word_set("""
        der die das den dem des ein eine einen einem einer eines und ist sind war waren bin wurde wurden worden hat haben habe hatte
        hatten es er sie ihr ihre ihren ihrem ihrer dass sich da dabei davon auch dann dies diese dieser dieses diesem diesen
        welche welcher welches sein seine zu zur zum
    """),
    filler=word_set("ehrlich gesagt eigentlich übrigens halt ja naja sehr ziemlich endlich erfolgreich hallo hi team kurzes update wirklich jetzt bereits schon aktuell insgesamt leider zum glück aber jedoch doch während"),
    bound=word_set("von vom ohne gegen bis trotz durch nach seit vor statt anstatt als"),
    loose=word_set("in im an am auf bei für unter innerhalb über um mit"),
    joints=word_set("und aber während jedoch weil da denn deshalb daher wenn oder nachdem bevor sobald falls sowie doch sondern"),
    binding=word_set("""
        wenn falls außer nur die der das welche welcher wo basierend verglichen gemessen dank wegen weil vor allem meist teilweise
        besonders nicht ohne trotz unter bei für mit in im auf aus von durch nach seit als obwohl sofern sondern denn darunter davon bis
    """),
    same=families({
        "me": "ich mich mir mein meine meinem meinen meiner", "us": "wir uns unser unsere unserem unseren unserer",
        "not": "nicht kein keine keinen keinem keiner", "rise": "steigen wachsen erhöhen erhöht erhöhte hoch zunahm zugenommen steiger gesteiger",
        "fall": "sinken fallen runter zurück senken senkte senkten gesenkt reduzieren reduziert reduzierte abgenommen",
        "move": "gehen", "ship": "ausgeliefert ausliefern gelauncht launch launchten veröffentlicht live ausgerollt rollout eingeführ",
        "plan": "werden wollen will wollte wollten planen plan geplant nächster nächste nächsten", "goal": "ziel soll sollen sollte sollten",
        "think": "glaube glauben denke denken vermute vermuten", "maybe": "vielleicht eventuell könnte könnten", "likely": "wahrscheinlich vermutlich wohl",
        "seem": "scheint scheinen schein", "cause": "weil denn wegen dank", "so": "deshalb daher darum also", "only": "nur lediglich",
        "help": "helfen unterstütz unterstützt unterstützte", "say": "sagen meint meinte berichtet", "hear": "gehört hörte laut angeblich",
        "point": "punkte punkten prozentpunkte prozentpunkten", "flat": "unverändert flat",
    }),
    base=_BASE,
    verbs=word_set("steigen sinken fallen wachsen gehen bringen finden schreiben helfen entscheiden sehen sagen geben nehmen bauen leiten bleiben verlieren gewinnen erhöht gesenkt reduziert ausgeliefert eingeführt gelauncht unterstützt getestet gemessen geplant verschoben gestrichen vorgeschlagen"),
    auxiliaries=word_set("ist sind war waren wurde wurden hat haben habe hatte hatten wird werden werde will wollen soll sollen sollte kann können könnte muss müssen"),
    present=word_set("ist sind"), past=word_set("war waren"),
    ties=word_set("als nachdem seit bevor bis durch weil da denn wodurch damit wenn mit dank"),
    agentive=word_set("senken senkte senkten gesenkt reduzieren reduziert reduzierte reduzierten steigerte steigerten erhöhte erhöhten"),
    pronouns=word_set("es dies davon damit dadurch"),
    objects=word_set(""),
    turns=word_set("aber jedoch doch"),
    opens=word_set("es das dies aber jedoch allerdings nur außer nicht"),
    frames=word_set("think say hear maybe likely seem goal plan wenn falls hoffen hoffe erwarten erwarte rechnen schätzung geschätz würde würden unklar"),
    qualifies=word_set("not only maybe likely seem think früh frühe korrelation klein kleine stichprobe unklar anekdotisch vorläufig teilweise außer sicher zufall schätzung hear"),
    months={name: number for number, names in enumerate(
        ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"), 1) for name in names.split()},
    periods=word_set("montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern woche wochen monat monate monaten quartal quartale jahr jahre jahren tag tage tagen sprint letzte letzten letztes letzter q1 q2 q3 q4 h1 h2"),
    rates=word_set("pro je jede jeden jeder wöchentlich monatlich täglich jährlich"),
    about=families({"about": "etwa rund circa ca ungefähr ~", "nearly": "fast knapp beinahe", "over": "über mehr", "under": "unter weniger", "atleast": "mindestens", "upto": "höchstens maximal", "only": "nur lediglich", "exactly": "genau"}),
    news=word_set("ergebnis status stand evidenz"),
    scoped=word_set("not only alle jede jeder jedes einige manche meisten viele wenige fast beide"),
    numbers={"zwei": 2.0, "drei": 3.0, "vier": 4.0, "fünf": 5.0, "sechs": 6.0, "sieben": 7.0, "acht": 8.0, "neun": 9.0, "zehn": 10.0, "elf": 11.0, "zwölf": 12.0},
    strict=True,
    suffixes=("en", "er", "em", "es", "e", "n", "s"),
    phrases=(
        (r"\b(?:noch nicht)\b", "nochnicht"), (r"\bbis zu\b|\bbis auf\b", "bis"), (r"\bim schnitt\b", "durchschnittlich"),
        (r"\bblieb(?:en)? (?:flach|gleich|unverändert|stabil)\b|\bhat sich nicht (?:bewegt|verändert)\b|\b(?:nicht|kaum) bewegt\b", "unverändert"),
        (r"\bvor allem\b", "hauptsächlich"), (r"\bzum glück\b|\behrlich gesagt\b", ""), (r"\bam (?=\d)", "am "),
        (r"\bdie hälfte (?:der|des|aller|unserer)\b", "50% der"), (r"\bum die hälfte\b|\bhalbiert\b", "um 50%"),
    ),
)  # fmt: skip
