"""Load on a whole stack of its own: `make load`, in at most eight minutes. Ends with 1 if anything
was lost or came twice.

python -m bench.load            measures, and makes docs/load.md
python -m bench.load render     makes docs/load.md anew from what was measured last
"""

import sys
import time

from bench.load import document
from bench.load.figures import Run, exact_table, webhook_table, worker_table
from bench.load.run import measure
from bench.load.seen import Stack
from bench.load.traffic import Step
from bench.tables import as_text
from simulator.processes import free_port
from simulator.stack import BUILD, Options, running_stack

BURST = Step("six at once, cold", chats=6, at_once=6, messages=1)
WARM_UP = Step("warm-up", chats=24, at_once=24, messages=1)
"""So many functions are awake then as are needed at any time later."""
FAULTS = [
    {"service": "openai", "operation": "responses", "kind": "status", "status": 429, "times": 4},
    {"service": "openai", "operation": "responses", "kind": "status", "status": 500, "times": 4},
    {"service": "openai", "operation": "responses", "kind": "drop_response", "times": 3},
    {"service": "line", "operation": "reply", "kind": "status", "status": 429, "times": 4},
    {"service": "line", "operation": "reply", "kind": "status", "status": 500, "times": 4},
    {"service": "line", "operation": "reply", "kind": "drop_response", "times": 3},
]
STEPS = [
    Step("1", chats=15, at_once=1),
    Step("2", chats=25, at_once=2),
    Step("4", chats=40, at_once=4),
    Step("4, with faults", chats=20, at_once=4, faults=FAULTS),
    Step("8", chats=60, at_once=8),
    Step("16", chats=80, at_once=16),
]
VARIABLES = {"TF_VAR_answer_deadline_seconds": "20"}
"""So that the event of a worker that dies comes again within the time that a step waits for it."""
MOST_SECONDS = 150
"""After which no further step is begun."""


def main() -> None:
    """Measure, or only make the document anew."""
    if sys.argv[1:] != ["render"]:
        measured().write(document.RESULTS)
    run = Run.read(document.RESULTS)
    document.write(run)
    for table in (exact_table, webhook_table, worker_table):
        sys.stdout.write(f"{as_text(table(run))}\n\n")
    sys.exit("\n".join(run.unlike) if run.unlike else 0)


def measured() -> Run:
    """Deploy, and take one step after the other."""
    folder = BUILD / "simulator" / "load"
    options = Options(
        folder=folder,
        aws_port=free_port(),
        simulator_port=free_port(),
        api_port=free_port(),
        description=folder / "stack.json",
        variables=VARIABLES,
    )
    with running_stack(options) as running:
        stack, found, began = Stack(running.description), [], time.monotonic()
        for number, step in enumerate((BURST, WARM_UP, *STEPS)):
            after = time.monotonic() - began
            if after > MOST_SECONDS:
                print("It has taken long enough.")
                break
            print(f"{after:.0f} s: {step.name}, {step.chats} chats …", flush=True)
            found.append(measure(stack, step, number))
    burst, _, *steps = found
    unlike = [each for one in found for each in one.unlike]
    return Run(burst.figures, [each.figures for each in steps], unlike)


if __name__ == "__main__":
    main()
