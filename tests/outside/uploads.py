"""Uploads files in parts with checksums, using another client for resumable uploads (tuspy), which supports only SHA-1.

    python uploads.py PROGRAM

PROGRAM is qandas-gateway, which runs in its own folder."""

import io
import pathlib
import random
import sys
import tempfile

import requests
from gateway import start
from tusclient.client import TusClient

# The written form of a made-up owner key.
HEADERS = {"authorization": "Bearer 0000-0000-0000-0000-0000-0000-0000"}
FILES = 5
BYTES = 300_000


def main():
    with tempfile.TemporaryDirectory() as folder:
        gateway, origin = start(sys.argv[1], pathlib.Path(folder) / "data")
        try:
            client = TusClient(f"{origin}/api/v1/files", headers=HEADERS)
            for number in range(FILES):
                upload(client, number)
        finally:
            gateway.terminate()
            gateway.wait(30)


def upload(client, number):
    content = b"\xff\xd8\xff\xe0" + random.Random(number).randbytes(BYTES)
    metadata = {"filename": "Паспорт.jpg"} if number else {}
    uploader = client.uploader(
        file_stream=io.BytesIO(content), chunk_size=70_000, upload_checksum=True, metadata=metadata
    )
    uploader.upload()
    kept = requests.head(uploader.url, headers={**HEADERS, "tus-resumable": "1.0.0"}, timeout=10)
    said = (kept.status_code, kept.headers["upload-offset"], kept.headers.get("upload-metadata"))
    sent = (200, str(len(content)), "filename 0J/QsNGB0L/QvtGA0YIuanBn" if number else None)
    if said != sent:
        sys.exit(f"file {number}: {said} instead of {sent}")


main()
