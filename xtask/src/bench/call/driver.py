"""Makes as many calls as each line says through the official Python SDK, with its defaults, and
prints the processor time that they took in nanoseconds."""

import sys
import time

from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.cvm.v20170312 import cvm_client, models

address, action = sys.argv[1:]
profile = ClientProfile(httpProfile=HttpProfile(protocol="http", endpoint=address))
credential = Credential("AKIDexample", "example-secret-key")
client = cvm_client.CvmClient(credential, "ap-guangzhou", profile)

for line in sys.stdin:
    before = time.process_time_ns()
    for _ in range(int(line)):
        request = getattr(models, f"{action}Request")()
        if action == "DescribeInstances":
            request.Limit, request.Offset = 65, 0
        assert getattr(client, action)(request).TotalCount > 0
    print(time.process_time_ns() - before, flush=True)
