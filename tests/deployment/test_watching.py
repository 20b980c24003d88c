"""Alert rules and dashboard: every question they ask can be asked, of metrics and labels that the bot really has (P7)."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

import promql_parser
import pytest
import yaml

from bot import metrics
from bot.delivery.endings import Endings
from bot.delivery.lookout import Waiting
from bot.metrics import Counts, Keeping

ROOT: Final = Path(__file__).parents[2]
OF_PROMETHEUS: Final = {"job", "instance"}


class Busy(Counts):
    """An engine that has counted one of everything."""

    def __init__(self) -> None:
        self._endings = Endings()
        self._endings.note("T1", "draft", "sent")

    @property
    def outcomes(self) -> Endings:
        return self._endings

    @property
    def refusals(self) -> dict[str, int]:
        return {"chat.postMessage": 1}

    def tick_age(self) -> float:
        return 0.5


def told() -> dict[str, set[str]]:
    """Every metric of `/metrics`, with its labels."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in metrics.exposition([Waiting("T1", 1, 1, 2.0)], Keeping(True, {"no_room": 1}), Busy()).splitlines():
        if not line.startswith("#"):
            name, _, rest = line.partition("{")
            found[name.split()[0]] |= set(re.findall(r'(\w+)="', rest))
    return found | {"up": set()}


def rules() -> list[dict[str, Any]]:
    [group] = yaml.safe_load((ROOT / "deploy/alerts.yaml").read_text("utf-8"))["groups"]
    return list(group["rules"])


def panels() -> list[dict[str, Any]]:
    return list(json.loads((ROOT / "deploy/dashboard.json").read_text("utf-8"))["panels"])


RULES: Final = [pytest.param(rule, id=rule["alert"]) for rule in rules()]
PANELS: Final = [pytest.param(panel, id=panel["title"]) for panel in panels()]
ASKED: Final = [
    *(pytest.param(rule["expr"], id=rule["alert"]) for rule in rules()),
    *(pytest.param(target["expr"], id=panel["title"]) for panel in panels() for target in panel["targets"]),
]


@pytest.mark.parametrize("expression", ASKED)
def test_it_can_be_asked_of_metrics_and_labels_that_there_are_p7(expression: str) -> None:
    promql_parser.parse(expression)  # raises where it is no question

    there = told()
    asked = re.findall(r"\b(up|coach_\w+)\{([^}]*)\}", expression)
    assert asked
    assert {name for name, _ in asked} == set(re.findall(r"\b(?:up|coach_\w+)\b", re.sub(r'"[^"]*"', "", expression)))
    for name, matchers in asked:
        assert name in there
        assert set(re.findall(r"(\w+)\s*!?=", matchers)) <= there[name] | OF_PROMETHEUS
    grouped = {label.strip() for labels in re.findall(r"\bby \(([^)]*)\)", expression) for label in labels.split(",")}
    assert grouped <= set().union(*(there[name] for name, _ in asked)) | OF_PROMETHEUS


def test_every_metric_is_on_the_dashboard() -> None:
    shown = " ".join(target["expr"] for panel in panels() for target in panel["targets"])

    assert [name for name in told() if name not in shown] == []


@pytest.mark.parametrize("rule", RULES)
def test_an_alert_says_what_to_do_in_a_chapter_that_there_is(rule: dict[str, Any]) -> None:
    told_ = rule["annotations"]
    file, _, anchor = told_["runbook"].partition("#")
    titles = re.findall(r"^#+ (.*)", (ROOT / file).read_text("utf-8"), re.MULTILINE)

    assert anchor in {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert told_["summary"].endswith(".")
    assert told_["description"].endswith(".")
    assert rule["labels"]["severity"] in {"page", "ticket"}


@pytest.mark.parametrize("rule", RULES)
def test_an_alert_names_only_labels_that_its_question_leaves(rule: dict[str, Any]) -> None:
    named = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    grouped = re.findall(r"\bby \(([^)]*)\)", rule["expr"])

    left = {label.strip() for label in grouped[0].split(",")} if grouped else OF_PROMETHEUS
    assert named <= left


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_says_what_it_shows_and_where_it_has_it_from(panel: dict[str, Any]) -> None:
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert panel["datasource"]["uid"] == "${source}"
    assert all(target["legendFormat"] for target in panel["targets"])


def test_panels_stand_beside_one_another_and_have_an_id_of_their_own() -> None:
    places = [panel["gridPos"] for panel in panels()]
    cells = [
        (x, y) for at in places for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
    ]

    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_prometheus_looks_for_the_processes_under_the_name_that_the_rules_ask_for() -> None:
    told_ = yaml.safe_load((ROOT / "deploy/prometheus.yaml").read_text("utf-8"))
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    [scrape] = told_["scrape_configs"]
    [places] = scrape["dns_sd_configs"]

    assert all(f'job="{scrape["job_name"]}"' in rule["expr"] for rule in rules())
    assert set(places["names"]) <= set(services)
    assert all(Path(ROOT, "deploy", file).exists() for file in told_["rule_files"])
    assert str(places["port"]) == services["web"]["environment"]["PORT"]
