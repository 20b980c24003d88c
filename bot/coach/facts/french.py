"""French, as the firewall reads it: enough to pass what is nearly verbatim, and to refuse the rest."""

from typing import Final

from bot.coach.facts.lexicon import Lexicon, families, word_set

FRENCH: Final = Lexicon(
    glue=word_set("""
        le la les l un une des d du de et est sont était étaient été a ont avons ai as avait avaient qui que qu il elle ils elles on
        ce cet cette ces c s se sa son ses leur leurs y en aussi puis alors être avoir fait j n
    """),
    filler=word_set("honnêtement franchement vraiment très assez enfin bref salut bonjour équipe petit point bonne nouvelle déjà maintenant actuellement désormais globalement mais cependant toutefois tandis heureusement malheureusement avec succès") - word_set("équipe avec point"),
    bound=word_set("par sans contre jusqu jusque malgré depuis après avant selon comme grâce entre"),
    loose=word_set("à au aux dans sur pour chez parmi pendant durant en avec vers"),
    joints=word_set("et mais tandis cependant toutefois car donc parce puisque si ou après avant quand lorsque alors"),
    binding=word_set("si sauf seulement uniquement qui que dont où grâce car parce puisque surtout principalement notamment pas sans malgré parmi chez pour dans sur avec par depuis selon comme bien jusqu dont"),
    same=families({
        "me": "je j moi mon ma mes m", "us": "nous notre nos", "not": "pas aucun aucune non ne ni",
        "rise": "augmenté augmente augmentation progressé progresse monté monte hausse grimpé augmenter", "fall": "baissé baisse diminué diminue chuté chute reculé recule réduit réduire tombé",
        "move": "passé passe passée passés passées", "ship": "lancé lancée lançons lancement livré livrée déployé déployée publié sorti sortie mis mise ligne",
        "plan": "allons vais va vont prévoyons prévoit prévu prochaine prochain prochaines étape", "goal": "objectif cible visons vise visait viser voulons veux",
        "think": "crois croyons pense pensons", "maybe": "peut-être peut pourrait pourraient", "likely": "probablement sans-doute", "seem": "semble semblent",
        "cause": "parce car grâce cause puisque", "so": "donc", "only": "seulement uniquement", "help": "aidé aide aidons aider soutenu", "say": "dit disent dis rapporte", "hear": "entendu selon paraît apparemment",
        "point": "points point", "flat": "stable inchangé inchangée flat",
    }),
    base={}, verbs=word_set("augmenté progressé monté baissé diminué chuté reculé réduit passé passe lancé livré déployé publié aidé dit décidé reporté abandonné mesuré testé construit conçu écrit trouvé demandé recommandé renouvelé"),
    auxiliaries=word_set("est sont était étaient a ont avons ai avait sera serons seront va vais allons vont peut pourrait doit devrait"),
    present=word_set("est sont"), past=word_set("était étaient"),
    ties=word_set("comme quand lorsque depuis après avant par car grâce si avec ce"),
    agentive=word_set("réduit réduite réduire fait"), pronouns=word_set("il elle ils elles cela ça ce ceci c lui leur"),
    objects=word_set(""),
    turns=word_set("mais cependant"),
    opens=word_set("il elle cela ça ce c mais cependant toutefois seulement sauf pas"),
    frames=word_set("think say hear maybe likely seem goal plan si espérons espère attendons devrait estimation estim serait"),
    qualifies=word_set("not only maybe likely seem think tôt corrélation petit échantillon sûr sûre préliminaire partie sauf estimation hear clair hasard"),
    months={name: number for number, names in enumerate(
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"), 1) for name in names.split()},
    periods=word_set("lundi mardi mercredi jeudi vendredi samedi dimanche hier semaine semaines mois trimestre trimestres an ans année années jour jours sprint dernier dernière derniers dernières t1 t2 t3 t4 q1 q2 q3 q4"),
    rates=word_set("par chaque hebdomadaire mensuel mensuelle quotidien annuel annuelle"),
    about=families({"about": "environ ~ approximativement", "nearly": "presque près", "over": "plus", "under": "moins", "atleast": "moins", "upto": "maximum", "only": "seulement", "exactly": "exactement"}),
    news=word_set("résultat statut bilan"),
    scoped=word_set("not only tous toutes tout toute chaque quelques certains certaines plupart plusieurs peu deux"),
    numbers={"deux": 2.0, "trois": 3.0, "quatre": 4.0, "cinq": 5.0, "six": 6.0, "sept": 7.0, "huit": 8.0, "neuf": 9.0, "dix": 10.0, "douze": 12.0},
    strict=True,
    suffixes=("ées", "és", "ée", "es", "s", "e"),
    phrases=(
        (r"\bil (?=n'y a\b|y a\b)", ""), (r"\bl'|\bd'|\bqu'|\bn'|\bs'|\bc'|\bj'|\bm'", lambda m: m[0][:-1] + " "), (r"\bpas encore\b", "pasencore"), (r"\bau moins\b", "aumoins"), (r"\bau plus\b", "auplus"),
        (r"\bplus de\b(?= ?\d)", "plus"), (r"\bmoins de\b(?= ?\d)", "moins"), (r"\bsans doute\b", "probablement"), (r"\bil paraît\b", "paraît"),
        (r"\bn?e? ?(?:a|ont) pas (?:bougé|changé)\b|\bresté(?:e|s|es)? (?:stable|stables|plat|plate)\b", "inchangé"),
        (r"\bla moitié d(?:e|es|u)\b", "50% de"), (r"\bde moitié\b", "de 50%"),
    ),
)  # fmt: skip
