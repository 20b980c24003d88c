"""`python -m benchmarks.playground`: the local workspace as people meet it, in plain figures (Linux, with a Chromium).

How long `python -m bot demo` takes to stand, and what it holds; how soon the page is drawn and a message is on it, among
a thousand others as well; and how many posts a second it takes. Nothing here fails a build.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page, async_playwright
from yarl import URL

from benchmarks import load, processes
from benchmarks.fanout import slack
from playground import World
from playground.response_urls import show
from tests.browser import chromium

LINES: Final = 1_000
POSTS: Final = 6_000
VISITS: Final = 5
MESSAGES: Final = 15


async def main(folder: Path) -> None:
    """Measure, and print a line for each."""
    print(f"load {', '.join(f'{figure:.1f}' for figure in os.getloadavg())} on {os.cpu_count()} cores")
    await _demo(folder)
    await _posts()
    async with _browser() as browser:
        for lines in (0, LINES):
            await _page(browser, lines)
    print(f"load {', '.join(f'{figure:.1f}' for figure in os.getloadavg())}")


async def _demo(folder: Path) -> None:
    """Started twice, as after set-up: without and with a database of its own."""
    for what in ("first", "next"):
        began = time.perf_counter()
        async with processes.demo(folder) as server:
            _say(f"playground and bot stand, {what} start", time.perf_counter() - began, "s", "under 3")
            await asyncio.sleep(1)
            _say("  they hold", server.memory(), "MiB", "under 250")


async def _posts() -> None:
    """From 64 connections, each with its next post as soon as the last one is answered."""
    async with slack(64) as told:
        places, address = list(told.members.values()), URL(told.api_url)
        requests = [_post(address, told.token, places[number % len(places)], number) for number in range(POSTS)]
        server = processes.Server("slack", address.port or 80, told.pid)
        before = server.cpu()
        rate = await load.saturate(server.port, requests, _posted)
        spent = server.cpu() - before
    _say("posts a second, by the clock", rate, "", "at least 1,500")
    _say("  for each second of its processor time", POSTS / spent, "")


def _post(address: URL, token: str, channel: str, number: int) -> bytes:
    body = json.dumps({"channel": channel, "text": f"Message {number}"})
    head = (
        "POST /api/chat.postMessage HTTP/1.1",
        f"Host: {address.authority}",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*head, "", body)).encode()


def _posted(response: bytes) -> None:
    if b'"ok": true' not in response:
        raise load.WrongAnswer(response.decode(errors="replace"))


@asynccontextmanager
async def _browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=chromium.path(), args=chromium.arguments())
        yield opened
        await opened.close()


async def _page(browser: Browser, lines: int) -> None:
    """Open the page several times, then write into it."""
    async with World(rates="unlimited") as world:
        ana = world.default.person("Ana")
        for number in range(lines):
            show(ana, ana.place("general"), {"text": f"Line {number}", "response_type": "in_channel"})
        print(f"a conversation of {lines} messages")
        visits = [await _visit(browser, world) for _ in range(VISITS)]
        for what, limit in (("paint", "under 1,000"), ("drawn", "under 1,000")):
            _say(f"  {what}", statistics.median(visit[what] for visit in visits), "ms", limit)
        page = await _opened(browser, world)
        written: dict[str, Any] = await page.evaluate(WRITE, MESSAGES)
        _say("  from Enter to the screen, median", statistics.median(written["times"]), "ms", "under 100")
        _say("  the slowest of them", max(written["times"]), "ms")
        if lines:
            scrolled = await page.evaluate(SCROLL)
            _say("  a frame while scrolling through all, median", statistics.median(scrolled), "ms", "16.7 is smooth")
            _say("  the slowest of a hundred", sorted(scrolled)[-1 - len(scrolled) // 100], "ms")
        await page.context.close()


async def _opened(browser: Browser, world: World) -> Page:
    page = await (await browser.new_context()).new_page()
    await page.goto(f"{world.page_url}#Acme/Ana/general")
    await page.locator("#app:not([hidden])").wait_for()
    return page


async def _visit(browser: Browser, world: World) -> dict[str, float]:
    """Milliseconds from the address to the first paint, and to the conversation on the screen."""
    page = await _opened(browser, world)
    figures: dict[str, float] = await page.evaluate(PAINT)
    await page.context.close()
    return figures


def _say(what: str, figure: float, unit: str, goal: str = "") -> None:
    shown = f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}"
    print(f"{what:<52} {shown:>7} {unit:<4} {goal}".rstrip())


PAINT: Final = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve({
  paint: performance.getEntriesByName("first-paint")[0].startTime, drawn: performance.now(),
}))))"""
WRITE: Final = """async (count) => {
  const words = document.getElementById("words");
  const lines = document.getElementById("lines");
  const times = [];
  for (let number = 0; number < count; number += 1) {
    const text = `Measured ${number}.`;
    const seen = new Promise((resolve) => {
      const look = new MutationObserver(() => {
        if (!lines.lastElementChild.textContent.includes(text)) return;
        look.disconnect();
        requestAnimationFrame(() => setTimeout(resolve)); // when the frame with it has been drawn
      });
      look.observe(lines, { childList: true });
    });
    const began = performance.now();
    words.value = text;
    words.dispatchEvent(new Event("input", { bubbles: true }));
    words.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
    await seen;
    times.push(performance.now() - began);
  }
  return { times };
}"""
SCROLL: Final = """async () => {
  const lines = document.getElementById("lines");
  const frame = () => new Promise(requestAnimationFrame);
  const frames = [];
  lines.scrollTop = lines.scrollHeight;
  let before = await frame();
  while (lines.scrollTop > 0) {
    lines.scrollTop -= 120;
    const now = await frame();
    frames.push(now - before);
    before = now;
  }
  return frames;
}"""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        asyncio.run(main(Path(made)))
