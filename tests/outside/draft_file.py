"""Reads a draft file (.qandas). Written only from its description, docs/DRAFT_FILE.md.

    python draft_file.py FILE PASSPHRASE
    python draft_file.py --check-vector docs/DRAFT_FILE.md

The first command prints the content of the file as JSON: the draft, whether the file contains a sent application, and the id,
length and SHA-256 of each page. The second one reads the test vector of the description. The exit code is 1 if a file cannot be
read."""

import hashlib
import json
import re
import struct
import sys
import unicodedata
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HEADER = 61
LONGEST_PART = 32 * 1024 * 1024


class Unreadable(Exception):
    pass


def hashed_form(typed):
    """Returns the normalized passphrase, the input of PBKDF2."""
    symbols = [symbol(c) for c in typed if not c.isspace() and c != "-"]
    if len(symbols) == 16 and all(symbols):
        groups = ["".join(symbols[at : at + 4]) for at in range(0, 16, 4)]
        return "-".join(groups).encode()
    return unicodedata.normalize("NFKC", typed.strip()).encode()


def symbol(character):
    upper = character.upper() if character.isascii() else character
    upper = {"O": "0", "I": "1", "L": "1"}.get(upper, upper)
    return upper if upper in ALPHABET else None


def key_of(typed, rounds, salt):
    return hashlib.pbkdf2_hmac("sha256", hashed_form(typed), salt, rounds, dklen=32)


def read(file, typed):
    """Returns the parts of a file in their order, as pairs of kind and bytes."""
    if file[:8] != b"QANDASDR":
        raise Unreadable("not a draft file")
    header = file[:HEADER]
    if len(header) < HEADER:
        raise Unreadable("cut off")
    version, rounds, frame_content = struct.unpack(">HII", header[8:18])
    salt, prefix, check = header[18:34], header[34:41], header[41:57]
    if version != 1:
        raise Unreadable(f"version {version}")
    if zlib.crc32(header[:57]) != struct.unpack(">I", header[57:61])[0]:
        raise Unreadable("damaged header")
    if not 100_000 <= rounds <= 10_000_000:
        raise Unreadable(f"{rounds} rounds")
    cipher = AESGCM(key_of(typed, rounds, salt))

    def opened(sealed, place, kind, bound, error):
        try:
            return cipher.decrypt(prefix + struct.pack(">IB", place, kind), sealed, bound)
        except InvalidTag:
            raise Unreadable(error) from None

    opened(check, 0, 2, header[:41], "wrong passphrase")
    frames = [file[at : at + frame_content + 16] for at in range(HEADER, len(file), frame_content + 16)]
    content = b""
    for place, frame in enumerate(frames):
        is_last = place == len(frames) - 1
        content += opened(frame, place, int(is_last), header, "damaged or cut off")
    return parts_of(content)


def parts_of(content):
    parts = []
    at = 0
    while at < len(content):
        if parts and parts[-1][0] == "E":
            raise Unreadable("something follows the end")
        kind, length = struct.unpack(">cI", content[at : at + 5])
        at += 5
        if length > LONGEST_PART or at + length > len(content):
            raise Unreadable("a part is too long")
        parts.append((kind.decode("ascii"), content[at : at + length]))
        at += length
    if not parts or parts[-1] != ("E", b""):
        raise Unreadable("cut off")
    return parts


def summary(parts):
    pages = [
        {"id": data[:8].hex(), "bytes": len(data) - 8, "sha256": hashlib.sha256(data[8:]).hexdigest()}
        for kind, data in parts
        if kind == "P"
    ]
    draft = json.loads(next(data for kind, data in parts if kind == "D"))
    return {"draft": draft, "was_sent": any(kind == "T" for kind, _ in parts), "pages": pages}


def check_vector(description):
    """Checks every row of the test vector in the table of the description."""
    rows = dict(re.findall(r"^\| ([a-z ]+) \| `([^`]*)` \|$", description, re.MULTILINE))
    file = bytes.fromhex(rows["file"])
    rounds, salt = struct.unpack(">I", file[10:14])[0], file[18:34]
    for name in ("typed as", "also typed as"):
        assert hashed_form(rows[name]).decode() == rows["hashed form"], name
        assert key_of(rows[name], rounds, salt).hex() == rows["key"], name
        found = read(file, rows[name])
        assert [f"{kind} {data.hex()}".strip() for kind, data in found] == rows["parts"].split(", "), found
    for wrong in ("YE91-9Y7T-R24F-3X86", "ye9l9y7tr24f3x8"):
        try:
            read(file, wrong)
        except Unreadable as error:
            assert str(error) == "wrong passphrase", error
        else:
            raise AssertionError(f"{wrong} opens it")


def main():
    if sys.argv[1] == "--check-vector":
        with open(sys.argv[2], encoding="utf-8") as file:
            check_vector(file.read())
        return
    with open(sys.argv[1], "rb") as file:
        content = file.read()
    try:
        print(json.dumps(summary(read(content, sys.argv[2])), ensure_ascii=False))
    except Unreadable as error:
        sys.exit(f"{sys.argv[1]}: {error}")


main()
