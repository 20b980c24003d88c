"""Lies that were thought up while breaking the firewall, many of them made of nothing but the person's own words."""

import pytest

from bot.coach.facts.firewall import check

_LIES: dict[str, tuple[str, ...]] = {
    "We shipped the export in April. Churn fell from 7% to 5%.": (
        "Churn for the export fell from 7% to 5%.",
        "We shipped the export in April and cut churn from 7% to 5%.",
        "Churn fell from 7% to 5% after we shipped the export in April.",
        "We shipped the export in April, which took churn from 7% to 5%.",
        "We cut churn from 7% to 5%.",
        "With the export, churn fell from 7% to 5%.",
        "Shipping the export in April, we saw churn fall from 7% to 5%.",
        "The export in April: churn fell from 7% to 5%.",
        "Churn fell from 7% to 5% in April.",
        "We shipped the export and churn fell from 5% to 7%.",
        "As we shipped the export in April, churn fell from 7% to 5%.",
        "Churn fell by 2%.",
        "Churn fell 2 points in April.",
    ),
    "Nordbank renewed. Revenue fell 5% in Q2.": (
        "Nordbank renewed and its revenue fell 5% in Q2.",
        "Nordbank renewed, but revenue fell 5% in Q2 because of it.",
        "Nordbank's revenue fell 5% in Q2.",
        "Nordbank revenue fell 5% in Q2.",
    ),
    "I think the new search helped. Tickets about search went from 40 to 22 a week on web.": (
        "The new search helped.",
        "The new search helped tickets about search.",
        "Tickets about search went from 40 to 22 a week.",
        "Tickets went from 40 to 22 a week on web.",
        "The new search took tickets about search from 40 to 22 a week on web.",
        "I helped: tickets about search went from 40 to 22 a week on web.",
        "Tickets about search fell 18% on web.",
        "Tickets about search went from 40 to 22 a month on web.",
    ),
    "Dana led the migration. I wrote the runbook and helped with testing. Tom reviewed it.": (
        "I led the migration.",
        "Dana led the migration and wrote the runbook.",
        "I wrote the runbook and led testing.",
        "Dana and I led the migration.",
        "I led the migration with Dana.",
        "Tom wrote the runbook.",
        "Dana led the migration and I reviewed it.",
        "I wrote the runbook and did testing.",
        "I wrote the runbook and Tom helped with testing.",
        "We led the migration.",
        "I wrote the migration runbook.",
    ),
    "Activation was 31% before the redesign and is 36% now. Our target was 40%.": (
        "Activation was 36% before the redesign.",
        "Activation is 40% now.",
        "Activation is 36% now, above our target of 40%.",
        "Activation rose 5% after the redesign.",
        "The redesign raised activation to 36%.",
        "Activation is up to 40%.",
        "Activation was 31% before the redesign, and our target is 36% now.",
        "Our target was 36%.",
        "Activation is 36% now, up 5% from 31%.",
    ),
    "Only 3 of the 9 beta teams use the board weekly. Two said it is slow. We plan to fix that in June.": (
        "3 beta teams use the board weekly.",
        "The 9 beta teams use the board weekly.",
        "Beta teams use the board weekly.",
        "Two said the board is slow, and we fixed that in June.",
        "We fixed that in June.",
        "Only 3 of the 9 beta teams said it is slow.",
        "Two of the 9 beta teams use the board weekly.",
        "Most of the 9 beta teams use the board weekly.",
        "We fix that in June.",
    ),
    "Support says churned users mention price. We have not verified it. NPS is 31, up from 28 in the EU.": (
        "Churned users mention price.",
        "We have verified that churned users mention price.",
        "NPS is 31, up from 28.",
        "NPS in the US is 31.",
        "Support says users mention price.",
        "NPS is up 3% in the EU.",
        "Support verified that churned users mention price.",
        "NPS is 28, up from 31 in the EU.",
    ),
    "We rolled the checker out to 20% of stores in May; wait time there is 4 min, was 6. If it holds we go to all stores.": (
        "We rolled the checker out to all stores.",
        "Wait time is 4 min, was 6.",
        "We rolled the checker out in May; wait time is 4 min, was 6.",
        "We go to all stores.",
        "Wait time in all stores is 4 min.",
        "We rolled the checker out to 20% of stores in May, so wait time there is 4 min.",
        "Wait time there is 6 min, was 4.",
        "The checker cut wait time there from 6 to 4 min.",
    ),
    "p95 latency is 320 ms, p50 is 90 ms. Error rate is flat at 0.2%.": (
        "p95 latency is 90 ms.",
        "p50 is 320 ms.",
        "Error rate fell to 0.2%.",
        "Latency is 90 ms.",
        "p95 latency is 320 ms, up from 90 ms.",
        "Error rate is 0.2% and p95 latency is flat.",
        "p95 latency is 320 s.",
    ),
    "Sam thinks the banner hurts signups. Signups were 410 in week 1 and 380 in week 2.": (
        "The banner hurts signups.",
        "Signups were 380 in week 1 and 410 in week 2.",
        "Signups fell from 410 to 380 because of the banner.",
        "The banner hurts signups: 410 in week 1 and 380 in week 2.",
        "Sam hurts signups.",
        "Signups rose from 380 to 410.",
        "Signups were 410 in week 2.",
        "Sam thinks signups were 380 in week 2.",
    ),
    "Interviewed 5 admins: 4 want SSO, 1 wants audit logs. One of them would pay.": (
        "5 admins want SSO.",
        "4 admins would pay.",
        "4 of them would pay.",
        "Admins want SSO and would pay.",
        "Interviewed 5 admins: 4 want audit logs, 1 wants SSO.",
        "4 want audit logs.",
        "They would pay for SSO.",
        "4 want SSO and would pay.",
    ),
    "Revenue in Q3 was $1.2M against a plan of $1.5M. Q2 was $1.1M. New logos: 14.": (
        "Revenue in Q3 was $1.5M.",
        "Revenue in Q3 was $1.2M, above a plan of $1.1M.",
        "Revenue in Q2 was $1.2M.",
        "Revenue in Q3 grew 36% from Q2.",
        "Revenue in Q3 was €1.2M.",
        "Revenue in Q3 was $1.2M, up from $1.5M.",
        "Revenue in Q3 was $1.2M from 14 new logos.",
        "Revenue in Q3 was $1.2M, up $0.2M from $1.1M in Q2.",
        "Revenue in Q2 was $1.5M.",
        "Q3 plan was $1.2M.",
    ),
    "Paused the referral test because fraud rose. Maria found it. Legal hasn't approved a restart.": (
        "Legal approved a restart.",
        "I found it.",
        "Paused the referral test because Legal hasn't approved a restart.",
        "Maria paused the referral test.",
        "Legal paused the referral test because fraud rose.",
        "Fraud rose because of the referral test.",
        "Fraud rose because we paused the referral test.",
        "Maria found it because fraud rose.",
        "We restart the referral test.",
    ),
    "Median setup time dropped to 12 minutes for new accounts (n=18). It might be seasonal.": (
        "Median setup time dropped to 12 minutes.",
        "Setup time dropped to 12 minutes for new accounts (n=18).",
        "Median setup time dropped by 12 minutes for new accounts (n=18).",
        "Median setup time dropped to 12 minutes for accounts (n=18).",
        "Median setup time dropped to 12 minutes for new accounts (n=18), it is seasonal.",
    ),
    "Last year the team handled 200 tickets per agent. This year so far 120.": (
        "This year the team handled 120 tickets per agent.",
        "The team handled 200 tickets.",
        "Tickets per agent fell from 200 to 120.",
        "The team handled 200 tickets per agent this year.",
        "Tickets per agent are down 40%.",
    ),
    "Ich habe Jonas beim Export unterstützt. Die Fehlerquote sank von 4 % auf 3 %, aber nur im Pilot.": (
        "Ich habe den Export gebaut.",
        "Die Fehlerquote sank von 4 % auf 3 %.",
        "Die Fehlerquote sank von 3 % auf 4 %, aber nur im Pilot.",
        "Jonas hat mich beim Export unterstützt.",
        "Ich habe Jonas beim Export geleitet.",
        "Der Export senkte die Fehlerquote von 4 % auf 3 %, aber nur im Pilot.",
        "Die Fehlerquote sank um 1 %, aber nur im Pilot.",
        "Die Fehlerquote stieg von 4 % auf 3 %, aber nur im Pilot.",
    ),
    "On a réduit le délai de 5 à 3 jours pour les clients Pro. Karim a écrit le script. L'objectif est 2 jours.": (
        "On a réduit le délai de 5 à 3 jours.",
        "On a réduit le délai à 2 jours pour les clients Pro.",
        "On a écrit le script.",
        "On a réduit le délai de 3 à 5 jours pour les clients Pro.",
        "Karim a réduit le délai de 5 à 3 jours pour les clients Pro.",
        "On a réduit le délai de 5 à 3 jours pour les clients Pro avec le script.",
    ),
    "Bajamos la tasa de error del 8 % al 6 % en México. Lucía hizo las pruebas. Quizá lo abramos en Chile.": (
        "Bajamos la tasa de error del 8 % al 6 %.",
        "Lo abrimos en Chile.",
        "Hicimos las pruebas.",
        "Bajamos la tasa de error del 6 % al 8 % en México.",
        "Bajamos la tasa de error del 8 % al 6 % en Chile.",
        "Lucía bajó la tasa de error del 8 % al 6 % en México.",
        "Bajamos la tasa de error un 2 % en México.",
    ),
    "Nobody on Android uses dark mode. On iOS 12% do, mostly new users.": (
        "Nobody uses dark mode.",
        "On Android 12% do, mostly new users.",
        "On iOS 12% do.",
        "New users on iOS use dark mode.",
        "Nobody on iOS uses dark mode.",
        "On iOS 12% use dark mode.",
    ),
    "We considered moving to Postgres but decided against it. Cost would double.": (
        "We decided to move to Postgres.",
        "We are moving to Postgres.",
        "Cost doubled.",
        "Cost will double.",
        "We considered moving to Postgres.",
        "We decided on Postgres.",
        "Cost would double but we decided on moving to Postgres.",
    ),
    "Localization: French is live. Conversion in France went from 2% to 3%. Spanish is planned for May.": (
        "Spanish is live.",
        "Conversion in Spain went from 2% to 3%.",
        "Localization went from 2% to 3%.",
        "French is planned for May.",
        "Conversion went from 2% to 3% in May.",
        "French conversion went from 2% to 3%, and Spanish is live.",
    ),
    "Checkout revamp. Rolled back the new cart on Monday. Card errors were up 9%. Ben's team is on it.": (
        "Card errors were up 9% after the rollback on Monday.",
        "Ben's team rolled back the new cart on Monday.",
        "We are on it.",
        "Card errors in the new cart were up 9%.",
        "Ben rolled back the new cart.",
        "Card errors were down 9%.",
        "We rolled back the new cart because card errors were up 9%.",
        "We rolled back card errors.",
        "The checkout revamp was rolled back on Monday.",
    ),
    "Pilot at 4 schools. Teachers open it on 60% of days. One school stopped after week 2.": (
        "Schools stopped after week 2.",
        "4 schools open it on 60% of days.",
        "Teachers at 4 schools stopped after week 2.",
        "The pilot stopped after week 2.",
        "Teachers open it on 60% of days at one school.",
        "One teacher stopped after week 2.",
    ),
    "Survey (n=80): 45% prefer A, 30% prefer B, 25% none. Admins: 60% prefer B.": (
        "45% of admins prefer A.",
        "45% prefer B, 30% prefer A.",
        "Admins prefer B.",
        "75% prefer A.",
        "In the survey (n=80), 60% prefer B.",
        "45% prefer A.",
        "In the survey (n=80), 45% prefer B.",
        "In the survey (n=80), 55% prefer A or B.",
    ),
}


@pytest.mark.parametrize(("source", "lie"), [(source, lie) for source, lies in _LIES.items() for lie in lies])
def test_a_lie_is_refused(source: str, lie: str) -> None:
    assert not check(source, (), lie).supported


_NOTES = (
    "March: onboarding calls took 35 minutes on average.",
    "Project Fox: churn was 9% in January.",
    "We plan to automate the calls by June.",
)


@pytest.mark.parametrize(
    "lie",
    [
        "Onboarding calls now take 35 minutes.",
        "Onboarding calls took 35 minutes.",
        "Churn was 9% in January.",
        "Churn was 9%.",
        "We automated the calls by June.",
        "Onboarding calls now take 20 minutes and churn is 9%.",
        "Onboarding calls now take 20 minutes, down from 35 in January.",
        "Onboarding calls now take 20 minutes, up from 35 in March.",
        "In March onboarding calls took 20 minutes on average.",
    ],
)
def test_a_stored_note_keeps_its_time_and_its_project(lie: str) -> None:
    assert not check("Onboarding calls now take 20 minutes.", _NOTES, lie).supported


_HONEST = {
    "Rolled back the new cart on Monday. Card errors were up 9%.": "We rolled back the new cart on Monday; card errors were up 9%.",
    "Weekly active teams: 210 in June, 190 in July, 230 in August.": "Weekly active teams were 210 in June.",
    "We want to cut response time to 2h by September. It is 5h today, 6h in May.": "Response time is 5h today.",
    "Activation was 31% before the redesign and is 36% now.": "Activation rose 5 points, from 31% before the redesign to 36% now.",
    "Activation is 36% now. Our target was 40%.": "Activation is 36% now, below our target of 40%.",
    "Asked finance for two more analysts. Wrote a memo.": "I asked finance for two more analysts and wrote a memo.",
    "Survey (n=80): 45% prefer A, 30% prefer B.": "In the survey (n=80), 45% prefer A and 30% prefer B.",
    "Load time 2.4s -> 1.6s": "Load time fell from 2.4s to 1.6s.",
}


@pytest.mark.parametrize(("source", "sentence"), _HONEST.items())
def test_what_a_good_editor_does_passes(source: str, sentence: str) -> None:
    assert check(source, (), sentence).supported, check(source, (), sentence).reasons
