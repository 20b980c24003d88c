"""Spanish, as the firewall reads it: enough to pass what is nearly verbatim, and to refuse the rest."""

from typing import Final

from bot.coach.facts.lexicon import Lexicon, families, word_set

SPANISH: Final = Lexicon(
    glue=word_set("""
        el la los las un una unos unas de del y e es son era eran fue fueron ha han hemos he había habían que quien se su sus lo le les
        este esta estos estas ese esa eso esto también luego entonces al está están estaba estaban sido ser
    """),
    filler=word_set("honestamente francamente realmente muy bastante finalmente hola equipo rápida actualización ya ahora actualmente pero sin embargo mientras afortunadamente éxito bueno") - word_set("equipo sin"),
    bound=word_set("por sin contra hasta pese según como desde tras después antes gracias entre"),
    loose=word_set("en a para con durante sobre dentro hacia"),
    joints=word_set("y pero mientras aunque porque así si o después antes cuando sino pues"),
    binding=word_set("si salvo excepto solo sólo solamente que quienes donde gracias porque sobre especialmente principalmente no sin pese entre en para con por desde según como hasta aunque sino"),
    same=families({
        "me": "yo me mi mis mí", "us": "nosotros nos nuestro nuestra nuestros nuestras", "not": "no ningún ninguna ninguno ni",
        "rise": "subió subieron subido sube aumentó aumentaron aumentado creció crecido aumento", "fall": "bajó bajaron bajado baja cayó cayeron caído disminuyó redujo reducido reducción",
        "move": "pasó pasaron pasado", "ship": "lanzamos lancé lanzó lanzado lanzada lanzamiento publicamos publicado desplegamos desplegado entregamos entregado",
        "plan": "vamos voy va van planeamos planeo próximo próxima paso pasos siguiente", "goal": "objetivo meta queremos quiero apuntamos",
        "think": "creo creemos pienso pensamos", "maybe": "quizás quizá tal-vez podría podrían", "likely": "probablemente", "seem": "parece parecen",
        "cause": "porque gracias debido pues", "so": "por-eso", "only": "solo sólo solamente únicamente", "help": "ayudé ayudamos ayudó ayudado ayuda apoyé apoyamos", "say": "dice dijo dicen dijeron", "hear": "oído según aparentemente",
        "point": "puntos punto", "flat": "plana plano estable igual flat",
    }),
    base={}, verbs=word_set("subió subieron subido aumentó creció bajó bajaron bajado cayó redujo pasó pasaron lanzamos lancé lanzó publicamos desplegamos entregamos ayudé ayudamos dijo dice decidí decidimos pospuse pospusimos descartamos medimos probamos construimos construyó escribí diseñó encontré pidió recomendé renovó logramos redujimos"),
    auxiliaries=word_set("es son era eran fue fueron ha han hemos he está están estaba será serán va vamos voy van puede podría debe debería"),
    present=word_set("es son está están"), past=word_set("era eran fue fueron estaba estaban"),
    ties=word_set("como cuando desde después antes por porque si con gracias"),
    agentive=word_set("redujimos reduje redujo subimos bajamos aumentamos"), pronouns=word_set("ello eso esto lo él ella ellos ellas este esta"),
    objects=word_set(""),
    turns=word_set("pero aunque"),
    opens=word_set("eso esto ello pero aunque solo sólo salvo no es"),
    frames=word_set("think say hear maybe likely seem goal plan si esperamos espero debería estimación estim sería"),
    qualifies=word_set("not only maybe likely seem think temprano tempranos correlación pequeña muestra segur segura seguro preliminar parte salvo estimación hear claro casualidad"),
    months={name: number for number, names in enumerate(
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"), 1) for name in names.split()},
    periods=word_set("lunes martes miércoles jueves viernes sábado domingo hoy ayer semana semanas mes meses trimestre trimestres año años día días sprint último última últimos últimas pasado pasada q1 q2 q3 q4") - word_set("pasado"),
    rates=word_set("por cada semanal semanalmente mensual diario diaria anual"),
    about=families({"about": "unos unas cerca aproximadamente ~ alrededor", "nearly": "casi", "over": "más", "under": "menos", "atleast": "menos", "upto": "máximo", "only": "solo sólo solamente", "exactly": "exactamente"}),
    news=word_set("resultado estado resumen"),
    scoped=word_set("not only todos todas todo toda cada algunos algunas mayoría varios varias pocos ambos"),
    numbers={"dos": 2.0, "tres": 3.0, "cuatro": 4.0, "cinco": 5.0, "seis": 6.0, "siete": 7.0, "ocho": 8.0, "nueve": 9.0, "diez": 10.0, "doce": 12.0},
    strict=True,
    suffixes=("es", "s"),
    phrases=(
        (r"\b(?:todavía|aún) no\b", "aúnno"), (r"\bal menos\b|\bpor lo menos\b", "almenos"), (r"\bcomo máximo\b", "comomáximo"), (r"\bpor eso\b|\bpor lo tanto\b", "por-eso"),
        (r"\btal vez\b", "tal-vez"), (r"\bmás de\b(?= ?\d)", "más"), (r"\bmenos de\b(?= ?\d)", "menos"), (r"\bsin embargo\b", "pero"),
        (r"\bno (?:se movió|cambió|ha cambiado|se ha movido)\b|\b(?:sigue|quedó|se mantuvo) (?:igual|plana|plano|estable)\b", "igual"),
        (r"\bla mitad de\b", "50% de"), (r"\ba la mitad\b", "en 50%"),
    ),
)  # fmt: skip
