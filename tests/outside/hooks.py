"""Configures schemathesis for this gateway: the parts of a tus upload are bytes."""

import schemathesis

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
