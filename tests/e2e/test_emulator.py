"""What the simulator mends of the AWS emulator, which the other tests rely on."""

import json
import subprocess
from pathlib import Path

from simulator.servers import EMULATOR

CALLS = 20


def test_a_function_s_log_has_every_line_of_a_call_even_if_the_emulator_is_busy() -> None:
    python, option, emulator = EMULATOR
    script = str(Path(__file__).with_name("busy_emulator.py"))
    run = subprocess.run(
        [python, option, script, emulator, str(CALLS)], capture_output=True, text=True, check=True
    )
    wanted = ["\n".join(f"{call}.{line}" for line in range(6)) for call in range(CALLS)[::-1]]
    assert json.loads(run.stdout) == wanted
