"""The addresses of files: where their content goes, and where an app or a person gets it back."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from playground import arguments
from playground.exchange import note, under_fault
from playground.recorder import Entry
from playground.refusals import Refused
from playground.webapi import Reply

if TYPE_CHECKING:
    from playground.files import File
    from playground.workspace import Workspace
    from playground.world import World

STATUSES = {"invalid_upload_url": 404, "length_mismatch": 400, "no_file_data": 400}


class FileServer:
    """Takes content once, and hands it to those who may have it."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the addresses."""
        app.router.add_post("/upload/v1/{workspace}/{number}", self._upload)
        app.router.add_get("/files-pri/{key}/{name}", self._download)
        app.router.add_get("/files-pri/{key}/download/{name}", self._download)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Take the content of one announced file, raw or as a form ("files.getUploadURLExternal")."""
        ticket, workspace_id = request.path.removeprefix("/"), request.match_info["workspace"]
        content = await _content(request)
        payload = {"url": ticket, "length": len(content) if content is not None else None}
        entry = Entry(self._world.now(), "in", "upload", "upload", payload, workspace_id)

        def act() -> web.Response:
            try:
                self._receive(workspace_id, ticket, content)
            except Refused as refused:
                self._world.recorder.violation(refused.error, "upload", refused.messages)
                note(entry, Reply(refused.as_payload(), STATUSES[refused.error]))
                return web.Response(status=entry.status, text=refused.error)
            note(entry, Reply({"ok": True}))
            return web.Response(text=f"OK - {payload['length']}")

        return await under_fault(self._world, request, entry, act)

    def _receive(self, workspace_id: str, ticket: str, content: bytes | None) -> None:
        workspace = self._world.workspace_of_id(workspace_id)
        if workspace is None:
            raise Refused("invalid_upload_url")
        if content is None:
            raise Refused("no_file_data")
        workspace.files.receive(ticket, content)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Give a private file to an app that shows its token; others are sent to sign in, as by Slack."""
        workspace_id, _, file_id = request.match_info["key"].partition("-")
        entry = Entry(self._world.now(), "in", "download", "download", {"file": file_id}, workspace_id)

        def act() -> web.Response:
            workspace = self._world.workspace_of_token(arguments.token(request, {}), {"team_id": workspace_id})
            if workspace is None or workspace.id != workspace_id or not workspace.lets_read_files():
                self._world.recorder.violation("file_without_permission", "download", (file_id,))
                return web.Response(status=302, headers={"Location": f"/?redir={request.path}"})
            try:
                return handed_over(workspace.files.find(file_id, workspace.bot_user_id))
            except Refused as refused:
                note(entry, Reply(refused.as_payload(), 404))
                return web.Response(status=404, text=refused.error)

        return await under_fault(self._world, request, entry, act)


def for_person(workspace: "Workspace", file_id: str, person_id: str) -> web.Response:
    """Give a file to a person in the browser, if it is in their sight."""
    try:
        return handed_over(workspace.files.find(file_id, person_id))
    except Refused as refused:
        raise web.HTTPNotFound(text="No such file.") from refused


def handed_over(file: "File") -> web.Response:
    """Give the content, to be saved and not to be run."""
    response = web.Response(body=file.content, content_type=file.mimetype)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return response


async def _content(request: web.Request) -> bytes | None:
    """Read the body as it is, or the one file in a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    fields = [f for f in (await request.post()).values() if isinstance(f, web.FileField)]
    return fields[0].file.read() if len(fields) == 1 else None
