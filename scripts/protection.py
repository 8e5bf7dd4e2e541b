"""Refuse to destroy a deployment whose data are protected, before anything of it is deleted.

    python -m scripts.protection build/production/outputs.json production

AWS itself would refuse only the table and the user pool, when most of the rest is gone.
"""

import json
import sys
from pathlib import Path


def main() -> None:
    """Exit 1 if it is protected. What is not deployed is not."""
    outputs = json.loads(Path(sys.argv[1]).read_text())
    if outputs.get("deletion_protection", {}).get("value"):
        sys.exit(
            f"This deployment is protected. Set deletion_protection = false in terraform/"
            f"environments/{sys.argv[2]}.tfvars, run `make apply`, and then this again."
        )


if __name__ == "__main__":
    main()
