"""The simulator's processes: the AWS emulator, the stand-ins with their pages, the API's front."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from simulator.front import HEALTH
from simulator.kept import Kept
from simulator.processes import HOST, Server, require_free

EMULATOR = [
    str(Path(__file__).parents[1] / "build/emulator/venv/bin/python"),
    "-P",  # a module of this folder has the name of a package
    str(Path(__file__).with_name("emulator.py")),
]
REGION = "ap-northeast-1"
INHERITED = (
    *("PATH", "HOME", "LANG", "LC_ALL", "PYENV_ROOT"),
    *("TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR", "TF_PLUGIN_DIR"),
    *("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "SSL_CERT_FILE"),
)
"""What of the developer's environment reaches the processes: how to find programs and the network,
but no credentials and no settings of AWS.
"""


class Servers:
    """The processes of one stack, whose logs and the emulator's data are in `folder`.

    Raises `StackError` if a port is in use, before anything is started.
    """

    def __init__(self, folder: Path, *, aws_port: int, simulator_port: int, api_port: int) -> None:
        require_free(aws_port, "AWS_PORT")
        require_free(simulator_port, "SIMULATOR_PORT")
        require_free(api_port, "API_PORT")
        self._kept = Kept(folder / "emulator")
        self._ports = aws_port, simulator_port, api_port
        self.emulator = Server(
            "The AWS emulator", aws_port, folder / "emulator.log", "/_ministack/health"
        )
        self.stand_ins = Server(
            "The stand-ins", simulator_port, folder / "stand-ins.log", "/control/health"
        )
        self.front = Server("The API's front", api_port, folder / "front.log", HEALTH)

    def start(self, description: Path, credentials: Mapping[str, str]) -> str | None:
        """Start them, the emulator with the deployment that was kept here. Returns what that is
        made of, None if there was none. Raises `StackError`.
        """
        deployed = self._kept.claim()
        if deployed is None:
            self._kept.forget()
        aws_port, simulator_port, api_port = self._ports
        self.emulator.launch(EMULATOR, self._emulator_environment(aws_port))
        self.stand_ins.launch(
            [
                *(sys.executable, "-m", "simulator.server"),
                *(f"--port={simulator_port}", f"--stack={description}"),
            ],
            {**inherited(), **credentials},
        )
        self.front.launch(
            [
                *(sys.executable, "-m", "simulator.front", f"--port={api_port}"),
                *(f"--aws-url={self.emulator.url}", f"--region={REGION}"),
            ],
            inherited(),
        )
        for server in (self.emulator, self.stand_ins, self.front):
            server.await_service()
        return deployed

    def stop(self, keep: str | None = None) -> None:
        """End them, and `keep` what is deployed, which is made of that, or throw it away."""
        self.stand_ins.kill()
        self.front.kill()
        if keep and self.emulator.stop():
            self._kept.keep(keep)
        else:
            self.emulator.kill()
            self._kept.forget()

    def _emulator_environment(self, port: int) -> dict[str, str]:
        data = self._kept.data
        temporary = data / "tmp"
        shutil.rmtree(temporary, ignore_errors=True)
        temporary.mkdir(parents=True)
        return {
            **inherited(),
            "AUTH": "true",  # functions run as their roles, and IAM is enforced
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(port),
            "IOT_MTLS_ENABLED": "0",
            "MINISTACK_REGION": REGION,
            "PERSIST_STATE": "1",  # saved when it ends
            "S3_DATA_DIR": str(data / "s3"),
            "S3_PERSIST": "1",
            "STATE_DIR": str(data / "state"),
            "TMPDIR": str(temporary),
        }


def inherited() -> dict[str, str]:
    """What a process gets of this one's environment."""
    found = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**found, "NO_PROXY": f"{HOST},localhost", "no_proxy": f"{HOST},localhost"}
