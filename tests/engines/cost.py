#!/usr/bin/env python3
"""What a command costs: cost.py COMMAND ARGUMENT... prints {"seconds": wall, "cpu_seconds": of all processes, "max_kb": memory}.

The command's output goes to standard error; its exit code is this script's.
"""

import json
import resource
import subprocess
import sys
import time

start = time.monotonic()
code = subprocess.run(sys.argv[1:], stdout=sys.stderr, check=False).returncode
seconds = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({
    "seconds": round(seconds, 3),
    "cpu_seconds": round(used.ru_utime + used.ru_stime, 3),
    "max_kb": used.ru_maxrss,
}))
sys.exit(code)
