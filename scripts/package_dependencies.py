"""Build the zip of a layer's dependencies, compiled and without what no Lambda uses.

python -m scripts.package_dependencies PLATFORM LOCK TARGET                  a layer by itself
python -m scripts.package_dependencies PLATFORM LOCK TARGET --without OTHER  one on top of another

OTHER is the lock of the layer below. What it brings is left out, and must have the same version.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.archive import compile_tree, write_zip

GLIBC_MINOR_VERSIONS = range(34, 16, -1)
"""The python3.13 runtime is Amazon Linux 2023, whose glibc is 2.34: wheels for it or an older one.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
"""

MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}

AWS_SERVICES = {"dynamodb", "s3", "scheduler", "sqs", "ssm", "sts"}
"""The services whose API descriptions stay in botocore and boto3; there are over 400."""

OPENAI_APIS = ("admin", "beta", "evals", "fine_tuning", "live", "realtime", "vector_stores")
POWERTOOLS_UTILITIES = (
    *("auth_alpha", "batch", "circuit_breaker", "feature_flags", "idempotency", "kafka"),
    *("parser", "streaming"),
)

UNUSED = [
    "bin",
    "aenum/doc",
    "aenum/test*",
    "cffi*",  # makes bindings; to use those of cryptography, _cffi_backend is enough
    "click*",  # the command line of uvicorn
    "future/backports",  # for Python 2
    "future/moves",
    "future/types",
    "libfuturize",  # needs lib2to3, which Python 3.13 does not have
    "libpasteurize",
    "mcp/cli",
    "past",
    "pycparser*",  # cffi's, see there
    "uvicorn*",  # a server; of a Lambda's requests it gets none
    "**/tests",
    "**/*.c",
    "**/*.h",
    "**/*.pxd",
    "**/*.pyi",
    "**/*.pyx",
    "*.dist-info/RECORD",  # lists what was just removed
    # What LINE's SDK imports for its asynchronous clients, which nobody makes: without their
    # extensions these packages are plain Python.
    *(
        f"{package}/**/*.so"
        for package in ("aiohttp", "frozenlist", "multidict", "propcache", "yarl")
    ),
    # APIs that nothing here calls. The SDKs load them when they are called, or never.
    *(f"linebot/v3/{api}" for api in ("audience", "insight", "liff", "module", "moduleattach")),
    *(f"linebot/v3/{api}" for api in ("oauth", "shop")),
    *(f"openai/{part}/{api}" for part in ("resources", "types") for api in OPENAI_APIS),
    *(f"aws_lambda_powertools/utilities/{utility}" for utility in POWERTOOLS_UTILITIES),
]


def main() -> None:
    """Build the zip that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("platform", choices=["host", *MACHINES])
    parser.add_argument("lock", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--without", type=Path)
    arguments = parser.parse_args()

    requirements = read(arguments.lock)
    if arguments.without:
        requirements = remaining(requirements, read(arguments.without))
    with tempfile.TemporaryDirectory() as temporary:
        lock = Path(temporary, arguments.lock.name)
        lock.write_text("\n".join(requirements.values()))
        packages = Path(temporary, "tree", "python")
        _install(lock, arguments.platform, packages)
        _prune(packages)
        compile_tree(packages, "/opt/python")
        write_zip(arguments.target, packages.parent)


def read(lock: Path) -> dict[str, str]:
    """The requirements of a lock, with their hashes, by the packages' names."""
    requirements = re.findall(r"^\S.*(?:\n\s.*)*", lock.read_text(), re.MULTILINE)
    return {requirement.partition("==")[0]: requirement for requirement in requirements}


def remaining(requirements: dict[str, str], below: dict[str, str]) -> dict[str, str]:
    """What the layer below does not bring. Ends the process if it brings another version."""
    for name in requirements.keys() & below.keys():
        if requirements[name] != below[name]:
            sys.exit(f"The layers disagree on {name}: run `make lock`.")
    return {name: text for name, text in requirements.items() if name not in below}


def _install(lock: Path, platform: str, packages: Path) -> None:
    # Wheels only: nothing is compiled here, so that every machine builds the same for a platform.
    command = [
        "--requirement",
        str(lock),
        "--require-hashes",
        "--no-deps",
        "--only-binary",
        ":all:",
    ]
    if platform != "host":
        machine = MACHINES[platform]
        command += ["--implementation", "cp", "--python-version", "3.13"]
        command += ["--platform", f"manylinux2014_{machine}"]
        for minor in GLIBC_MINOR_VERSIONS:
            command += ["--platform", f"manylinux_2_{minor}_{machine}"]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--quiet", "--no-compile"]
    pip += ["--disable-pip-version-check", "--target", str(packages)]
    if subprocess.run([*pip, *command], check=False).returncode:
        sys.exit(f"pip could not install {lock} for {platform}: its message is above.")


def _prune(packages: Path) -> None:
    for pattern in UNUSED:
        for path in sorted(packages.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for data in ("botocore/data", "boto3/data"):
        for service in packages.glob(f"{data}/*"):
            if service.is_dir() and service.name not in AWS_SERVICES:
                shutil.rmtree(service)
    for partitions in packages.glob("botocore/data/endpoints.json"):
        known = json.loads(partitions.read_text())
        for partition in known["partitions"]:
            partition["services"] = {
                name: service
                for name, service in partition["services"].items()
                if name in AWS_SERVICES
            }
        partitions.write_text(json.dumps(known))


if __name__ == "__main__":
    main()
