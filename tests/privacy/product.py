"""The real product in a process of its own, with every folder it could write to under one temporary folder."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]
BOOT = "import sys; from bot.__main__ import main; sys.exit(main(sys.argv[1:]))"
# The same product whose actions all break, with the whole talk in the words of the failure.
BOOT_BROKEN = (
    """
import rasa_sdk.executor
async def broken(self, call):
    raise RuntimeError(f"cannot act on {call}")
rasa_sdk.executor.ActionExecutor.run = broken
"""
    + BOOT
)
SECONDS_TO_START = 240


class Product:
    """`boussole run`, alone in a folder.

    Args:
        folder: everything is kept below it: working folder, home, temporary files, build, output.
        settings: more `BOUSSOLE_` settings.
    """

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self.url = ""

    async def start(self, boot: str = BOOT) -> None:
        """Start and wait until it answers."""
        self._starts += 1
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._process = self._spawned(boot, port)
        for _ in range(SECONDS_TO_START):
            if await self._is_ready():
                return
            assert self._process.poll() is None, (self.folder / f"output-{self._starts}").read_text()
            await asyncio.sleep(1)
        raise AssertionError("the product did not start")

    def _spawned(self, boot: str, port: int) -> subprocess.Popen[bytes]:
        with (self.folder / f"output-{self._starts}").open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-c", boot, "run", "--port", str(port)],
                cwd=self.folder / "work", env=self._environment(), stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process, and wait for its end."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(timeout=60)

    def files_open_for_writing(self) -> list[str]:
        """What the process could write to right now, deleted files included."""
        assert self._process is not None
        held = []
        process = Path(f"/proc/{self._process.pid}")
        for link in (process / "fd").iterdir():
            try:
                target, info = os.readlink(link), (process / "fdinfo" / link.name).read_text()
            except FileNotFoundError:  # closed meanwhile
                continue
            writes = int(info.split("flags:")[1].split()[0], 8) & (os.O_WRONLY | os.O_RDWR)
            if writes and target.startswith("/") and not target.startswith("/dev/"):
                held.append(target)
        return held

    def _environment(self) -> dict[str, str]:
        for name in ("work", "home", "temporary", "build"):
            (self.folder / name).mkdir(exist_ok=True)
        models = self.folder / "build" / "models"
        if not models.exists():
            models.symlink_to((ROOT / "build" / "models").resolve())
        home, temporary = str(self.folder / "home"), str(self.folder / "temporary")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("BOUSSOLE_", "XDG_"))}
        return kept | {
            "HOME": home, "TMPDIR": temporary, "TEMP": temporary, "TMP": temporary, "PYTHONDONTWRITEBYTECODE": "1",
            "BOUSSOLE_BUILD_DIR": str(self.folder / "build"), "BOUSSOLE_LOG_LEVEL": "DEBUG", **self._settings,
        }  # fmt: skip

    async def _is_ready(self) -> bool:
        try:
            async with aiohttp.ClientSession() as client, client.get(f"{self.url}/readyz") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False
