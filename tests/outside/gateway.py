"""Starts the gateway for a program that calls it."""

import re
import subprocess


def start(program, data):
    """Returns the process and its origin."""
    # Rate limits have their own tests. Here all calls come from one address.
    settings = ["--rate-limit-auth-failures", "0", "--rate-limit-creations", "0", "--rate-limit-upload-bytes", "0"]
    line = [program, "serve", "--service-kind", "trial", "--listen", "127.0.0.1:0", "--data-dir", data, *settings]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return process, re.search(r"http://\S+", process.stdout.readline()).group()
