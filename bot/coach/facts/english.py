"""English, as the firewall reads it."""

from typing import Final

from bot.coach.facts.lexicon import Lexicon, families, word_set

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "month05", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1,
    )
    for name in names.split()
}  # fmt: skip
_BASE: Final = families({
    "rise": "rose risen", "fall": "fell fallen", "go": "went gone goes going", "grow": "grew grown", "shrink": "shrank shrunk",
    "lead": "led", "build": "built", "write": "wrote written", "rewrite": "rewrote rewritten", "rebuild": "rebuilt", "rethink": "rethought", "redo": "redid redone",
    "redraw": "redrew redrawn", "undo": "undid undone", "oversee": "oversaw overseen", "withdraw": "withdrew withdrawn",
    "overtake": "overtook overtaken", "find": "found", "run": "ran", "make": "made",
    "take": "took taken", "get": "got gotten", "give": "gave given", "tell": "told", "say": "said", "see": "saw seen",
    "think": "thought", "keep": "kept", "hold": "held", "leave": "left", "lose": "lost", "meet": "met", "pay": "paid",
    "send": "sent", "spend": "spent", "win": "won", "bring": "brought", "choose": "chose chosen", "begin": "began begun",
    "come": "came", "become": "became", "know": "knew known", "feel": "felt", "understand": "understood",
    "speak": "spoke spoken", "drive": "drove driven", "break": "broke broken", "buy": "bought", "catch": "caught",
    "teach": "taught", "seek": "sought", "hear": "heard", "stand": "stood", "show": "shown", "mean": "meant",
    "sell": "sold", "sit": "sat", "draw": "drew drawn", "throw": "threw thrown", "fly": "flew flown", "deal": "dealt",
    "study": "studies studied studying", "try": "tries tried trying", "apply": "applies applied applying",
    "identify": "identifies identified identifying", "die": "died dying", "tie": "tied tying", "rely": "relied relies",
    "verify": "verified verifies", "notify": "notified notifies", "simplify": "simplified simplifies", "carry": "carried carries",
    "agree": "agreed agrees agreeing", "use": "used uses using", "team": "teams", "bug": "bugs",
    "person": "people", "child": "children", "half": "halves", "company": "companies", "query": "queries", "story": "stories",
    "country": "countries", "policy": "policies", "category": "categories", "survey": "surveys", "day": "days",
    "user": "users", "news": "news", "less": "less", "unless": "unless", "process": "processes processed processing",
    "business": "businesses", "access": "accesses", "success": "successes", "pass": "passes passed passing",
    "miss": "misses missed missing", "discuss": "discusses discussed discussing", "address": "addresses addressed",
    "need": "needs needed needing", "feed": "fed", "speed": "sped", "exceed": "exceeded exceeds", "always": "always",
    "bonus": "bonuses", "status": "statuses", "focus": "focused focuses", "bus": "buses", "lens": "lens", "series": "series",
    "analysis": "analyses", "cancel": "cancelled canceled cancels cancelling", "label": "labelled labeled labels",
    "ship": "shipped ships shipping", "stop": "stopped stops stopping", "drop": "dropped drops dropping",
    "plan": "planned plans planning", "cut": "cuts cutting", "set": "sets setting", "step": "stepped steps stepping",
    "prioritise": "prioritize prioritized prioritised", "deprioritise": "deprioritize deprioritized deprioritised",
})  # fmt: skip
_SAME: Final = families({
    "me": "i me my mine myself",
    "us": "we us our ours ourselves",
    "you": "you your yours",
    "not": "not no nor",
    "nobody": "nobody noone",
    "rise": "rise grow increas increase climb up raise rais rises gain lift",
    "fall": "fall drop decreas decrease declin decline down reduc reduce lower cut shrink lowered",
    "move": "go move chang change came",
    "ship": "ship launch releas release rollout",
    "help": "help assist",
    "decide": "decid decide decision choos choose chose opt choice",
    "say": "say", "tell": "tell told",
    "goal": "goal target aim objective objectiv",
    "plan": "will plan intend next",
    "think": "think believe believ guess",
    "likely": "probably likely",
    "maybe": "maybe perhaps might may possibly",
    "seem": "seem appear look",
    "begin": "begin start",
    "request": "request ask",
    "cause": "because due thanks",
    "so": "so therefore hence thus consequently",
    "finish": "finish complet complete",
    "signup": "signup signups sign-up",
    "pct": "percentage percent",
    "point": "point pts points",
    "though": "though although however but while whereas",
    "only": "only solely",
    "person": "person people folks",
    "again": "again",
    "recommend": "recommend propose propos",
    "problem": "problem issue",
    "all": "all every everyone everybody",
    "ticket": "ticket",
    "week": "week", "month": "month", "year": "year", "quarter": "quarter", "day": "day",
})  # fmt: skip

ENGLISH: Final = Lexicon(
    glue=word_set("""
        a an the of and that which who whom whose is are was were be been being am has have had having do does did it its
        they their them theirs this these those there here as then also too s t d ll ve re m
        where when to so-called own 's themselves itself
    """),
    filler=word_set("""
        honestly actually really very anyway anyways btw fyi tldr hey hi hello happy glad excited proud lol haha finally
        successfully ok okay yeah already now currently simply literally obviously definitely certainly quick update updates
        recap note though although however but while whereas super please cheers folks fortunately luckily sadly unfortunately
        eventually ultimately feature
    """),
    bound=word_set("by from with without than against per until till despite except into through via before after since unlike toward towards instead"),
    loose=word_set("in on at for among across within during inside under over about between upon around"),
    joints=word_set("and but while whereas though although however so because since then when if or plus whilst as after before once until unless"),
    binding=word_set("""
        if unless only except excluding including which who whose where based compared driven measured limited given
        thanks due because mostly mainly partly largely especially particularly not without although though except
        provided assuming despite at among for on in with within during across of from by per via through than as
    """),
    same=_SAME,
    base=_BASE,
    verbs=word_set("""
        range vary rise grow increase climb raise lift gain fall drop decrease decline reduce lower cut shrink go move change come ship
        launch release rollout help support assist decide choose opt say tell report mention want aim plan intend think
        believe guess seem appear look begin start request ask finish complete build write find run make take get give see
        keep hold leave lose meet pay send spend win bring become know feel understand speak drive break buy catch seek hear
        stand show mean sell sit need use try apply identify agree work call fix add remove test try talk interview analyse
        analyze review design create own lead manage prepare present propose recommend deprioritise prioritise cancel stop
        kill pause postpone delay block unblock wait expect hope measure track notice spot discover learn share publish
        deliver miss hit reach stay remain improve worsen double triple halve sign renew churn convert activate adopt upgrade
        complain pull push turn open close join set step pass discuss process save free let put read cost handle migrate
        replace switch merge split automate document pilot trial roll revert roll_back scope descope negotiate align sync
        rewrite rebuild rethink redo redraw undo oversee withdraw overtake draw throw fly
        demo pitch hire onboard train teach coach mentor follow respond reply answer confirm validate verify check count
        estimate forecast suspect doubt worry fail succeed cause result lead enable allow ensure prevent avoid rank wants wanted says gets takes starts ends closes waits needs comes goes works holds loves likes keeps leaves makes owns thinks like love worry
        """),
    auxiliaries=word_set("is are was were be been am has have had do does did will would should could can may might must 'll"),
    present=word_set("is are am"),
    past=word_set("was were"),
    agentive=word_set("""
        raise lift reduce lower cut boost drive bring take improve shrink double halve triple increase decrease speed save make let
        enable allow help cause lead ensure prevent avoid turn push pull win earn deliver
    """),
    ties=word_set("as when once since after before until unless if by through via thereby because so with from for"),
    pronouns=word_set("it this that they them these those he she which its their"),
    objects=word_set("it them this that"),
    turns=word_set("but though although however"),
    opens=word_set("or then atleast at overall it this that they these those he she which but though although however only except not still mostly"),
    frames=word_set("think say tell mention want just imagine imagin suppose suppos hear expect hope apparently according accord seem likely maybe if unclear suspect estimate forecast supposedly reportedly allegedly assume claim feel goal plan would should could"),
    qualifies=word_set("""
        not only maybe likely seem think suspect early correlation correlat unclear though sample small noise noisy anecdotal
        preliminary tentative estimate estimat rough roughly partly mostly except unless unsure sure sofar notyet caveat coincid coincidence
        season seasonal seasonality luck untested unproven credit interim provisional
    """),
    months=_MONTHS,
    periods=word_set("""
        monday tuesday wednesday thursday friday saturday sunday today yesterday week weeks month months quarter quarters year
        years day days sprint sprints morning last q1 q2 q3 q4 h1 h2 weekend evening afternoon tonight fiscal previous
    """),
    rates=word_set("per each every weekly monthly daily yearly annual annually quarterly"),
    about=families({
        "about": "about around roughly approximately approx circa ca ~ ≈ some",
        "nearly": "nearly almost close", "over": "over above more", "under": "under below fewer less",
        "atleast": "least", "upto": "most upto", "only": "only just", "exactly": "exactly",
    }),
    news=word_set("outcome evidence decision result results impact status real state update recap note summary numbers"),
    scoped=word_set("not only just afew alittle all every some most many few several almost other each any never both half"),
    numbers={
        word: float(value) for value, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
             "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
        )
    } | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0, "hundred": 100.0, "dozen": 12.0},
    strict=False,
    suffixes=("ings", "ing", "ies", "ied", "sses", "shes", "ches", "xes", "ed", "es", "s", "e", "y"),
    phrases=(
        (r"\b(in|by|since|until|till|of|last|this|early|late|mid|from|for|on|end of) may\b", r"\1 month05"),
        (r"\bmay (\d{1,2})(?:st|nd|rd|th)?\b(?!\s?%)", lambda m: f"date05{int(m[1]):02d}"), (r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?may\b", lambda m: f"date05{int(m[1]):02d}"),
        (r"\bone[- ]offs?\b", "oneoff"), (r"\ba few\b", "afew"), (r"\bnothing but\b", "only"), (r"\ball but\b", "allbut"), (r"\banything but\b", "not"), (r"\bas long as\b|\bprovided(?: that)?\b(?! by)|\bassuming(?: that)?\b", "if"), (r"\bas soon as\b", "once"), (r"\ba little\b", "alittle"), (r"\bbc\b|\bcuz\b", "because"), (r"\bw/o\b", "without"), (r"\bw/ *(?=[\w~$€£])", "with "), (r"\bqs\b", "questions"), (r"\bppl\b", "people"),
        (r"\bwks?\b", "week"), (r"(?<=/)mo\b|(?<=a )mo\b|(?<=per )mo\b", "month"), (r"\bacc\.? to\b", "according to"), (r"\bavg\b\.?", "average"),
        (r"\bmon\b", "monday"), (r"\btues?\b", "tuesday"), (r"\bwed\b", "wednesday"), (r"\bthu(?:rs?)?\b", "thursday"), (r"\bfri\b", "friday"),
        (r"\bnot sig(?:\.|\b(?!n))", "not significant"), (r"\bsig(?:\.|\b(?!n))", "significant"), (r"\bxmas\b", "christmas"), (r"\bthats\b", "that is"), (r"\btbh\b|\bimo\b", ""),
        (r"(?<!^)(?<![,;:.(] )(?<!and )(?<!but )(?<!that )(?<!because )(?<!so )(?<!so far )\bthere\b", "overthere"), (r"\bdont\b", "do not"), (r"\bdoesnt\b", "does not"), (r"\bdidnt\b", "did not"), (r"\bcant\b", "can not"), (r"\bwont\b", "will not"), (r"\bisnt\b", "is not"),
        (r"\b(?=an? (?:day|week|month|year|hour|quarter|shift)\b)(?<![a-z] in )(?<!\bin )(?<!\bfor )(?<!after )(?<!\bof )(?<!within )(?<!over )(?<!about )(?<!half )(?<!than )(?<!once )(?<!such )(?<!us )(?<!me )(?<!them )(?<!took )(?<!cost )\ban? (day|week|month|year|hour|quarter|shift)\b", r"per \1"),
        (r" ?/ ?(day|week|month|year|hour|user|seat|session)\b", r" per \1"), (r"\beach (day|week|month|year|hour)\b", r"per \1"),
        (r"\btwo times\b", "2 times"), (r"\bthree times\b", "3 times"), (r"\bfour times\b", "4 times"), (r"\bfive times\b", "5 times"), (r"\bten times\b", "10 times"),
        (r"[\u00d7x](\d+(?:\.\d+)?)\b", r"\1x"), (r"\b(\d+(?:\.\d+)?) times as (?:many|much|fast|high|long)\b", r"\1x"),
        (r"\b(?:the )?same as (?=last\b|previous\b|in\b|before\b)|\bunchanged from\b", "flat from "), (r"\b(\d+(?:\.\d+)?) times what (?:they|it) (?:were|was)\b", r"\1x"), (r"^ok(?:ay)? so\b", ""), (r"^(?:hi|hey|hello) (?:all|team|everyone|folks)(?=[,!.]|$)", ""),
        (r"\b((?:mon|tues|wednes|thurs|fri|satur|sun)day|on|by|before|since|until|till|after|from) the (\d{1,2})(?:st|nd|rd|th)\b(?= *(?:[.,;:)]|$|and\b|but\b))", r"\1 day\2"),
        (r"\bgoing to\b|\bgonna\b|\babout to\b", "will"),
        (r"\bnot (?:quite )?yet\b|\bstill (?:not|n't)\b|\byet to\b", "notyet"),
        (r"\bso far\b|\bfor (?:now|the moment|the time being)\b", "sofar"), (r"\b(?:falls?|fell|fallen|falling) through\b", "collapsed"),
        (r"\b(?:did|does|do|has|have|had|was|were) not (?:really )?(?:move|change|budge)d?\b(?! (?:the|our|my|any|how|what|it))", "flat"),
        (r"\b(?:stayed|remained|held|was|is|are|were) (?:flat|unchanged|the same|stable)\b|\bunchanged\b", "flat"),
        (r"\brolled out\b|\b(?:went|gone) live\b", "launched"), (r"\brolling out\b|\bgoing live\b", "launching"), (r"\brolls? out\b|\b(?:go|goes) live\b", "launch"),
        (r"\brolled (?:it |this |that |them )?back\b", "reverted"), (r"\brolling (?:it |this |that |them )?back\b", "reverting"), (r"\broll (?:it |this |that |them )?back\b", "revert"),
        (r"\b(is|are|now) (live|out)\b(?! of)", r"\1 launched"),
        (r"\bsign(?:ed)?[ -]ups?\b", "signup"),
        (r"\b(?:went|gone|moved|came|is|are|was|were) up\b", "rose"), (r"\b(?:go|goes|going|come|comes) up\b", "rises"),
        (r"\b(?:went|gone|moved|came|is|are|was|were) down\b", "fell"), (r"\b(?:go|goes|going|come|comes) down\b", "falls"),
        (r"\b(?:brought|took) (?P<o>(?:\w+ ){1,4})down\b", r"reduced \g<o>"),
        (r"\b(?:bring|take) (?P<o>(?:\w+ ){1,4})down\b", r"reduce \g<o>"), (r"\bbringing (?P<o>(?:\w+ ){1,4})down\b", r"reducing \g<o>"), (r"\blet(?:'s| 's|s)\b", "should"),
        (r"\bno one\b", "nobody"),
        (r"\bas a result of\b|\bowing to\b|\bbecause of\b|\bdue to\b|\bthanks to\b", "because"),
        (r"\bas a result\b", "therefore"),
        (r"\ba quarter of\b", "25% of"), (r"\bthree[ -]quarters of\b", "75% of"),
        (r"\bhalf (?:of )?(?=the|our|all|of|my|them|users|customers|accounts|teams)", "50% of "),
        (r"\bby half\b|\bin half\b", "by 50%"), (r"\bby a third\b", "by 33.3%"), (r"\bby a quarter\b", "by 25%"),
        (r"\b(?:a|one) third of\b", "33.3% of"), (r"\btwo thirds of\b", "66.7% of"),
        (r"\bfirst quarter\b", "q1"), (r"\bsecond quarter\b", "q2"), (r"\bthird quarter\b", "q3"), (r"\bfourth quarter\b", "q4"),
        (r"\b(day|week|month|quarter|year) before(?=[,.;:)]|$)", r"previous \1"), (r"\bheard from (\w+) that\b", r"\1 says"), (r"\b(?:with )?a (?:big |large )?(?:grain|pinch) of salt\b", "unsure"), (r"\bper cent\b", "percent"), (r"\bout of (?=(?:the |our |all )?(?:\d|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty))", "of "), (r"\bat least\b", "atleast"), (r"\bat most\b|\bup to\b", "upto"),
        (r"\bmore than\b(?! in| on| at| the)", "over"), (r"\b(?:less|fewer) than\b(?! in| on| at| the)", "under"), (r"\binstead of\b(?= ?(?:about |around |roughly )?[~$€£]?\d)", "vs"),
        (r"(?:^|(?<=\n))may(?=:| cohort| [a-z]+:)", "month05"), (r"\b(the|first|second|last) may (?=cohort|numbers|figures)", r"\1 month05 "),
    ),
)  # fmt: skip
