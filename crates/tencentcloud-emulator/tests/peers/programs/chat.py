"""One message, answered whole and in pieces."""
import json, os, warnings

warnings.simplefilter("ignore")
from langchain_community.chat_models import ChatHunyuan
from langchain_core.messages import HumanMessage

keys = {
    "hunyuan_app_id": 1,
    "hunyuan_secret_id": os.environ["TENCENTCLOUD_SECRET_ID"],
    "hunyuan_secret_key": os.environ["TENCENTCLOUD_SECRET_KEY"],
}
message = [HumanMessage(content="hello")]
plain = ChatHunyuan(**keys).invoke(message)
pieces = list(ChatHunyuan(streaming=True, **keys).stream(message))
print(json.dumps({
    "plain": plain.content,
    "tokens": plain.response_metadata["token_usage"]["TotalTokens"],
    "pieces": [piece.content for piece in pieces],
}))
