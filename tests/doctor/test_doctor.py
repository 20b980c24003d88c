"""P6: `doctor` says what is wrong with the set-up, in one screen, with the mend."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from bot.doctor import Finding, examine, exit_code, refused, table
from bot.modelcheck import model_finding
from bot.settings import Settings, SettingsError
from tests.doctor.conftest import Visit, healthy
from tests.doctor.scripted import NOON, SCOPES_HEADER, Reply, ScriptedSlack, refuses, says, shows


async def test_a_good_set_up_passes_every_check(visit: Visit, slack: ScriptedSlack) -> None:
    found = await visit(member="U1")

    assert list(found) == ["settings", "token", "scopes", "socket", "clock", "look-up", "database", "model"]
    assert all(finding.ok for finding in found.values())
    assert exit_code(found.values()) == 0
    assert found["token"].said == "pm_coach in Acme."
    assert ("apps.connections.open", {"token": "Bearer xapp-1"}) in slack.asked


async def test_without_a_member_nothing_is_written(visit: Visit, slack: ScriptedSlack) -> None:
    assert "look-up" not in await visit()
    assert slack.methods() == ["auth.test", "apps.connections.open"]


async def test_over_http_it_reminds_of_the_request_url(visit: Visit, slack: ScriptedSlack) -> None:
    found = await visit(slack_app_token=None, slack_signing_secret="hush")

    assert found["requests"].ok is None
    assert "/slack/events" in str(found["requests"].mend)
    assert slack.methods() == ["auth.test"]


async def test_without_tokens_it_names_the_playground_and_the_way_into_a_workspace() -> None:
    findings = await examine(Settings(), database=healthy, model=model_finding(Settings()), member="U1")

    assert exit_code(findings) == 0
    assert "playground" in findings[0].said
    assert "make" not in findings[0].said  # a container has none
    assert "manifest.json" in str(findings[1].mend)
    assert "SLACK_APP_TOKEN" in str(findings[1].mend)


def test_broken_settings_are_all_named_and_fail() -> None:
    findings = refused(SettingsError(("PORT must be a number.", "LOG_LEVEL must be a word.")))

    assert [finding.said for finding in findings if finding.ok is False] == [
        "PORT must be a number.",
        "LOG_LEVEL must be a word.",
    ]
    assert exit_code(findings) == 1


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        ("invalid_auth", "Copy the Bot User OAuth Token"),
        ("not_allowed_token_type", "Copy the Bot User OAuth Token"),
        ("account_inactive", "Install the app again"),
        ("token_revoked", "Install the app again"),
        ("fatal_error", "Run doctor again"),
    ],
)
async def test_a_refused_bot_token_is_explained(visit: Visit, slack: ScriptedSlack, error: str, mend: str) -> None:
    slack.replies["auth.test"] = refuses(error)

    found = await visit(member="U1")

    assert found["token"].ok is False
    assert error in found["token"].said
    assert mend in str(found["token"].mend)
    assert found["scopes"].ok is None
    assert found["look-up"].ok is None
    assert found["clock"].ok is True
    assert exit_code(found.values()) == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (says({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "17"}), "wait 17 s"),
        (says({"ok": False}, 429), "wait 60 s"),
        (shows("slow down", 429, "text/plain"), "wait 60 s"),
        (shows("oops", 500, "text/plain"), "status 500"),
        (says({}, 502), "status 502"),
        (shows("<html>Sign in to the proxy</html>"), "status 200"),
        (shows("<html>", content_type="application/json"), "status 200"),
        (shows("hello", content_type="text/plain"), "Something other than Slack"),
        (says(["hello"]), "Something other than Slack"),
        (says(None), "status 200"),
        (says({"ok": True}), "shape"),
    ],
)
async def test_a_strange_answer_is_a_finding_and_no_traceback(
    visit: Visit, slack: ScriptedSlack, reply: Reply, said: str
) -> None:
    slack.replies["auth.test"] = reply

    found = await visit()

    assert found["token"].ok is False
    assert said in found["token"].said
    assert found["token"].mend


async def test_a_silent_slack_costs_patience_and_no_more(visit: Visit, slack: ScriptedSlack) -> None:
    slack.silent = {"auth.test", "apps.connections.open"}

    async with asyncio.timeout(5):
        found = await visit(patience=0.05)

    assert found["token"].said == found["socket"].said == "Slack did not answer within 0.05 s."
    assert found["clock"].ok is None


async def test_an_unreachable_slack_is_a_finding(visit: Visit) -> None:
    found = await visit(slack_api_url="http://127.0.0.1:1/api/")

    assert found["token"].said == found["socket"].said == "Slack cannot be reached."
    assert "SLACK_API_URL" in str(found["token"].mend)


async def test_missing_scopes_are_named(visit: Visit, slack: ScriptedSlack) -> None:
    slack.replies["auth.test"] = says(
        {"ok": True, "user_id": "UBOT"}, headers={"x-oauth-scopes": "commands,chat:write"}
    )

    found = await visit()

    assert found["scopes"].ok is False
    assert found["scopes"].said == "Missing: files:write, im:history, im:write, users:read."


async def test_spare_scopes_are_mentioned(visit: Visit, slack: ScriptedSlack) -> None:
    granted = SCOPES_HEADER["x-oauth-scopes"] + ", incoming-webhook"
    slack.replies["auth.test"] = says({"ok": True, "user_id": "UBOT"}, headers={"x-oauth-scopes": granted})

    found = await visit()

    assert found["scopes"].ok is True
    assert found["scopes"].said.endswith("More than needed: incoming-webhook.")


@pytest.mark.parametrize(
    ("reply", "mend"),
    [
        (refuses("invalid_auth"), "connections:write"),
        (refuses("missing_scope", needed="connections:write"), "Add it to the app"),
        (refuses("link_disabled"), "Socket Mode is on"),
        (says({"ok": True}), "Socket Mode is on"),
        (says({"ok": True, "url": "gopher://"}), "Socket Mode is on"),
    ],
)
async def test_a_socket_that_does_not_open_is_explained(
    visit: Visit, slack: ScriptedSlack, reply: Reply, mend: str
) -> None:
    slack.replies["apps.connections.open"] = reply

    found = await visit()

    assert found["socket"].ok is False
    assert mend in str(found["socket"].mend)


@pytest.mark.parametrize(
    ("apart", "ok"), [(0, True), (60, True), (-61, None), (299, None), (300, False), (-3600, False)]
)
async def test_a_clock_that_is_off_is_noticed_before_signatures_fail(
    visit: Visit, apart: int, *, ok: bool | None
) -> None:
    found = await visit(now=NOON + timedelta(seconds=apart))

    assert found["clock"].ok is ok
    assert (found["clock"].mend is None) is (ok is True)


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 31 Dec 9999 23:59:59 -2300"])
async def test_an_answer_without_a_time_leaves_the_clock_open(visit: Visit, slack: ScriptedSlack, date: str) -> None:
    slack.date = date

    assert (await visit())["clock"].said.startswith("Not compared")


async def test_the_look_up_writes_finds_and_deletes_one_message(visit: Visit, slack: ScriptedSlack) -> None:
    await visit(member="U1")

    assert slack.methods()[2:] == ["conversations.open", "chat.postMessage", "conversations.history", "chat.delete"]
    asked = dict(slack.asked)
    assert asked["conversations.open"]["users"] == "U1"
    assert asked["chat.delete"]["ts"] == "1.2"


async def test_metadata_that_does_not_come_back_fails_and_leaves_no_message(visit: Visit, slack: ScriptedSlack) -> None:
    slack.keeps_metadata = False

    found = await visit(member="U1")

    assert found["look-up"].ok is False
    assert "metadata.message:read" in str(found["look-up"].mend)
    assert slack.methods()[-1] == "chat.delete"


@pytest.mark.parametrize(
    ("method", "reply", "ok", "said"),
    [
        ("conversations.open", refuses("user_not_found"), False, "user_not_found"),
        ("conversations.open", says({"ok": True, "channel": "D1"}), False, "shape"),
        ("conversations.open", refuses("missing_scope", needed="im:write"), False, "im:write"),
        ("chat.postMessage", refuses("restricted_action"), False, "restricted_action"),
        ("conversations.history", refuses("missing_scope", needed="im:history"), False, "im:history"),
        ("conversations.history", says({"ok": True}), False, "did not come back"),
        ("chat.delete", refuses("cant_delete_message"), None, "not deleted"),
    ],
)
async def test_each_step_of_the_look_up_may_fail_and_is_named(
    visit: Visit, slack: ScriptedSlack, method: str, reply: Reply, said: str, *, ok: bool | None
) -> None:
    slack.replies[method] = reply

    found = await visit(member="U1")

    assert found["look-up"].ok is ok
    assert said in found["look-up"].said
    assert found["look-up"].mend


async def test_a_message_is_deleted_even_when_history_hangs(visit: Visit, slack: ScriptedSlack) -> None:
    slack.silent = {"conversations.history"}

    found = await visit(member="U1", patience=0.5)

    assert found["look-up"].ok is False
    assert slack.methods()[-1] == "chat.delete"


async def test_a_dropped_connection_does_not_write_twice(visit: Visit, slack: ScriptedSlack) -> None:
    slack.dropped = {"chat.postMessage"}

    found = await visit(member="U1")

    assert slack.methods().count("chat.postMessage") == 1
    assert found["look-up"].said == "Slack cannot be reached."


async def test_a_database_that_does_not_open_is_a_finding(visit: Visit) -> None:
    async def broken() -> Finding:
        raise OperationalError("select 1", {}, Exception("password authentication failed"))

    found = await visit(database=broken)

    assert found["database"].ok is False
    assert "DATABASE_URL" in str(found["database"].mend)
    assert "password authentication" not in found["database"].said


async def test_no_token_and_no_control_character_is_ever_printed(visit: Visit, slack: ScriptedSlack) -> None:
    slack.replies["auth.test"] = says({"ok": True, "user_id": "UBOT", "user": "\x1b[2Jcoach\n", "team": "Acme"})
    slack.replies["apps.connections.open"] = refuses("no such token: xapp-1")

    shown = table(
        (await visit(member="U1", openai_api_key="sk-secret", openai_base_url="http://127.0.0.1:9/v1")).values()
    )

    assert not [secret for secret in ("xoxb-1", "xapp-1", "sk-secret", "\x1b") if secret in shown]
    assert "a word we do not know" in shown


def test_the_table_is_aligned_and_puts_each_mend_under_its_finding() -> None:
    shown = table(
        [
            Finding("token", True, "Fine."),
            Finding("scopes", False, "Missing.", "Add them."),
            Finding("clock", None, "Unknown."),
        ]
    )

    assert shown.splitlines() == [
        "ok    token     Fine.",
        "FAIL  scopes    Missing.",
        "                -> Add them.",
        "note  clock     Unknown.",
    ]


def test_a_long_sentence_stays_in_its_column_and_loses_no_word() -> None:
    said = "word " * 40

    lines = table([Finding("token", False, said, said)]).splitlines()

    assert max(map(len, lines)) <= 100
    assert all(line.startswith(" " * 16) for line in lines[1:])
    assert sum(line.count("word") for line in lines) == 80
