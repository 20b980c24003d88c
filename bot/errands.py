"""What the command line does once, and prints. A bot at work does without it, and without all that it needs."""

import argparse
import asyncio

from bot import doctor, due, evaluating, manifest, moving, permitting
from bot.app import utc_now
from bot.checkup import database_finding, engine_finding
from bot.modelcheck import model_finding
from bot.ready import migrate_database
from bot.settings import Settings, SettingsError


def run(asked: argparse.Namespace, settings: Settings) -> int:
    """Run a command; the number is the exit code."""
    match asked.command:
        case "manifest":
            print(manifest.as_json(settings.win_command, asked.url), end="")
        case "migrate":
            migrate_database(settings)
            print("The database is up to date.")
        case "move":
            moving.move(settings, asked.to, print)
        case "due":
            print(asyncio.run(due.examine(settings, asked.until or utc_now())))
        case "models":
            print(permitting.answer(settings, asked.workspace, asked.state, utc_now()))
        case "doctor":
            return _examined(asked, settings)
        case "eval":
            print(_evaluated(asked, settings))
    return 0


def refused(error: SettingsError) -> str:
    """What the doctor says when the settings are not even read."""
    return doctor.table(doctor.refused(error))


def _examined(asked: argparse.Namespace, settings: Settings) -> int:
    findings = asyncio.run(
        doctor.examine(
            settings, database=database_finding(settings), model=model_finding(settings), member=asked.member
        )
    )
    findings.append(engine_finding(settings))
    print(doctor.table(findings))
    return doctor.exit_code(findings)


def _evaluated(asked: argparse.Namespace, settings: Settings) -> str:
    if asked.corrections:
        return evaluating.run_corrections(settings, asked.model, asked.out)
    prices = evaluating.Prices(asked.price_in, asked.price_out)
    return evaluating.run(settings, asked.file, asked.model, asked.out, prices)
