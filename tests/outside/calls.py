"""Calls a running gateway with requests that fit its OpenAPI description and with ones that do not, using an independent
program (schemathesis). Fails on every response of 500 or more and on every response that the description does not contain.

    python calls.py PROGRAM --seconds 40

PROGRAM is qandas-gateway. It runs with made-up applications in its own folder."""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

from gateway import start

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# A stream has no end, but schemathesis waits for it. crates/gateway/tests has clients that read streams.
STREAMS = ["/api/v1/applications/{number}/events", "/api/v1/shared/events"]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--seconds", type=int, default=40)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        gateway, origin = start(options.program, place / "data")
        try:
            codes = laid_in(options.program, place / "data", origin)
            token = command(options.program, "token", place / "data").strip()
            owner = codes[0]
            number = ask(origin, "/api/v1/applications", owner)["numbers"][0]
            share = made_share(origin, owner, number)
            description = place / "openapi.json"
            description.write_text(json.dumps(with_names(ask(origin, "/openapi.json"), number, share["id"])))
            # The parts of the API, the secret for each, and its share of the time in tenths.
            parts = [
                ("/api/v1/(applications|files)", owner, 6),
                ("/authority/", token, 2),
                ("/api/v1/shared(/summary)?$", share["token"], 1),
                ("^/(healthz|readyz|metrics|openapi.json|api/v1/(service|calendar|shared/code))$", None, 1),
            ]
            failed = []
            for paths, secret, tenths in parts:
                seconds = max(1, options.seconds * tenths // 10)
                if not called(description, origin, paths, secret, seconds, options.seed):
                    failed.append(paths)
            still_there = ask(origin, f"/api/v1/applications/{number}", owner)["number"] == number
        finally:
            gateway.terminate()
            gateway.wait(30)
    if failed or not still_there or gateway.returncode != 0:
        sys.exit(f"failed: {failed or 'the gateway'}")


def command(program, *line):
    *words, data = line
    return subprocess.run([program, *words, "--data-dir", data], check=True, capture_output=True, text=True).stdout


def laid_in(program, data, origin):
    return re.findall(r"#(\S+)", command(program, "demo", "--origin", origin, data))


def ask(origin, path, secret=None, body=None):
    request = urllib.request.Request(origin + path, data=body and json.dumps(body).encode())
    if secret:
        request.add_header("authorization", f"Bearer {secret}")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def made_share(origin, owner, number):
    wanted = {"id": "5" * 32, "name": "made-up"}
    return ask(origin, f"/api/v1/applications/{number}/shares", owner, wanted)


def with_names(description, number, share):
    """Adds existing names to the description, so that not every call fails for an unknown name."""
    parameters = description["components"]["parameters"]
    parameters["Number"]["schema"] = {"type": "string", "enum": [number, number.replace("-", ""), "0000-0000"]}
    parameters["ShareId"]["schema"] = {"type": "string", "enum": [share, "6" * 32]}
    return description


def called(description, origin, paths, secret, seconds, seed):
    line = [sys.executable, "-m", "schemathesis.cli", "run", description, "--url", origin, "--checks", CHECKS]
    line += ["--include-path-regex", paths, "--max-time", str(seconds), "--seed", str(seed)]
    # One at a time: threads break the source reading of hypothesis under Python 3.11.
    line += ["--phases", "coverage,fuzzing", "--workers", "1"]
    line += ["--max-examples", "1000", "--request-timeout", "10", "--continue-on-failure", "--warnings", "off"]
    for stream in STREAMS:
        line += ["--exclude-path", stream]
    # A deleted application is gone for all further calls. crates/gateway/tests tests the deletion.
    line += ["--exclude-operation-id", "delete"]
    if secret:
        line += ["--header", f"Authorization: Bearer {secret}"]
    hooks = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(pathlib.Path(__file__).parent.resolve())}
    return subprocess.run(line, check=False, cwd=description.parent, env=hooks).returncode == 0


main()
