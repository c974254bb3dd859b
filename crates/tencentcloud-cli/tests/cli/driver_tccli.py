"""Runs the official command line tool once for each line: a command line as a shell reads it. Answers
with a line that has its exit code."""

import io
import os
import shlex
import sys

results = os.fdopen(os.dup(1), "w")
sys.argv = ["tccli"]
from tccli.main import main  # noqa: E402, it reads the arguments when it is loaded


class Written(io.BytesIO):
    """Bytes that stay when the tool puts a text of its own around them."""

    def close(self):
        pass


for line in sys.stdin:
    sys.argv = shlex.split(line)
    sys.stdout = io.TextIOWrapper(Written(), encoding="utf-8")
    sys.stderr = io.StringIO()
    try:
        code = main()
    except SystemExit as exit:
        code = exit.code
    told = " ".join(sys.stderr.getvalue().split())
    print(code or 0, told, file=results, flush=True)
