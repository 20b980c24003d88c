"""A plain balancer, as hosts have one: in turn to each process, and to the next one where nobody listens."""

from types import TracebackType
from typing import Self

from aiohttp import ClientConnectorError, ClientSession, TCPConnector, web


class Balancer:
    """Hands requests on to the ports behind it. What was sent to a process is never sent to another."""

    def __init__(self) -> None:
        self.behind: list[int] = []
        self.answered: dict[int, int] = {}

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        self._session = ClientSession(connector=TCPConnector(force_close=True))
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._hand_on)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        self._site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await self._site.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Stop."""
        await self._runner.cleanup()
        await self._session.close()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _hand_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {
            name: value for name, value in request.headers.items() if name.startswith(("X-Slack", "Content-Type"))
        }
        self.behind.append(self.behind.pop(0))
        for port in tuple(self.behind):
            try:
                async with self._session.post(
                    f"http://127.0.0.1:{port}{request.path_qs}", data=body, headers=headers
                ) as got:
                    self.answered[port] = self.answered.get(port, 0) + 1
                    return web.Response(status=got.status, body=await got.read(), content_type=got.content_type)
            except ClientConnectorError:
                continue
        return web.Response(status=503)
