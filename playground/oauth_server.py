"""The page on which a person lets an app into their workspace ("Installing with OAuth")."""

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from playground.oauth import Request, back
from playground.refusals import Refused

if TYPE_CHECKING:
    from playground.organisations import Organisation
    from playground.person import Person
    from playground.world import World

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title>
<link rel="icon" href="/page/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page/page.css"><link rel="stylesheet" href="/page/forms.css">
<link rel="stylesheet" href="/page/install.css"></head>
<body class="install"><main>{content}</main></body>
</html>
"""
ASKS = """<h1>Install {app}</h1>
<p>{app} asks to join a workspace of this playground. It would get these rights:</p>
<ul>{scopes}</ul>
<form method="post">
<label for="who">Install it as</label>
<select id="who" name="who">{people}</select>
<footer><button class="button" name="answer" value="cancel">Cancel</button>
<button class="button primary" name="answer" value="allow">Allow</button></footer>
</form>"""
REFUSED = """<h1>This app cannot be installed like this</h1>
<p>Slack would refuse the address that led here: <code>{error}</code></p>{details}
<p>Correct the app's install link and open it again.</p>"""


class OAuthServer:
    """Asks a person, and sends them back to the app with the answer."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the page's address."""
        app.router.add_get("/oauth/v2/authorize", self._ask)
        app.router.add_post("/oauth/v2/authorize", self._answer)

    async def _ask(self, request: web.Request) -> web.Response:
        try:
            asked = self._world.authorisations.read(request.query)
        except Refused as refused:
            return self._refused(refused)
        people = "".join(self._choices(asked))
        scopes = "".join(f"<li><code>{escape(scope)}</code></li>" for scope in asked.scopes)
        content = ASKS.format(app=escape(self._world.bot_name), scopes=scopes, people=people)
        return self._page(f"Install {self._world.bot_name}", content, target=_origin(asked))

    def _choices(self, asked: Request) -> list[str]:
        """Give everybody in every workspace, and the organizations as a whole; the app may name a workspace."""
        workspaces = self._world.workspaces.values()
        chosen = [w for w in workspaces if asked.team in {w.id, w.domain}] or list(workspaces)
        people = [(f"{p.workspace.name}/{p.name}", f"{p.name} in {w.name}") for w in chosen for p in w.people.values()]
        roofs = [(f"org/{o.name}", f"{o.name}, the whole organization") for o in self._world.organisations.values()]
        return [f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in people + roofs]

    async def _answer(self, request: web.Request) -> web.Response:
        form = await request.post()
        try:
            asked = self._world.authorisations.read(request.query)
            if form.get("answer") != "allow":
                raise web.HTTPFound(back(asked, error="access_denied"))
            person, organisation = self._who(str(form.get("who", "")))
        except Refused as refused:
            return self._refused(refused)
        raise web.HTTPFound(self._world.authorisations.allow(asked, person, organisation))

    def _who(self, named: str) -> "tuple[Person, Organisation | None]":
        place, _, name = named.partition("/")
        if place == "org" and name in self._world.organisations:
            organisation = self._world.organisations[name]
            return organisation.workspaces[0].person("Ana"), organisation
        workspace = self._world.workspaces.get(place)
        if workspace is None or name not in workspace.people:
            raise Refused("invalid_arguments", ["[ERROR] nobody of this name [json-pointer:/who]"])
        return workspace.people[name], None

    def _refused(self, refused: Refused) -> web.Response:
        self._world.recorder.violation(refused.error, "oauth/v2/authorize", refused.messages)
        details = "".join(f"<p><code>{escape(words)}</code></p>" for words in refused.messages)
        return self._page("Not installed", REFUSED.format(error=escape(refused.error), details=details), status=400)

    @staticmethod
    def _page(title: str, content: str, *, target: str = "", status: int = 200) -> web.Response:
        policy = f"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self' {target}; base-uri 'none'"
        headers = {
            "Content-Security-Policy": f"{policy}; frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
        text = PAGE.format(title=escape(title), content=content)
        return web.Response(text=text, content_type="text/html", headers=headers, status=status)


def _origin(asked: Request) -> str:
    """Give the origin that the form may lead to."""
    parts = urlsplit(asked.redirect_uri)
    return f"{parts.scheme}://{parts.netloc}"
