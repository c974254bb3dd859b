"""Makes each call that comes in as a line of JSON through the official Python SDK, and answers
with a line of JSON: {"answer": ...}, or {"code": ..., "message": ...}."""

import asyncio
import base64
import importlib
import json
import os
import sys

from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile


def with_bytes(members):
    """{"$base64": ...} stands for bytes, which JSON does not have."""
    return base64.b64decode(members["$base64"]) if "$base64" in members else members


async def call_later(order, profile):
    """Calls by the SDK's asynchronous client. Its own option for a proxy is one that its HTTP library
    has dropped, so that the environment says it."""
    os.environ["http_proxy"], profile.httpProfile.proxy = order["proxy"], None
    service, action = order["service"], order["action"]
    package = f"tencentcloud.{service}.v{order['version'].replace('-', '')}"
    clients = importlib.import_module(f"{package}.{service}_client_async")
    models = importlib.import_module(f"{package}.models")
    request = getattr(models, f"{action}Request")()
    request._deserialize(order["parameters"])
    credential = Credential(order["id"], order["key"])
    named = getattr(clients, f"{service.capitalize()}Client")
    async with named(credential, "ap-guangzhou", profile) as client:
        response = await getattr(client, action)(request)
        return json.loads(response.to_json_string())


def call(order):
    http = HttpProfile(
        protocol="http",
        endpoint=order.get("endpoint"),
        proxy=order.get("proxy"),
        reqMethod=order["verb"],
    )
    profile = ClientProfile(signMethod=order["method"], httpProfile=http)
    profile.unsignedPayload = order["unsigned"]
    service, action = order["service"], order["action"]
    if order["form"] == "plain":
        credential = Credential(order["id"], order["key"])
        client = CommonClient(service, order["version"], credential, "ap-guangzhou", profile)
        return client.call_json(action, order["parameters"])["Response"]
    package = f"tencentcloud.{service}.v{order['version'].replace('-', '')}"
    clients = importlib.import_module(f"{package}.{service}_client")
    client = getattr(clients, f"{service.capitalize()}Client")(
        Credential(order["id"], order["key"]), "ap-guangzhou", profile
    )
    if order["form"] == "async":
        return asyncio.run(call_later(order, profile))
    if order["form"] == "octets":
        return client.call_octet_stream(action, order["headers"], order["parameters"])
    models = importlib.import_module(f"{package}.models")
    request = getattr(models, f"{action}Request")()
    request._deserialize(order["parameters"])
    return json.loads(getattr(client, action)(request).to_json_string())


for line in sys.stdin:
    try:
        result = {"answer": call(json.loads(line, object_hook=with_bytes))}
    except (AttributeError, ModuleNotFoundError) as error:
        result = {"code": "Absent", "message": str(error)}
    except TencentCloudSDKException as error:
        result = {"code": error.code, "message": error.message}
    print(json.dumps(result), flush=True)
