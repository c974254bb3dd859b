// What the guide's programs use of a service crate, by the names that the real one has. The pages
// include it, so that they compile here, where no service crate is.

pub use tencentcloud_runtime as runtime;
use tencentcloud_runtime::{Action, Api, Bytes, Call, Config, Model};

const API: Api = Api::new("cvm", "2017-03-12");

#[derive(Clone, Debug)]
pub struct Client(runtime::Client);

impl Client {
    pub fn new(config: &Config) -> Self {
        Self(runtime::Client::new(config))
    }

    pub fn call<A: Action>(&self, request: A) -> Call<'_, A> {
        self.0.call(request)
    }

    pub fn describe_instances(
        &self,
        request: DescribeInstancesRequest,
    ) -> Call<'_, DescribeInstancesRequest> {
        self.0.call(request)
    }

    pub fn run_instances(&self, request: RunInstancesRequest) -> Call<'_, RunInstancesRequest> {
        self.0.call(request)
    }

    pub fn upload_log(&self, request: UploadLogRequest) -> Call<'_, UploadLogRequest> {
        self.0.call(request)
    }

    pub fn chat_completions(
        &self,
        request: ChatCompletionsRequest,
    ) -> Call<'_, ChatCompletionsRequest> {
        self.0.call(request)
    }
}

#[derive(Model)]
#[model(
    request,
    api = API,
    action = "DescribeInstances",
    response = DescribeInstancesResponse,
    region = "required",
    pages(
        offset = "Offset",
        size = "Limit",
        items = "InstanceSet",
        item = Instance,
        total = "TotalCount"
    )
)]
pub struct DescribeInstancesRequest {
    pub instance_ids: Option<Vec<String>>,
    pub offset: Option<i64>,
    pub limit: Option<i64>,
}

#[derive(Model)]
#[model(response)]
pub struct DescribeInstancesResponse {
    pub total_count: i64,
    pub instance_set: Vec<Instance>,
    pub request_id: String,
}

#[derive(Model)]
#[model(response)]
pub struct Instance {
    pub instance_id: String,
    pub instance_state: String,
}

#[derive(Model)]
#[model(
    request,
    api = API,
    action = "RunInstances",
    response = RunInstancesResponse,
    region = "required"
)]
pub struct RunInstancesRequest {
    pub image_id: String,
    pub client_token: Option<String>,
}

#[derive(Model)]
#[model(response)]
pub struct RunInstancesResponse {
    pub instance_id_set: Vec<String>,
    pub request_id: String,
}

#[derive(Model)]
#[model(request, api = API, action = "UploadLog", response = UploadLogResponse, body = "octet-stream")]
pub struct UploadLogRequest {
    #[model(header = "X-CLS-TopicId")]
    pub topic_id: String,
    pub content: Bytes,
}

#[derive(Model)]
#[model(response)]
pub struct UploadLogResponse {
    pub request_id: String,
}

#[derive(Model)]
#[model(
    request,
    api = API,
    action = "ChatCompletions",
    response = ChatCompletionsResponse,
    streaming
)]
pub struct ChatCompletionsRequest {
    pub model: String,
    pub stream: Option<bool>,
}

#[derive(Model)]
#[model(response)]
pub struct ChatCompletionsResponse {
    pub text: Option<String>,
    pub request_id: String,
}
