"""Starts the gateway for a program that calls it."""

import re
import subprocess


def start(program, data):
    """Returns the process and its origin."""
    # Limits are another test's matter: here all calls come from one address.
    settings = ["--wrong-secrets", "0", "--things-made", "0", "--bytes-sent", "0"]
    line = [program, "serve", "--service", "trial", "--listen", "127.0.0.1:0", "--data", data, *settings]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return process, re.search(r"http://\S+", process.stdout.readline()).group()
