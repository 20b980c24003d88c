"""Installing by OAuth ("Installing with OAuth", "oauth.v2.access"): a person allows it, the app exchanges the code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from playground import limits
from playground.refusals import Refused
from playground.shapes import Payload

if TYPE_CHECKING:
    from playground.organisations import Organisation
    from playground.person import Person
    from playground.world import World

LOOPBACK = {"127.0.0.1", "localhost"}
_SCOPE = re.compile(r"[a-z]+(?:[.:_][a-z_]+)*")
_ASKED = {"client_id", "scope", "user_scope", "redirect_uri", "state", "team", "nonce", "granular_bot_scope"}


@dataclass(frozen=True)
class Request:
    """What an app asks of the person whom it sent here."""

    scopes: tuple[str, ...]
    redirect_uri: str
    named_uri: str | None
    """What the app itself wrote; None when Slack took the first registered one."""
    state: str | None
    team: str | None


@dataclass
class Grant:
    """What a person allowed, for the one who brings the code."""

    person: "Person"
    organisation: "Organisation | None"
    request: Request
    issued: float
    used: bool = False


@dataclass
class Authorisations:
    """The codes of a world."""

    world: "World"
    _grants: dict[str, Grant] = field(default_factory=dict)

    def read(self, query: Mapping[str, str]) -> Request:
        """Look over the address that the app sent somebody to."""
        if query.get("client_id") != self.world.client_id:
            raise Refused("invalid_client_id")
        if unknown := sorted(query.keys() - _ASKED):
            raise Refused("invalid_arguments", [f"[ERROR] unknown argument: {name}" for name in unknown])
        if query.get("user_scope"):
            raise Refused("invalid_scope", ["[ERROR] the playground gives no user tokens [json-pointer:/user_scope]"])
        scopes = tuple(dict.fromkeys(s for s in re.split(r"[ ,]+", query.get("scope", "")) if s))
        if not scopes:
            raise Refused("no_scopes")
        if wrong := [s for s in scopes if not _SCOPE.fullmatch(s)]:
            raise Refused("invalid_scope", [f"[ERROR] no scope: {s}" for s in wrong])
        named = query.get("redirect_uri") or None
        return Request(scopes, self._address(named), named, query.get("state"), query.get("team"))

    def _address(self, named: str | None) -> str:
        """Give where the person goes back to: only addresses that the manifest lists, and only on this machine."""
        registered = self.world.manifest.get("oauth_config", {}).get("redirect_urls", [])
        address = named or next(iter(registered), "")
        parts = urlsplit(address)
        fits = not registered or any(address.startswith(str(one)) for one in registered)
        if parts.scheme not in {"http", "https"} or parts.hostname not in LOOPBACK or parts.fragment or not fits:
            raise Refused("bad_redirect_uri")
        return address

    def allow(self, request: Request, person: "Person", organisation: "Organisation | None" = None) -> str:
        """Give where a person goes who agreed, with a code that is good once and for ten minutes."""
        code = f"{len(self._grants) + 1}.{person.workspace.id}.{person.id}"
        self._grants[code] = Grant(person, organisation, request, self.world.now())
        return back(request, code=code)

    def exchange(self, given: Payload) -> Payload:
        """Install the app for who allowed it, and give the token."""
        if given.get("grant_type", "authorization_code") != "authorization_code":
            raise Refused("invalid_grant_type")
        grant = self._grants.get(given.get("code", ""))
        if grant is None or self.world.now() - grant.issued > limits.CODE_SECONDS:
            raise Refused("invalid_code")
        if grant.used:
            raise Refused("code_already_used")
        if given.get("redirect_uri") != grant.request.named_uri:
            raise Refused("bad_redirect_uri")
        grant.used = True
        return self._installed(grant)

    def _installed(self, grant: Grant) -> Payload:
        workspace, scopes = grant.person.workspace, frozenset(grant.request.scopes)
        target = grant.organisation or workspace
        target.install(scopes)
        self.world.changed()
        roof = grant.organisation or workspace.organisation
        return {
            "app_id": self.world.app_id,
            "authed_user": {"id": grant.person.id},
            "scope": ",".join(sorted(target.scopes)),
            "token_type": "bot",
            "access_token": target.bot_token,
            "bot_user_id": target.bot_user_id,
            "team": None if grant.organisation else {"id": workspace.id, "name": workspace.name},
            "enterprise": roof.as_payload() if roof else None,
            "is_enterprise_install": grant.organisation is not None,
        }


def back(request: Request, **answer: str) -> str:
    """Give the app's own address with the answer in it, and with the state as it came."""
    parts = urlsplit(request.redirect_uri)
    state = {} if request.state is None else {"state": request.state}
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *answer.items(), *state.items()])
    return urlunsplit(parts._replace(query=query))
