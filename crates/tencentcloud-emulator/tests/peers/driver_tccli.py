"""Runs the official command line tool once for each order, a line of JSON, and answers with a line of
JSON: {"answer": ...}, or {"code": ..., "message": ...}."""

import io
import json
import os
import sys

results = os.fdopen(os.dup(1), "w")
sys.argv = ["tccli"]
from tccli.main import main  # noqa: E402, it reads the arguments when it is loaded


class Written(io.BytesIO):
    """Bytes that stay when the tool puts a text of its own around them."""

    def close(self):
        pass


def call(order):
    path = os.path.join(os.environ["HOME"], "parameters.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(order["parameters"], file)
    os.environ["TENCENTCLOUD_SECRET_ID"] = order["id"]
    os.environ["TENCENTCLOUD_SECRET_KEY"] = order["key"]
    sys.argv = ["tccli", order["service"], order["action"]]
    sys.argv += ["--version", order["version"], "--region", "ap-guangzhou"]
    # It has no other switch for plain HTTP.
    sys.argv += ["--endpoint", "http://" + order["endpoint"]]
    sys.argv += ["--cli-input-json", "file://" + path]
    written = Written()
    sys.stdout = io.TextIOWrapper(written, encoding="utf-8")
    sys.stderr = io.StringIO()
    if main() == 0:
        sys.stdout.flush()
        return {"answer": json.loads(written.getvalue())}
    return {"code": "", "message": sys.stderr.getvalue()}


for line in sys.stdin:
    print(json.dumps(call(json.loads(line))), file=results, flush=True)
