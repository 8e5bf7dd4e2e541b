"""Have Terraform's state follow to the table that `restored_table_name` says.

    python -m scripts.adopt_table '<command that runs terraform>' -var-file=… -var=…

Terraform would otherwise delete the table that it knows and make an empty one. Only the state is
changed here: not the tables, and nothing that uses them.
"""

import re
import subprocess
import sys
from dataclasses import dataclass

ADDRESS = "module.message_table.aws_dynamodb_table.this"
NAME = re.compile(r'^ *name += "([^"]+)"$', re.MULTILINE)


@dataclass(frozen=True)
class Terraform:
    """Terraform, as make runs it: a command of the shell, and what sets the variables."""

    command: str
    variables: tuple[str, ...]

    def run(self, *arguments: str, given: str = "") -> str:
        """What it prints. Ends the process, with what it says, if it fails."""
        done = self.tried(*arguments, given=given)
        if done.returncode:
            sys.exit(f"terraform {arguments[0]} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def tried(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", "-c", f'{self.command} "$@"', "sh", *arguments],
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    def wanted(self) -> str:
        """The table's name, by the configuration."""
        return self.run("console", *self.variables, given="local.table_name\n").strip().strip('"')

    def known(self) -> str | None:
        """The name of the table in the state. A run that broke off may have left none."""
        shown = self.tried("state", "show", "-no-color", ADDRESS)
        found = NAME.search(shown.stdout) if shown.returncode == 0 else None
        return found[1] if found else None


def main() -> None:
    """Let go of the one table, and take the other."""
    terraform = Terraform(sys.argv[1], tuple(sys.argv[2:]))
    wanted, known = terraform.wanted(), terraform.known()
    if wanted == known:
        sys.exit(
            f"{known} is the table already. Set restored_table_name in the environment's file to "
            "another one: `make restore` says which."
        )
    if known:
        terraform.run("state", "rm", ADDRESS)
    imported = terraform.tried("import", "-input=false", *terraform.variables, ADDRESS, wanted)
    if imported.returncode:
        back = f" {known} is not deleted, only let go of." if known else ""
        sys.exit(
            f"{imported.stdout}{imported.stderr}\n{wanted} could not be taken over.{back} Correct "
            "restored_table_name and run `make adopt` again before anything else."
        )
    print(f"Terraform's table is {wanted} now. `make apply` gives it its settings and uses it.")
    if known:
        print(f"{known} is not Terraform's any more: it stays as it is until you delete it.")


if __name__ == "__main__":
    main()
