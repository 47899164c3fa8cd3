"""Builds and starts what is in Java: the project by its own launcher, the tutorial's job and the broker beside its class path."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOUSE = HERE.parents[2]
LAUNCHER = HOUSE / "jobs" / "undertone"
TARGET = HOUSE / "jobs" / "target"
CLASSES = TARGET / "peers"

OPENED = ("java.lang", "java.util", "java.time", "java.util.concurrent", "java.nio")
OPTIONS = [
    "-Xmx1g",
    "-XX:+UseG1GC",
    "-XX:MaxGCPauseMillis=20",
    "-XX:G1HeapRegionSize=4m",
    "-XX:-G1UseAdaptiveIHOP",
    "-XX:InitiatingHeapOccupancyPercent=70",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.configurationFile=undertone-log4j2.properties",
]
"""What the launcher gives our job, the tutorial's gets too, but for the folder of bundles."""


def build() -> None:
    """Has the launcher build what is missing or stale, then compiles the Java files that lie here."""
    _run("Building Undertone", [str(LAUNCHER), "models", "list"])
    CLASSES.mkdir(parents=True, exist_ok=True)
    sources = [str(path) for path in sorted(HERE.glob("*.java"))]
    _run("Compiling the tutorial's job", [_tool("javac"), "-nowarn", "-d", str(CLASSES), "-cp", class_path(), *sources])


def class_path() -> str:
    """Returns the class path of the launcher, with what was compiled here."""
    lists = [(TARGET / "classpath" / name).read_text().strip() for name in ("runtime", "provided")]
    return os.pathsep.join([str(CLASSES), str(TARGET / "classes"), *lists])


def command(main: str, *arguments: str) -> list[str]:
    """Returns the command that starts a class compiled here, with the class path as the launcher passes it.

    ONNX Runtime's telemetry searches the whole command line and broke down on a long class path in it.
    """
    environment = [f"CLASSPATH={class_path()}", "ORT_DISABLE_TELEMETRY=1"]
    return ["env", *environment, _tool("java"), *OPTIONS, main, *arguments]


@contextmanager
def broker() -> Iterator[str]:
    """Starts Kafka in a process of its own and gives its address; it ends with the block."""
    with subprocess.Popen(command("Broker"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        address = process.stdout.readline().strip()
        if not address:
            raise SystemExit("Starting Kafka: expected its address, found that it ended. Mend what it says above.")
        try:
            yield address
        finally:
            process.stdin.close()
            process.wait()


def _tool(name: str) -> str:
    home = os.environ.get("JAVA_HOME")
    found = str(Path(home, "bin", name)) if home else shutil.which(name)
    if not found or not Path(found).exists():
        raise SystemExit(f"Looking for {name}: expected a JDK 17 or newer, found none. Install one and set JAVA_HOME.")
    return found


def _run(what: str, arguments: list[str]) -> None:
    done = subprocess.run(arguments, cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise SystemExit(f"{what}: expected exit code 0, found {done.returncode}. Mend what it says:\n{done.stdout[-4000:]}")
