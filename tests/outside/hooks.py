"""What schemathesis is told of this gateway: the pieces of a tus upload are bytes."""

import schemathesis

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
